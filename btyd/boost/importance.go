package boost

import (
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// GainImportance is the share of each feature in the sum of the gains of all
// splits: what the trees used, on the rows they were grown from.
func (m *Model) GainImportance() []float64 {
	shares := make([]float64, len(m.features))
	total := 0.0
	for _, t := range m.trees {
		for i, s := range t.steps {
			if s.column != leafed {
				shares[s.column] += t.gain[i]
				total += t.gain[i]
			}
		}
	}
	for i := range shares {
		if total > 0 {
			shares[i] /= total
		}
	}
	return shares
}

// PermutationImportance is by how much the mean deviance of a table grows
// when the values of one feature are dealt out anew among its rows (Breiman
// 2001, Machine Learning 45:5-32), for every feature. Near zero or below, the
// feature tells nothing. Use rows the model has not seen.
func (m *Model) PermutationImportance(random *rand.Rand, r Rows, columns [][]float64, parallel int) ([]float64, error) {
	d, err := NewDataset(r)
	if err != nil {
		return nil, err
	}
	if err := d.suits(m.objective); err != nil {
		return nil, err
	}
	margins := make([]float64, d.Len())
	if err := m.Margins(margins, columns, r.Offset, parallel); err != nil {
		return nil, err
	}
	order := make([]int, d.Len())
	for i := range order {
		order[i] = i
	}
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	whole := d.meanDeviance(m.objective, margins)
	importance := make([]float64, len(columns))
	shuffled := append([][]float64(nil), columns...)
	dealt := make([]float64, d.Len())
	for c := range columns {
		for i, from := range order {
			dealt[i] = columns[c][from]
		}
		shuffled[c] = dealt
		if err := m.Margins(margins, shuffled, r.Offset, parallel); err != nil {
			return nil, err
		}
		importance[c] = d.meanDeviance(m.objective, margins) - whole
		shuffled[c] = columns[c]
	}
	return importance, nil
}

func (d *Dataset) meanDeviance(o objective, margins []float64) float64 {
	sum, weight := 0.0, 0.0
	for i, f := range margins {
		if w := d.weight(i); w > 0 {
			sum, weight = sum+w*o.deviance(d.rows.Target[i], f), weight+w
		}
	}
	return sum / weight
}

// PartialDependence is the mean margin of a table, offsets aside, if all its
// rows had the same value of one feature, for each value of a grid (Friedman
// 2001, section 8.2). Weight may be empty.
func (m *Model) PartialDependence(feature int, grid []float64, columns [][]float64, weight []float64, parallel int) ([]float64, error) {
	if feature < 0 || feature >= len(m.features) || len(columns) != len(m.features) {
		return nil, fmt.Errorf("%w: feature %d, %d columns of a model of %d features",
			btyd.ErrInvalidRow, feature, len(columns), len(m.features))
	}
	rows := len(columns[feature])
	d, err := NewDataset(Rows{Target: make([]float64, rows), Weight: weight})
	if err != nil {
		return nil, err
	}
	set := append([][]float64(nil), columns...)
	set[feature] = make([]float64, rows)
	margins, means := make([]float64, rows), make([]float64, len(grid))
	for k, v := range grid {
		for i := range set[feature] {
			set[feature][i] = v
		}
		if err := m.Margins(margins, set, nil, parallel); err != nil {
			return nil, err
		}
		sum, total := 0.0, 0.0
		for i, f := range margins {
			sum, total = sum+d.weight(i)*f, total+d.weight(i)
		}
		if total == 0 {
			return nil, fmt.Errorf("%w: no row has weight", btyd.ErrTooLittleData)
		}
		means[k] = sum / total
	}
	return means, nil
}
