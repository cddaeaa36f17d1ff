package bgnbd

import (
	"context"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/internal/betageo"
)

// NewDensity prepares the log-likelihood of rows in r, alpha, a, b for being
// asked thousands of times. The error is that of btyd.Rows.Enough.
func NewDensity(rows btyd.Rows) (bayes.Pointwise, error) { return betageo.NewDensity(rows, false) }

// Priors are weakly informative and do not depend on the unit of time: r is
// log-normal around 1 and α around the mean age, within factors of about 20
// and 50; the mean chance of dropping out, a/(a+b), is uniform, and a+b
// log-normal around 3 within a factor of about 20.
func Priors(rows btyd.Rows) []bayes.Prior { return betageo.Priors(rows) }

// Posterior draws from the posterior of r, alpha, a, b by the No-U-Turn
// sampler; without priors it takes [Priors]. Errors are those of [NewDensity]
// and of bayes.Infer.
func Posterior(ctx context.Context, rng *rand.Rand, rows btyd.Rows, priors []bayes.Prior, opts bayes.Options) (*bayes.Draws, error) {
	return betageo.Posterior(ctx, rng, rows, priors, opts, false)
}
