package export

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// Mapping is how a person says a file is to be read: which column is which
// field of a kind. As JSON it is what is remembered for the next file of the
// same Signature.
type Mapping struct {
	Kind   record.Kind       `json:"kind"`
	Fields map[string]string `json:"fields"`           // field to column; see Fields
	Source string            `json:"source,omitempty"` // namespace of the file's ids; "file" when empty
	// Currency is of amounts without one.
	Currency string `json:"currency,omitempty"`
	Dates    string `json:"dates,omitempty"`   // dmy, mdy, ymd, or empty to find out
	Decimal  string `json:"decimal,omitempty"` // "." or ",", or empty to find out
}

// Signature tells files of one layout by their header: it is the same
// whatever the order of the columns, their case and punctuation.
func Signature(columns []string) string {
	var names []string
	for _, c := range columns {
		names = append(names, normal(c))
	}
	slices.Sort(names)
	sum := fnv.New128a()
	for _, n := range slices.Compact(names) {
		io.WriteString(sum, n)
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Check is an error that says what a mapping lacks or has wrong for a file
// with these columns; nil columns are not compared.
func (m Mapping) Check(columns []string) error {
	known := Fields(m.Kind)
	if known == nil {
		return value.Errorf(value.Invalid, "files cannot be mapped to %q", m.Kind).WithHint("Map to one of %s.", kindList())
	}
	for _, field := range slices.Sorted(maps.Keys(m.Fields)) {
		if !slices.ContainsFunc(known, func(f Field) bool { return f.Name == field }) {
			return value.Errorf(value.Invalid, "%s have no field %q", m.Kind, field).WithHint("Fields are %s.", fieldList(known))
		}
		column := m.Fields[field]
		if columns != nil && !slices.ContainsFunc(columns, func(c string) bool { return normal(c) == normal(column) }) {
			return value.Errorf(value.Invalid, "field %s is mapped to column %q, which the file does not have", field, column).
				WithHint("Its columns are %s.", strings.Join(columns, ", "))
		}
	}
	for _, f := range known {
		if f.Needed && m.Fields[f.Name] == "" {
			return value.Errorf(value.Invalid, "%s need a column for %s", m.Kind, f.Name).WithHint("%s", firstFilled(f.Explain, f.Title+"."))
		}
	}
	for _, set := range oneOf[m.Kind] {
		if !slices.ContainsFunc(set, func(f string) bool { return m.Fields[f] != "" }) {
			return value.Errorf(value.Invalid, "%s need a column for one of %s", m.Kind, strings.Join(set, ", ")).WithHint("Say which column it is.")
		}
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		return value.Errorf(value.Invalid, "%q is no decimal mark", m.Decimal).WithHint("Use a point or a comma.")
	}
	if m.Dates != "" && m.Dates != "dmy" && m.Dates != "mdy" && m.Dates != "ymd" {
		return value.Errorf(value.Invalid, "%q is no order of day, month and year", m.Dates).WithHint("Use dmy, mdy or ymd.")
	}
	return nil
}

func kindList() string {
	var out []string
	for _, k := range record.Kinds {
		if Fields(k) != nil {
			out = append(out, string(k))
		}
	}
	return strings.Join(out, ", ")
}

func fieldList(fields []Field) string {
	var out []string
	for _, f := range fields {
		out = append(out, f.Name)
	}
	return strings.Join(out, ", ")
}

// Mapped is the format of files that are read as a person says. Options may
// change columns; fields they do not name stay.
func Mapped(m Mapping) *Format {
	if m.Source == "" {
		m.Source = "file"
	}
	return &Format{
		Name: "mapped", Title: fmt.Sprintf("Mapped %s", strings.ReplaceAll(string(m.Kind), "_", " ")), Kind: m.Kind, Source: m.Source,
		match: func(*header) int { return 0 },
		reader: func(h *header, o Options, out *output) (rows, error) {
			return newMapped(m, h, o, out)
		},
	}
}

// newMapped makes the reader of one file.
func newMapped(m Mapping, h *header, o Options, out *output) (rows, error) {
	all := maps.Clone(m.Fields)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, o.Columns)
	m.Fields = all
	columns := h.names
	if h.narrow {
		columns = nil // JSON may bring them later
	}
	if err := m.Check(columns); err != nil {
		return nil, err
	}
	c := &mapped{Mapping: m, out: out, names: map[string]string{}, moneyIn: firstFilled(m.Currency, o.Currency)}
	c.moneyIn = strings.ToUpper(c.moneyIn)
	for field, column := range all {
		c.names[field] = normal(column)
	}
	o.Dates = firstFilled(o.Dates, m.Dates)
	c.Dates = datesOf(h, o, out, "", c.times()...)
	return c.reader(h), nil
}
