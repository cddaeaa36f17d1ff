package file

import (
	"fmt"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// lineColumn is the column of a rewritten copy that holds original lines.
const lineColumn = "__line"

// assign finds the roles and rules of one layout.
func (in *inspection) assign(g *group) error {
	first := g.files[0]
	rows := g.rows()
	fd := newFinder(first.columns, first.titled, rows)
	fd.types = first.types
	if first.out.LineColumn != "" {
		fd.taken[len(first.columns)-1] = true
	}
	if err := in.overrule(g, fd); err != nil {
		return err
	}
	fd.find()
	missing := fd.missing()
	if in.opt.Customer == "" && advertising(fd.normals()) {
		missing = []source.Role{source.Customer}
	}
	if len(missing) > 0 {
		return unresolved(first, fd, missing)
	}
	g.table = source.Table{
		Format: source.CSV, Delimiter: string(first.dialect.delimiter), SkipLines: first.skip, Header: first.header,
		Columns: first.columns, Types: first.types, Roles: fd.roles, Why: fd.why,
	}
	g.table.Name, g.table.Title = g.naming(fd)
	if first.shape == shapeParquet {
		g.table.Format, g.table.Delimiter = source.Parquet, ""
	}
	if first.dialect.quote != 0 {
		g.table.Quote, g.table.Escape = string(first.dialect.quote), string(first.dialect.escape)
	}
	g.add(fd.notes)
	g.add(otherEvents(first, rows))
	g.hints = sideHints{dates: in.opt.Dates, column: first.columns[fd.roles[source.Time]], dayFirst: first.dialect.delimiter == ';'}
	if err := g.amounts(rows); err != nil {
		return err
	}
	return g.times(rows)
}

// add takes up notes.
func (g *group) add(notes []note) {
	for _, n := range notes {
		g.notes = append(g.notes, notice(n))
	}
}

// rows are the samples of all files, each with an equal part of the first
// profileRows.
func (g *group) rows() [][]string {
	if len(g.files) == 1 {
		return g.files[0].rows
	}
	part := max(profileRows/len(g.files), 50)
	var out, rest [][]string
	for _, f := range g.files {
		n := min(part, len(f.rows))
		out, rest = append(out, f.rows[:n]...), append(rest, f.rows[n:]...)
	}
	return append(out, rest...)
}

// values are the filled cells of the columns.
func values(rows [][]string, columns ...int) []string {
	var out []string
	for _, c := range columns {
		for _, row := range rows {
			if c < len(row) && strings.TrimSpace(row[c]) != "" {
				out = append(out, row[c])
			}
		}
	}
	return out
}

// amounts settles how money is written and in what currency.
func (g *group) amounts(rows [][]string) error {
	first := g.files[0]
	columns := g.columnsOf(source.Amount, source.Quantity, source.Price)
	name := first.columns[columns[len(columns)-1]]
	for _, c := range columns {
		if first.types != nil && isNumberType(first.types[c]) {
			g.table.Amount = source.AmountRule{Native: true, Decimal: "."}
		}
	}
	sample := values(rows, columns...)
	if !g.table.Amount.Native {
		rule, notes, ok := amountRule(sample, name, g.continental())
		if !ok && first.types == nil {
			return notAmounts(first, columns)
		}
		if !ok {
			rule = source.AmountRule{Plain: true, Decimal: "."}
		}
		g.table.Amount = rule
		g.add(notes)
		g.hints.dayFirst = g.hints.dayFirst || rule.Decimal == ","
	}
	if _, ok := g.table.Roles[source.Currency]; !ok {
		g.currency(sample, name)
	}
	return nil
}

// continental reports signs of a file written with decimal commas.
func (g *group) continental() bool { return g.files[0].dialect.delimiter == ';' }

// columnsOf are the columns that play any of the roles, in that order.
func (g *group) columnsOf(roles ...source.Role) []int {
	var out []int
	for _, r := range roles {
		if c, ok := g.table.Roles[r]; ok {
			out = append(out, c)
		}
	}
	return out
}

// currency finds the table's one currency.
func (g *group) currency(sample []string, name string) {
	if code := headerCurrency(name); code != "" {
		g.table.Currency = code
		return
	}
	n := countNumbers(sample)
	code, mixed := n.currency()
	if len(mixed) > 0 {
		slices.Sort(mixed)
		g.add([]note{{"warning", "currencies_mixed", fmt.Sprintf("%q holds several currencies (%s): amounts of different currencies must not be added.", name, strings.Join(mixed, ", "))}})
	}
	if n.symbol["$"] > 0 && code == "USD" {
		g.add([]note{{"info", "dollar", fmt.Sprintf("The dollar sign in %q is taken for US dollars.", name)}})
	}
	g.table.Currency = code
}

// times settles how times are written.
func (g *group) times(rows [][]string) error {
	first := g.files[0]
	c := g.table.Roles[source.Time]
	if first.types != nil && isTimeType(first.types[c]) {
		g.table.Time = source.TimeRule{Kind: "native"}
		return nil
	}
	rule, notes, ok := timeRule(values(rows, c), g.hints)
	if !ok && first.types == nil {
		return notTimes(first, c)
	}
	if !ok {
		rule = source.TimeRule{Kind: "iso"}
	}
	g.table.Time = rule
	g.add(notes)
	return nil
}
