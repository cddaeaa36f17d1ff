package boost

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Rows is what is known of each row beside its features. The slices have the
// same length, or none; they are kept, not copied.
type Rows struct {
	// Target is what is to be predicted.
	Target []float64
	// Weight, zero or more; empty means one each. A row of weight two is two
	// rows. Rows of weight zero are not learned from.
	Weight []float64
	// Offset is the margin from which trees start, the logarithm of a base
	// prediction under a log link; empty means zero each.
	Offset []float64
	// Group keeps rows that belong together, such as those of one customer,
	// in the same fold; empty means every row is on its own.
	Group []uint64
}

// Column is one feature. NaN is a missing value. Categories are whole numbers
// from 0 to 254: group the rare ones.
type Column struct {
	Name        string
	Values      []float64
	Categorical bool
}

// lanes is the number of columns whose bins share a word.
const lanes = 4

// missing is the bin of missing values in every column.
const missing = 255

// Dataset holds a table in bins, one byte a value.
type Dataset struct {
	rows    Rows
	columns []column
	// packs[k][row] holds the bins of columns 4k..4k+3, the first in the
	// lowest byte, so that one load serves four histograms.
	packs [][]uint32
}

type column struct {
	name        string
	categorical bool
	cuts        []float64
	bins        int
}

// NewDataset starts a table without columns. The error wraps
// [btyd.ErrInvalidRow] and names the row and the value.
func NewDataset(r Rows) (*Dataset, error) {
	n := len(r.Target)
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("%w: %d rows are more than %d", btyd.ErrInvalidRow, n, math.MaxInt32)
	}
	for _, c := range []struct {
		name string
		len  int
	}{{"weights", len(r.Weight)}, {"offsets", len(r.Offset)}, {"groups", len(r.Group)}} {
		if c.len != 0 && c.len != n {
			return nil, fmt.Errorf("%w: %d targets and %d %s", btyd.ErrInvalidRow, n, c.len, c.name)
		}
	}
	for i, y := range r.Target {
		if math.IsNaN(y) || math.IsInf(y, 0) {
			return nil, fmt.Errorf("%w: row %d: target %g must be finite", btyd.ErrInvalidRow, i, y)
		}
	}
	for i, w := range r.Weight {
		if !(w >= 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("%w: row %d: weight %g must be zero or more, and finite", btyd.ErrInvalidRow, i, w)
		}
	}
	for i, f := range r.Offset {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%w: row %d: offset %g must be finite", btyd.ErrInvalidRow, i, f)
		}
	}
	return &Dataset{rows: r}, nil
}

// Len is the number of rows.
func (d *Dataset) Len() int { return len(d.rows.Target) }

// With is the same table of features with other targets, weights, offsets and
// groups. The bins are shared.
func (d *Dataset) With(r Rows) (*Dataset, error) {
	if len(r.Target) != d.Len() {
		return nil, fmt.Errorf("%w: %d targets for a table of %d rows", btyd.ErrInvalidRow, len(r.Target), d.Len())
	}
	other, err := NewDataset(r)
	if err != nil {
		return nil, err
	}
	other.columns, other.packs = d.columns, d.packs
	return other, nil
}

// Add cuts columns into bins, in parallel. The values are not kept, so a
// large table can be added a few columns at a time. Bins of rows of weight
// zero are found too, but do not shape the cuts.
func (d *Dataset) Add(columns ...Column) error {
	known := map[string]bool{}
	for _, c := range d.columns {
		known[c.name] = true
	}
	for _, c := range columns {
		if c.Name == "" || known[c.Name] {
			return fmt.Errorf("%w: column name %q is empty or taken", btyd.ErrInvalidRow, c.Name)
		}
		known[c.Name] = true
		if err := c.validate(d.Len()); err != nil {
			return err
		}
	}
	first := len(d.columns)
	d.columns = append(d.columns, make([]column, len(columns))...)
	bins := make([][]uint8, len(columns))
	each(0, len(columns), func(i int) {
		d.columns[first+i] = d.shape(columns[i])
		bins[i] = d.columns[first+i].assign(columns[i].Values)
	})
	for i, b := range bins {
		d.pack(first+i, b)
	}
	return nil
}

func (c Column) validate(rows int) error {
	if len(c.Values) != rows {
		return fmt.Errorf("%w: column %q has %d values for %d rows", btyd.ErrInvalidRow, c.Name, len(c.Values), rows)
	}
	for i, v := range c.Values {
		if math.IsInf(v, 0) {
			return fmt.Errorf("%w: column %q, row %d: %g must be finite or missing", btyd.ErrInvalidRow, c.Name, i, v)
		}
		if c.Categorical && v == v && !(v >= 0 && v < missing && v == math.Floor(v)) {
			return fmt.Errorf("%w: column %q, row %d: category %g must be a whole number from 0 to %d",
				btyd.ErrInvalidRow, c.Name, i, v, missing-1)
		}
	}
	return nil
}

func (d *Dataset) pack(column int, bins []uint8) {
	if column%lanes == 0 {
		d.packs = append(d.packs, make([]uint32, d.Len()))
	}
	word, shift := d.packs[column/lanes], 8*(column%lanes)
	for i, b := range bins {
		word[i] |= uint32(b) << shift
	}
}

// bin of a row in a column.
func (d *Dataset) bin(column int, row int32) uint8 {
	return uint8(d.packs[column/lanes][row] >> (8 * (column % lanes)))
}

func (d *Dataset) weight(row int) float64 {
	if len(d.rows.Weight) == 0 {
		return 1
	}
	return d.rows.Weight[row]
}

func (d *Dataset) offset(row int) float64 {
	if len(d.rows.Offset) == 0 {
		return 0
	}
	return d.rows.Offset[row]
}
