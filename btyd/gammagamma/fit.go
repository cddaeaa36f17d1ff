package gammagamma

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Fit finds the parameters of greatest likelihood. It needs at least three
// customers whose amounts differ, else the error wraps btyd.ErrTooLittleData.
// When the search stops early the error wraps btyd.ErrNotConverged and the
// best model found is returned with it.
func Fit(ctx context.Context, rows btyd.SpendRows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	mean, err := enough(rows)
	if err != nil {
		return Model{}, btyd.Diagnostics{Names: Model{}.Names()}, err
	}
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  Model{}.Names(),
		Scale:  numeric.Vector{1, 1, mean},
		Starts: []numeric.Vector{{3, 3, 0.7 * mean}, {1, 8, 7 * mean}},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(rows.Every(stride), mean)
		},
	}, opts)
	return Model{P: p[iP], Q: p[iQ], V: p[iV]}, d, err
}

// enough refuses data that cannot determine the parameters and returns the
// mean amount otherwise.
func enough(rows btyd.SpendRows) (mean float64, err error) {
	if err := rows.Validate(); err != nil {
		return 0, err
	}
	n := rows.Customers()
	if n < 3 {
		return 0, fmt.Errorf("%w: %g customers with repeat purchases cannot determine 3 parameters",
			btyd.ErrTooLittleData, n)
	}
	low, high := math.Inf(1), 0.0
	for i, m := range rows.M {
		mean += rows.W[i] / n * m
		low, high = math.Min(low, m), math.Max(high, m)
	}
	if low == high {
		return 0, fmt.Errorf("%w: every customer spent the same mean amount, %g", btyd.ErrTooLittleData, low)
	}
	return mean, nil
}
