package boost

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Trial is one entry of the grid of a cross-validation.
type Trial struct {
	// Params are its settings; Trees is the number that did best.
	Params Params
	// Curve is the mean out-of-fold deviance for zero trees, one tree, and
	// so on.
	Curve []float64
}

// CrossValidation says which settings predict rows that trees have not seen,
// and what they predict of them.
type CrossValidation struct {
	// Params are the best settings, with the number of trees in Trees. It is
	// zero when no number of trees is better than none beyond doubt: by
	// [Proof] standard errors of the difference.
	Params Params
	// Deviance is the mean out-of-fold deviance at Params, Without that of
	// zero trees. They are paired; StdErr is the standard error of Without -
	// Best, where Best is the least deviance of all trials, and groups are
	// independent of one another.
	Deviance, Without, Best, StdErr float64
	// Learned is what the trees of the other folds add to each row's margin,
	// Fold its fold, and Intercepts the constants of the folds. The margin
	// is the sum of offset, Intercepts[Fold[row]] and Learned[row].
	Learned    []float64
	Fold       []uint8
	Intercepts []float64
	// Trials hold the grid in its order.
	Trials []Trial
}

// Proof is the number of standard errors by which trees must lower the
// out-of-fold deviance to be used at all.
const Proof = 2

// Margins are the out-of-fold margins, offsets included: predictions as
// honest as those for new rows, but for the choice of one setting of few.
func (c *CrossValidation) Margins(offset []float64) []float64 {
	margins := make([]float64, len(c.Learned))
	for i := range margins {
		margins[i] = c.Intercepts[c.Fold[i]] + c.Learned[i]
		if len(offset) > 0 {
			margins[i] += offset[i]
		}
	}
	return margins
}

// Grid varies size and shrinkage of trees around some settings: a small grid
// that contains them.
func Grid(p Params) []Params {
	var grid []Params
	for _, leaves := range slices.Compact([]int{p.Leaves, max(2, p.Leaves/4)}) {
		for _, l2 := range []float64{p.L2, 10*p.L2 + 1} {
			q := p
			q.Leaves, q.L2 = leaves, l2
			grid = append(grid, q)
		}
	}
	return grid
}

// CrossValidate compares settings by the deviance of rows left out of
// training, fold by fold. A hash of its group decides on a row's fold, so that
// groups stay together and rows may be added without moving others. All grid
// entries must have the same loss.
func CrossValidate(ctx context.Context, d *Dataset, grid []Params, folds int) (*CrossValidation, error) {
	if len(grid) == 0 || folds < 2 || folds > 100 {
		return nil, fmt.Errorf("%w: %d settings and %d folds; want at least one, and 2 to 100", btyd.ErrInvalidStart, len(grid), folds)
	}
	c := &CrossValidation{Fold: d.folds(folds), Best: math.Inf(1)}
	var gains []float64
	for _, p := range grid {
		if p.Loss != grid[0].Loss || p.Power != grid[0].Power {
			return nil, fmt.Errorf("%w: losses %s and %s in one grid", btyd.ErrInvalidStart, grid[0].Loss, p.Loss)
		}
		f, err := newFolded(d, p, c.Fold, folds)
		if err != nil {
			return nil, err
		}
		curve, best, err := descend(ctx, &p, f.boosters, f.deviance)
		if err != nil {
			return nil, err
		}
		p.Trees = best
		c.Trials = append(c.Trials, Trial{p, curve})
		if !(curve[best] < c.Best) {
			continue
		}
		c.Params, c.Best, c.Without, c.Intercepts = p, curve[best], curve[0], f.intercepts()
		c.Learned = f.learned(best)
		gains = f.gains(c.Learned)
	}
	if c.Learned == nil {
		return nil, fmt.Errorf("%w: no setting has a finite deviance", btyd.ErrNotFinite)
	}
	c.Deviance, c.StdErr = c.Best, deviation(gains)
	if !(c.Without-c.Best > Proof*c.StdErr) {
		c.Params.Trees, c.Deviance = 0, c.Without
		clear(c.Learned)
	}
	return c, nil
}

// group of a row: its own, or the row by itself.
func (d *Dataset) group(row int) uint64 {
	if len(d.rows.Group) == 0 {
		return uint64(row)
	}
	return d.rows.Group[row]
}

func (d *Dataset) folds(k int) []uint8 {
	fold := make([]uint8, d.Len())
	for i := range fold {
		fold[i] = uint8(scramble(d.group(i)) % uint64(k))
	}
	return fold
}

// deviation is the standard error of a sum, of which independent parts are
// given.
func deviation(parts []float64) float64 {
	n, sum, squares := float64(len(parts)), 0.0, 0.0
	for _, p := range parts {
		sum += p
	}
	for _, p := range parts {
		squares += (p - sum/n) * (p - sum/n)
	}
	return math.Sqrt(squares * n / (n - 1))
}
