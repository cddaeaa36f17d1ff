package paretonbd

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Fit finds the parameters of greatest likelihood. The data must hold at
// least four customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	if err := rows.Enough(4); err != nil {
		return Model{}, btyd.Diagnostics{Names: Model{}.Names()}, err
	}
	age, rate := rows.Pace()
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names: Model{}.Names(),
		Scale: numeric.Vector{1, age, 1, age},
		Starts: []numeric.Vector{
			{0.6, 0.4 / rate, 0.6, 0.5 * age},
			{1.5, 1.2 / rate, 1.5, 3 * age},
		},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(rows.Every(stride))
		},
	}, opts)
	return Model{R: p[iR], Alpha: p[iAlpha], S: p[iS], Beta: p[iBeta]}, d, err
}
