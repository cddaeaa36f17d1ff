package boost

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Feature names a column of a model.
type Feature struct {
	Name        string `json:"name"`
	Categorical bool   `json:"categorical,omitempty"`
}

// Model is a constant and a sum of trees on the scale of the margin. It is
// immutable, and safe for use by many goroutines. The zero value predicts
// from offsets alone.
type Model struct {
	objective
	intercept float64
	features  []Feature
	trees     []*tree
	flat      flat
}

// model is the sum of the trees of the first rounds.
func (b *booster) model(rounds int) *Model {
	m := &Model{objective: b.grower.objective, intercept: b.intercept}
	for _, c := range b.grower.columns {
		m.features = append(m.features, Feature{c.name, c.categorical})
	}
	for _, t := range b.trees[:b.at(rounds)] {
		bare := *t
		bare.bins = nil
		m.trees = append(m.trees, &bare)
	}
	m.flat = flatten(m.trees, len(m.features))
	return m
}

// Loss is what the model was fitted to, with the variance power of Tweedie.
func (m *Model) Loss() (l Loss, power float64) { return m.loss, m.power }

// Features lists the columns in the order in which predictions take them.
func (m *Model) Features() []Feature { return append([]Feature(nil), m.features...) }

// Trees is the number of trees.
func (m *Model) Trees() int { return len(m.trees) }

// Intercept is the constant of the margin.
func (m *Model) Intercept() float64 { return m.intercept }

// Response turns a margin into a prediction.
func (m *Model) Response(margin float64) float64 { return m.response(margin) }

// Margin is the margin of one row, without an offset. The row has one value a
// feature: NaN is missing, and so is a category that is not one.
func (m *Model) Margin(row []float64) (float64, error) {
	if len(row) != len(m.features) {
		return 0, fmt.Errorf("%w: %d values for %d features", btyd.ErrInvalidRow, len(row), len(m.features))
	}
	return m.intercept + m.learned(row), nil
}

// learned is what the trees add to the margin of one row.
func (m *Model) learned(row []float64) (sum float64) {
	for _, t := range m.trees {
		at := int32(0)
		for t.steps[at].column != leafed {
			at = t.next(at, row[t.steps[at].column])
		}
		sum += t.steps[at].value
	}
	return sum
}

// Margins writes the margins of a table into dst: one column a feature, each
// as long as dst. Offset is added if it is not empty. Parallel is the number
// of goroutines (zero: GOMAXPROCS); the work itself allocates nothing.
func (m *Model) Margins(dst []float64, columns [][]float64, offset []float64, parallel int) error {
	if err := m.fits(dst, columns, offset); err != nil {
		return err
	}
	each(parallel, (len(dst)+batch-1)/batch, func(task int) {
		from, to := task*batch, min(len(dst), (task+1)*batch)
		m.flat.sum(dst[from:to], columns, from)
		for i := from; i < to; i++ {
			dst[i] += m.intercept
			if len(offset) > 0 {
				dst[i] += offset[i]
			}
		}
	})
	return nil
}

// Predict is as [Model.Margins], on the scale of the target.
func (m *Model) Predict(dst []float64, columns [][]float64, offset []float64, parallel int) error {
	if err := m.Margins(dst, columns, offset, parallel); err != nil {
		return err
	}
	each(parallel, blocks(len(dst)), func(task int) {
		for i := task * block; i < min(len(dst), (task+1)*block); i++ {
			dst[i] = m.response(dst[i])
		}
	})
	return nil
}

func (m *Model) fits(dst []float64, columns [][]float64, offset []float64) error {
	if len(columns) != len(m.features) {
		return fmt.Errorf("%w: %d columns for %d features", btyd.ErrInvalidRow, len(columns), len(m.features))
	}
	for i, c := range columns {
		if len(c) != len(dst) {
			return fmt.Errorf("%w: column %q has %d values for %d rows", btyd.ErrInvalidRow, m.features[i].Name, len(c), len(dst))
		}
	}
	if len(offset) != 0 && len(offset) != len(dst) {
		return fmt.Errorf("%w: %d offsets for %d rows", btyd.ErrInvalidRow, len(offset), len(dst))
	}
	for i, f := range offset {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%w: row %d: offset %g must be finite", btyd.ErrInvalidRow, i, f)
		}
	}
	return nil
}
