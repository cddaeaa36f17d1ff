package file

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// listedColumns bounds how many columns a message lists.
const listedColumns = 40

// notice makes a Notice of a note.
func notice(n note) value.Notice { return value.Notice{Level: n.level, Code: n.code, Text: n.text} }

// missing are the roles that nothing plays and that are needed.
func (f *finder) missing() []source.Role {
	var out []source.Role
	for _, r := range []source.Role{source.Customer, source.Time, source.Amount} {
		if !f.has(r) && !(r == source.Amount && f.has(source.Price) && f.has(source.Quantity)) {
			out = append(out, r)
		}
	}
	return out
}

// unresolved is the error for a file whose roles cannot be told.
func unresolved(f *input, fd *finder, missing []source.Role) error {
	names := make([]string, len(missing))
	flags := make([]string, len(missing))
	for i, r := range missing {
		names[i] = "the " + string(r)
		flags[i] = fmt.Sprintf("--%s \"NAME\"", r)
	}
	seen := ""
	if what := summaryOf(fd.normals()); what != "" && f.titled {
		seen = ": it looks like " + what + ", not a log of orders"
	}
	return value.Errorf(value.BadInput, "%q does not show which column is %s%s. Its columns are %s",
		f.named, strings.Join(names, ", which is "), seen, fd.listing()).
		WithHint("If it is a log of orders, add %s (a header or a number from 1). If it holds something else, say what with --kind, and which column is what with --map.", strings.Join(flags, " "))
}

// listing names the columns with an example of each.
func (f *finder) listing() string {
	var b strings.Builder
	for i, c := range f.columns[:min(len(f.columns), listedColumns)] {
		if c == lineColumn {
			continue
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", shorten(c, 60))
		if e := f.profiles[i].example; e != "" {
			fmt.Fprintf(&b, " (%s)", shorten(e, 24))
		} else {
			b.WriteString(" (empty)")
		}
	}
	if n := len(f.columns) - listedColumns; n > 0 {
		fmt.Fprintf(&b, " and %d more", n)
	}
	return b.String()
}

// shorten cuts a text to n runes.
func shorten(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// overrule settles the roles that options name.
func (in *inspection) overrule(g *group, fd *finder) error {
	f := g.files[0]
	named := in.opt.named()
	for _, role := range []source.Role{source.Customer, source.Time, source.Amount, source.Order, source.Currency} {
		name, ok := named[role]
		if !ok {
			continue
		}
		i, ok := column(f.columns, name)
		if !ok {
			return value.Errorf(value.Invalid, "%q has no column %q for --%s. Its columns are %s", f.named, name, role, fd.listing()).
				WithHint("%s", nearest(f.columns, name))
		}
		fd.set(role, i, "as --%s says", role)
	}
	return nil
}

// column finds a column by header or by number from 1.
func column(columns []string, name string) (int, bool) {
	name = strings.TrimSpace(name)
	for i, c := range columns {
		if c == name {
			return i, true
		}
	}
	for i, c := range columns {
		if strings.EqualFold(c, name) {
			return i, true
		}
	}
	n, err := strconv.Atoi(name)
	return n - 1, err == nil && n >= 1 && n <= len(columns)
}

// nearest suggests the column whose name is closest to the one given.
func nearest(columns []string, name string) string {
	best, distance := "", 1<<30
	for _, c := range columns {
		if d := edits(strings.ToLower(shorten(c, 60)), strings.ToLower(shorten(name, 60))); d < distance {
			best, distance = c, d
		}
	}
	if best == "" || distance > len(name)/2+1 {
		return "Name one of them, or give its number from 1."
	}
	return fmt.Sprintf("Did you mean %q?", best)
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		last := slices.Clone(row)
		row[0] = i + 1
		for j, s := range y {
			cost := 1
			if r == s {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// notTimes is the error for a column named as time that holds none.
func notTimes(f *input, c int) error {
	return value.Errorf(value.BadInput, "the values of %q in %q are not dates or times, for example %q", f.columns[c], f.named, firstValue(f, c)).
		WithHint("Name another column with --time.")
}

// notAmounts is the error for a column named as amount that holds none.
func notAmounts(f *input, columns []int) error {
	c := columns[0]
	return value.Errorf(value.BadInput, "the values of %q in %q are not amounts, for example %q", f.columns[c], f.named, firstValue(f, c)).
		WithHint("Name another column with --amount.")
}

// firstValue is a value of a column for a message.
func firstValue(f *input, c int) string {
	if v := values(f.rows, c); len(v) > 0 {
		return shorten(v[0], 60)
	}
	return ""
}
