package paretonbd

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
)

// NewDensity prepares the log-likelihood of rows in r, alpha, s, beta for
// being asked thousands of times. When all times are multiples of one step,
// such as a day, the integrals over the unseen time of death are differences
// of sums over days that all rows share, instead of a quadrature a row. The
// error is that of btyd.Rows.Enough.
func NewDensity(rows btyd.Rows) (bayes.Pointwise, error) { return newDensity(rows) }

// Priors are weakly informative and do not depend on the unit of time: r and
// s are log-normal around 1, within a factor of about 20; α and β around the
// mean age, within a factor of about 50.
func Priors(rows btyd.Rows) []bayes.Prior {
	age, _ := rows.Pace()
	shape, scale := bayes.LogNormal{Median: 1, Sigma: 1.5}, bayes.LogNormal{Median: age, Sigma: 2}
	return []bayes.Prior{bayes.On("r", shape), bayes.On("alpha", scale), bayes.On("s", shape), bayes.On("beta", scale)}
}

// Posterior draws from the posterior of r, alpha, s, beta by the No-U-Turn
// sampler; without priors it takes [Priors]. Errors are those of [NewDensity]
// and of bayes.Infer.
func Posterior(ctx context.Context, rng *rand.Rand, rows btyd.Rows, priors []bayes.Prior, opts bayes.Options) (*bayes.Draws, error) {
	d, err := newDensity(rows)
	if err != nil {
		return nil, err
	}
	if priors == nil {
		priors = Priors(rows)
	}
	m, fit, err := Fit(ctx, rows, btyd.Options{Parallel: opts.Parallel})
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return nil, err
	}
	start := m.Parameters()
	if len(fit.Boundary) > 0 { // the priors will have to decide
		age, _ := rows.Pace()
		start = []float64{1, age, 1, age}
	}
	return bayes.Infer(ctx, rng, d, priors, start, opts)
}
