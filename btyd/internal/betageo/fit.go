package betageo

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Names lists the parameters in order.
func Names() []string { return []string{"r", "alpha", "a", "b"} }

// Fit maximises the likelihood of the rows.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options, atZero bool) (Model, btyd.Diagnostics, error) {
	if err := rows.Enough(4); err != nil {
		return Model{}, btyd.Diagnostics{Names: Names()}, err
	}
	age, rate := rows.Pace()
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names: Names(),
		Scale: numeric.Vector{1, age, 1, 1},
		Starts: []numeric.Vector{
			{0.5, 0.3 / rate, 0.8, 2.5},
			{1.5, 1.2 / rate, 1.5, 8},
		},
		Sample: func(stride int) estimate.Likelihood {
			return NewLikelihood(rows.Every(stride), atZero)
		},
	}, opts)
	return Model{R: p[iR], Alpha: p[iAlpha], A: p[iA], B: p[iB], AtZero: atZero}, d, err
}
