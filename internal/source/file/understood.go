package file

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// understood says in one sentence how the files were read.
func understood(groups []*group) string {
	files := 0
	for _, g := range groups {
		files += len(g.files)
	}
	switch {
	case files == 1:
		return groups[0].sentence() + "."
	case len(groups) == 1:
		return fmt.Sprintf("%d files of one layout: %s.", files, groups[0].sentence())
	}
	parts := make([]string, len(groups))
	for i, g := range groups {
		parts[i] = g.names() + ": " + g.sentence()
	}
	return fmt.Sprintf("%d files in %d layouts. %s.", files, len(groups), strings.Join(parts, "; "))
}

// names are the files of a layout.
func (g *group) names() string {
	name := filepath.Base(g.files[0].named)
	if g.files[0].named == "-" {
		name = "standard input"
	}
	if n := len(g.files) - 1; n > 0 {
		return fmt.Sprintf("%s and %d more", name, n)
	}
	return name
}

// sentence describes one layout.
func (g *group) sentence() string {
	f := g.files[0]
	n := len(f.columns)
	if f.out.LineColumn != "" {
		n--
	}
	parts := []string{fmt.Sprintf("%s, %d columns", f.kind(), n)}
	if !f.titled {
		parts[0] += " without a header"
	}
	parts[0] += ": customer is " + g.name(source.Customer)
	time := "time is " + g.name(source.Time)
	if f.titled {
		if e := firstValue(f, g.table.Roles[source.Time]); e != "" {
			time += " (" + strings.TrimSpace(e) + ")"
		}
	}
	parts = append(parts, time, g.amountPhrase())
	if _, ok := g.table.Roles[source.Order]; ok {
		parts = append(parts, "order is "+g.name(source.Order))
	}
	return strings.Join(parts, ", ")
}

// amountPhrase says what the amount is and in what currency.
func (g *group) amountPhrase() string {
	s := "amount is "
	if _, ok := g.table.Roles[source.Amount]; ok {
		s += g.name(source.Amount)
	} else {
		s += g.name(source.Quantity) + " times " + g.name(source.Price)
	}
	if _, ok := g.table.Roles[source.Currency]; ok {
		return s + " in the currency of " + g.name(source.Currency)
	}
	if g.table.Currency != "" {
		return s + " in " + g.table.Currency
	}
	return s
}

// name is a role's column for people.
func (g *group) name(r source.Role) string {
	f := g.files[0]
	c := g.table.Roles[r]
	if f.titled {
		return fmt.Sprintf("%q", f.columns[c])
	}
	if e := firstValue(f, c); e != "" {
		return fmt.Sprintf("column %d (%s)", c+1, strings.TrimSpace(e))
	}
	return fmt.Sprintf("column %d", c+1)
}

// kind names the format.
func (f *input) kind() string {
	kind := "CSV"
	switch {
	case f.shape == shapeParquet:
		kind = "Parquet"
	case f.shape == shapeLines:
		kind = "JSON lines"
	case f.shape == shapeArray:
		kind = "JSON"
	case f.shape == shapeSpaces:
		kind = "text in aligned columns"
	case f.dialect.delimiter == ';':
		kind = "CSV with semicolons"
	case f.dialect.delimiter == '\t':
		kind = "tab-separated text"
	case f.dialect.delimiter == '|':
		kind = "text separated by |"
	}
	if f.packing != packedNot {
		kind += " (" + string(f.packing) + ")"
	}
	return strings.ToUpper(kind[:1]) + kind[1:]
}
