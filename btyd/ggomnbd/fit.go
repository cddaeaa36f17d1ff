package ggomnbd

import (
	"context"
	"fmt"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Fit finds the parameters of greatest likelihood. The data must hold at
// least five customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
//
// Data whose customers do not age lead to b and β near zero, where the model
// is the Pareto/NBD and only β/b has a meaning. That is an answer, not an
// error: the diagnostics then list b and β as being at the boundary, and a
// warning gives the Pareto/NBD reached. Standard errors of b and β, if any,
// mean nothing there.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	if err := rows.Enough(dim); err != nil {
		return Model{}, btyd.Diagnostics{Names: Model{}.Names()}, err
	}
	age, rate := rows.Pace()
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names: Model{}.Names(),
		Scale: numeric.Vector{1, age, 1 / age, 1, 1},
		Starts: []numeric.Vector{
			{0.6, 0.4 / rate, 0.5 / age, 0.6, 0.3},
			{1.5, 1.2 / rate, 4 / age, 0.5, 5},
		},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(rows.Every(stride))
		},
		Condensed: func() estimate.Likelihood {
			if few, ok := estimate.Condense(rows); ok {
				return newLikelihood(few)
			}
			return nil
		},
	}, opts)
	m := Model{R: p[iR], Alpha: p[iAlpha], B: p[iB], S: p[iS], Beta: p[iBeta]}
	if m.ageless(d, age) {
		d.Warnings = append(d.Warnings, fmt.Sprintf("customers do not age: b and beta run towards zero together, "+
			"and this is the Pareto/NBD with r %.4g, alpha %.4g, s %.4g, beta %.4g; only the quotient of beta and b is determined",
			m.R, m.Alpha, m.S, m.Beta/m.B))
	}
	return m, d, err
}

// ageless reports whether the fit ended at a Pareto/NBD.
func (m Model) ageless(d btyd.Diagnostics, age float64) bool {
	return slices.Contains(d.Boundary, "b") && m.B*age < 0.01 && m.Beta < 0.01
}
