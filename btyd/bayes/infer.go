package bayes

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// Infer is the usual path from a likelihood to draws: join it with priors,
// climb from natural parameters to the mode, and sample from there with the
// Laplace approximation as the first metric. Without a proper mode it samples
// unscaled, with a longer warm-up. See [Sample] for the rest.
func Infer(ctx context.Context, rng *rand.Rand, l Likelihood, priors []Prior, start []float64, opts Options) (*Draws, error) {
	p, err := NewPosterior(l, priors)
	if err != nil {
		return nil, err
	}
	if opts.Start == nil {
		mode, err := p.Laplace(ctx, start)
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			return nil, err
		}
		opts.Start = &mode
	}
	return Sample(ctx, rng, p, opts)
}
