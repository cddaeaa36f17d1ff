package duckdb

import (
	"database/sql/driver"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// layout says how records of one kind lie in their table.
type layout struct {
	kind    record.Kind
	key     []string // columns that tell one record from another
	columns []string // of the staging table: name and type, in the order of values
	// group are the columns of which all rows arrive and are replaced
	// together; the key when empty.
	group []string
	// counted makes equal keys of one file different by numbering them.
	counted bool
	values  func(r record.Record) []driver.Value
}

// Types of staging columns: money arrives as millionths.
const (
	text    = " VARCHAR"
	micros  = " BIGINT /* millionths */"
	stamp   = " TIMESTAMP"
	integer = " BIGINT"
)

// col makes columns of one type.
func col(kind string, names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n + kind
	}
	return out
}

// cols joins columns.
func cols(lists ...[]string) (out []string) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// name is a staging column's name.
func name(column string) string { n, _, _ := strings.Cut(column, " "); return n }

// kept is the expression that turns a staging column into what is kept.
func kept(column string) string {
	if strings.HasSuffix(column, micros) {
		return "(" + name(column) + " * 0.000001::DECIMAL(6, 6))::" + moneyType + " AS " + name(column)
	}
	return name(column)
}

// names are the columns' names.
func (l layout) names() []string {
	out := make([]string, len(l.columns))
	for i, c := range l.columns {
		out[i] = name(c)
	}
	if l.counted {
		out = append(out, "occurrence")
	}
	return out
}

// together are the columns of which all rows are replaced together.
func (l layout) together() []string {
	if len(l.group) > 0 {
		return l.group
	}
	if l.counted {
		return append(append([]string{}, l.key...), "occurrence")
	}
	return l.key
}

// layouts are all kinds.
func layouts() []layout {
	return append(append(tradeLayouts(), peopleLayouts()...), heardLayouts()...)
}

// money is an amount for the appender.
func money(m record.Money) driver.Value {
	if !m.Known() {
		return nil
	}
	return int64(m)
}

// at is a time for the appender.
func at(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// maybe is a number or yes and no that may be missing.
func maybe[T any](p *T) driver.Value {
	if p == nil {
		return nil
	}
	return *p
}
