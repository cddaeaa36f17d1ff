package bgbb

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// MaxOpportunities is the largest number of opportunities of a history. The
// work for a history grows with those after its last purchase.
const MaxOpportunities = 100_000

// Fit finds the parameters of greatest likelihood. Rows that cannot be
// histories of this model are refused with an error that wraps
// btyd.ErrInvalidRow. The data must hold at least four customers, a purchase
// and a history of three opportunities, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	names := Model{}.Names()
	if err := enough(rows); err != nil {
		return Model{}, btyd.Diagnostics{Names: names}, err
	}
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  names,
		Scale:  numeric.Vector{1, 1, 1, 1},
		Starts: []numeric.Vector{{1, 1, 0.5, 2}, {0.5, 2, 2, 10}},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(rows.Every(stride))
		},
	}, opts)
	return Model{Alpha: p[iAlpha], Beta: p[iBeta], Gamma: p[iGamma], Delta: p[iDelta]}, d, err
}

// enough refuses rows that are invalid, or cannot determine the parameters.
func enough(rows btyd.Rows) error {
	if err := Validate(rows); err != nil {
		return err
	}
	n, most := rows.Customers(), 0.0
	for _, t := range rows.T {
		most = max(most, t)
	}
	switch {
	case n < 4:
		return fmt.Errorf("%w: %g customers cannot determine 4 parameters", btyd.ErrTooLittleData, n)
	case rows.Repeats() == 0:
		return fmt.Errorf("%w: no opportunity was taken, so rarely buying and early leaving look the same",
			btyd.ErrTooLittleData)
	case most < 3:
		return fmt.Errorf("%w: the longest history has %g opportunities; with fewer than three, rarely buying and early leaving look the same",
			btyd.ErrTooLittleData, most)
	}
	return nil
}

// Validate reports the first row that cannot be a history of this model: X of
// T opportunities taken, the last being number Tx, all whole numbers. The
// error wraps btyd.ErrInvalidRow.
func Validate(rows btyd.Rows) error {
	if err := rows.Validate(); err != nil {
		return err
	}
	for i := range rows.X {
		if why := misfit(rows.X[i], rows.Tx[i], rows.T[i]); why != "" {
			return fmt.Errorf("%w: row %d (x %g, t_x %g, n %g): %s",
				btyd.ErrInvalidRow, i, rows.X[i], rows.Tx[i], rows.T[i], why)
		}
	}
	return nil
}

// misfit says what is wrong with a valid history here, or nothing.
func misfit(x, tx, n float64) string {
	switch {
	case n > MaxOpportunities:
		return fmt.Sprintf("n must not exceed %d", MaxOpportunities)
	case tx != float64(int(tx)) || n != float64(int(n)):
		return "t_x and n count opportunities and must be whole numbers"
	case x > tx:
		return "x must not exceed t_x: at most one purchase an opportunity"
	}
	return ""
}
