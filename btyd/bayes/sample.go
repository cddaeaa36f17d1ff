package bayes

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// Options steer [Sample]. The zero value is right for almost every use.
type Options struct {
	// Chains is the number of independent chains, 4 when zero.
	Chains int
	// Draws a chain are kept, 1000 when zero.
	Draws int
	// Warmup draws a chain tune the step and are thrown away. Zero means 200
	// with a Start that has a covariance, else 1000.
	Warmup int
	// Start is where chains begin and how they are scaled, usually from
	// [Posterior.Laplace]. Without it they begin around zero, unscaled.
	Start *Mode
	// Acceptance is the mean acceptance aimed at, 0.8 when zero. More makes
	// smaller steps: the remedy for a few divergences.
	Acceptance float64
	// MaxDepth bounds trajectories to 2^MaxDepth steps; 10 when zero.
	MaxDepth int
	// Parallel is the number of goroutines; zero means GOMAXPROCS. The draws
	// do not depend on it.
	Parallel int
}

func (o Options) filled() (Options, error) {
	for _, v := range []struct {
		name  string
		value *int
		usual int
	}{
		{"chains", &o.Chains, 4}, {"draws", &o.Draws, 1000}, {"depth", &o.MaxDepth, 10},
	} {
		if *v.value < 0 {
			return o, fmt.Errorf("%w: %s = %d is negative", btyd.ErrInvalidStart, v.name, *v.value)
		}
		if *v.value == 0 {
			*v.value = v.usual
		}
	}
	if o.Warmup <= 0 {
		o.Warmup = 1000
		if o.Start != nil && o.Start.Covariance != nil {
			o.Warmup = 200
		}
	}
	if o.Acceptance == 0 {
		o.Acceptance = 0.8
	}
	if !(o.Acceptance > 0 && o.Acceptance < 1) || o.Draws < 4 {
		return o, fmt.Errorf("%w: acceptance %g must be between 0 and 1, and draws %d at least 4",
			btyd.ErrInvalidStart, o.Acceptance, o.Draws)
	}
	return o, nil
}

// Sample draws from a density by the No-U-Turn sampler: trajectories chosen
// by multinomial weight with the generalised criterion (Hoffman and Gelman
// 2014, J. Machine Learning Research 15:1593-1623; Betancourt 2017,
// arXiv:1701.02434), the step tuned by dual averaging to the
// acceptance aimed at, and a dense metric that starts from the covariance of
// the Start and is refined in windows of the warm-up.
//
// Chains run in parallel; each has a random source of its own, seeded from
// rng in order, so the draws are the same for any number of goroutines. The
// error is that of the context, or wraps btyd.ErrInvalidStart or
// btyd.ErrNotFinite. Whether the draws can be trusted is for
// [Draws.Diagnostics] to say.
func Sample(ctx context.Context, rng *rand.Rand, d Density, opts Options) (*Draws, error) {
	o, err := opts.filled()
	if err != nil {
		return nil, err
	}
	chains := make([]*chain, o.Chains)
	for i := range chains {
		source := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		if chains[i], err = newChain(d, source, o); err != nil {
			return nil, err
		}
	}
	draws := newDraws(d, o.Chains, o.Draws)
	draws.Warmup = o.Warmup
	draws.maxDepth = o.MaxDepth
	failures := make([]error, o.Chains)
	estimate.Each(o.Parallel, o.Chains, func(i int) {
		failures[i] = chains[i].run(ctx, o, draws, i)
	})
	for i, c := range chains {
		if failures[i] != nil {
			return nil, fmt.Errorf("chain %d: %w", i+1, failures[i])
		}
		draws.StepSize[i] = c.step
		draws.Evaluations += c.evaluations
	}
	return draws, nil
}

// newChain places a chain at random around the start, half as widely again as
// the posterior should be.
func newChain(d Density, rng *rand.Rand, o Options) (*chain, error) {
	n := d.Dim()
	c := &chain{
		density: d, rng: rng, depth: o.MaxDepth, centre: make([]float64, n), scale: identity(n),
		x: make([]float64, n), slope: make([]float64, n), now: newPoint(n),
	}
	if o.Start != nil {
		if len(o.Start.X) != n {
			return nil, fmt.Errorf("%w: %d values for %d coordinates", btyd.ErrInvalidStart, len(o.Start.X), n)
		}
		copy(c.centre, o.Start.X)
		if l, ok := cholesky(o.Start.Covariance); ok && len(l) == n {
			c.scale, c.scaled = l, true
		}
	}
	for range o.MaxDepth + 1 {
		c.levels = append(c.levels, newLevel(n))
	}
	c.ends = newEnds(n)
	for width := 1.5; width > 1e-3; width *= 0.7 {
		for i := range c.now.z {
			c.now.z[i] = width * rng.NormFloat64()
		}
		if c.evaluate(&c.now); !math.IsInf(c.now.log, 0) {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%w around the start of a chain", btyd.ErrNotFinite)
}

// run warms a chain up and records its draws as chain number k.
func (c *chain) run(ctx context.Context, o Options, out *Draws, k int) error {
	tune := newTuner(o)
	c.step = c.firstStep(o.Acceptance)
	tune.restart(c.step)
	for i := range o.Warmup {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := c.transition()
		c.step = tune.learn(s.acceptance)
		// With a metric to start from, a window refines it too little to
		// forget what is known about the step.
		if tune.collect(c, i) && !c.scaled {
			c.step = c.firstStep(o.Acceptance)
			tune.restart(c.step)
		}
	}
	c.step = tune.settled()
	c.evaluations = 0
	for i := range o.Draws {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := c.transition()
		at := k*o.Draws + i
		c.place(c.now.z)
		out.record(c.density, at, c.x)
		out.LogDensity[at] = c.now.log
		out.Energy[at], out.Acceptance[at] = s.energy, s.acceptance
		out.Depth[at], out.Divergent[at] = uint8(s.depth), s.divergent
	}
	return nil
}
