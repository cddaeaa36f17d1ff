package score

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/store"
)

// shapes are the distinct histories of a window. Rows of equal history stand
// together, whatever their hold-out counts.
type shapes struct {
	all  []store.Shape
	unit float64
}

// readShapes collects a window's histories.
func readShapes(ctx context.Context, h store.Histories, w store.Window, unit float64) (shapes, error) {
	s := shapes{unit: unit}
	err := h.Shapes(ctx, w, func(x store.Shape) error {
		s.all = append(s.all, x)
		return nil
	})
	return s, err
}

// history of row i in model units.
func (s shapes) history(i int) btyd.History {
	x := s.all[i]
	return btyd.History{X: float64(x.X), Tx: float64(x.TxDays) / s.unit, T: float64(x.TDays) / s.unit}
}

// sameAsBefore reports whether row i has the history of row i-1.
func (s shapes) sameAsBefore(i int) bool {
	return i > 0 && s.all[i].X == s.all[i-1].X && s.all[i].TxDays == s.all[i-1].TxDays && s.all[i].TDays == s.all[i-1].TDays
}

// rows are the weighted distinct rows models are fitted on.
func (s shapes) rows() btyd.Rows {
	var r btyd.Rows
	for i, x := range s.all {
		if s.sameAsBefore(i) {
			r.W[len(r.W)-1] += float64(x.Customers)
			continue
		}
		h := s.history(i)
		r.X, r.Tx, r.T = append(r.X, h.X), append(r.Tx, h.Tx), append(r.T, h.T)
		r.W = append(r.W, float64(x.Customers))
	}
	return r
}

// readSpends collects the weighted mean spends of some purchase days.
func readSpends(ctx context.Context, h store.Histories, w store.Window, d store.SpendDays) (btyd.SpendRows, error) {
	var r btyd.SpendRows
	err := h.Spends(ctx, w, d, func(s store.Spend) error {
		r.X, r.M, r.W = append(r.X, float64(s.N)), append(r.M, s.Mean), append(r.W, float64(s.Customers))
		return nil
	})
	return r, err
}

// at is a history of the grid of recency and frequency: without a repeat
// purchase recency is zero, with one it is at least half a day.
func (s shapes) at(x int, tx, age float64) btyd.History {
	if x == 0 {
		return btyd.History{T: age}
	}
	return btyd.History{X: float64(x), Tx: min(max(tx, 0.5/s.unit), age), T: max(age, 0.5/s.unit)}
}
