package ziln

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Table holds features as columns, one element a customer in each.
type Table struct {
	Numbers    []Number
	Categories []Category
}

// Number is a feature with a size. NaN is a missing value. Amounts of money
// and other figures that span orders of magnitude belong in as logarithms.
type Number struct {
	Name   string
	Values []float64
}

// Category is a feature with names for values. An empty one is missing.
type Category struct {
	Name   string
	Values []string
}

// Len is the number of customers.
func (t Table) Len() int {
	switch {
	case len(t.Numbers) > 0:
		return len(t.Numbers[0].Values)
	case len(t.Categories) > 0:
		return len(t.Categories[0].Values)
	}
	return 0
}

// Validate refuses columns of different lengths, two of one name, and numbers
// that are infinite. The error wraps btyd.ErrInvalidRow.
func (t Table) Validate() error {
	seen := map[string]bool{}
	check := func(name string, n int) error {
		switch {
		case name == "":
			return fmt.Errorf("%w: a feature has no name", btyd.ErrInvalidRow)
		case seen[name]:
			return fmt.Errorf("%w: two features are named %q", btyd.ErrInvalidRow, name)
		case n != t.Len():
			return fmt.Errorf("%w: feature %q has %d values for %d customers", btyd.ErrInvalidRow, name, n, t.Len())
		}
		seen[name] = true
		return nil
	}
	for _, f := range t.Numbers {
		if err := check(f.Name, len(f.Values)); err != nil {
			return err
		}
		for i, v := range f.Values {
			if math.IsInf(v, 0) {
				return fmt.Errorf("%w: row %d: feature %q is %g; a missing value is NaN", btyd.ErrInvalidRow, i, f.Name, v)
			}
		}
	}
	for _, f := range t.Categories {
		if err := check(f.Name, len(f.Values)); err != nil {
			return err
		}
	}
	return nil
}

// Data is what a model learns from.
type Data struct {
	Features Table
	// Value is what each customer brought within the horizon after the first
	// purchase, that purchase not included: zero for those who did not come
	// back. Every customer must have been observed for the whole horizon.
	Value []float64
	// W are weights, nil for one each.
	W []float64
}

func (d Data) weight(i int) float64 {
	if d.W == nil {
		return 1
	}
	return d.W[i]
}

// Validate reports the first row that cannot be. The error wraps
// btyd.ErrInvalidRow and names the row and the value.
func (d Data) Validate() error {
	if err := d.Features.Validate(); err != nil {
		return err
	}
	n := len(d.Value)
	if columns := len(d.Features.Numbers) + len(d.Features.Categories); columns > 0 && d.Features.Len() != n {
		return fmt.Errorf("%w: %d values for %d customers", btyd.ErrInvalidRow, n, d.Features.Len())
	}
	if d.W != nil && len(d.W) != n {
		return fmt.Errorf("%w: %d weights for %d customers", btyd.ErrInvalidRow, len(d.W), n)
	}
	for i, v := range d.Value {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("%w: row %d: value %g must be zero or more and finite", btyd.ErrInvalidRow, i, v)
		}
		if w := d.weight(i); !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("%w: row %d: weight %g must be positive and finite", btyd.ErrInvalidRow, i, w)
		}
	}
	return nil
}

// enough refuses data without three different values above zero, which is the
// least from which a spread can be read.
func (d Data) enough() error {
	if err := d.Validate(); err != nil {
		return err
	}
	different := map[float64]bool{}
	for _, v := range d.Value {
		if v > 0 && len(different) < 3 {
			different[v] = true
		}
	}
	if len(different) < 3 {
		return fmt.Errorf("%w: customers who came back brought %d different values, and it takes three to see how they spread",
			btyd.ErrTooLittleData, len(different))
	}
	return nil
}
