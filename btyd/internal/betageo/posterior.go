package betageo

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
)

// Priors are weakly informative, whatever the unit of time.
func Priors(rows btyd.Rows) []bayes.Prior {
	age, _ := rows.Pace()
	return []bayes.Prior{
		bayes.On("r", bayes.LogNormal{Median: 1, Sigma: 1.5}),
		bayes.On("alpha", bayes.LogNormal{Median: age, Sigma: 2}),
		bayes.OnShare("a", "b", bayes.Beta{A: 1, B: 1}, bayes.LogNormal{Median: 3, Sigma: 1.5}),
	}
}

// Posterior samples, from the maximum of the likelihood where there is one.
func Posterior(ctx context.Context, rng *rand.Rand, rows btyd.Rows, priors []bayes.Prior, opts bayes.Options, atZero bool) (*bayes.Draws, error) {
	d, err := NewDensity(rows, atZero)
	if err != nil {
		return nil, err
	}
	if priors == nil {
		priors = Priors(rows)
	}
	m, fit, err := Fit(ctx, rows, btyd.Options{Parallel: opts.Parallel}, atZero)
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return nil, err
	}
	start := m.Parameters()
	if len(fit.Boundary) > 0 { // the priors will have to decide
		age, _ := rows.Pace()
		start = []float64{1, age, 1, 2}
	}
	return bayes.Infer(ctx, rng, d, priors, start, opts)
}
