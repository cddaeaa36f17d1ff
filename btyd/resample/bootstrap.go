package resample

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// Fit estimates a model: a Fit function of a model package without the
// model, whose parameters Diagnostics lists, too. It must be safe for
// concurrent use and must not keep the rows.
type Fit func(ctx context.Context, rows btyd.Rows) (btyd.Diagnostics, error)

// Options steer a bootstrap. The zero value is right for almost every use.
type Options struct {
	// Replicates is how often the estimate is made again; 999 when zero.
	Replicates int
	// Parallel is the number of goroutines; zero means GOMAXPROCS. The draws
	// do not depend on it.
	Parallel int
	// Grain, for [Parametric], is the unit in which times were recorded, such
	// as 1/7 for dates in a log of weeks: purchases on one day count once,
	// those on the day of the first not at all. Zero: exact times.
	Grain float64
}

// Draws are estimates from resampled customers, column by column.
type Draws struct {
	// Names of the parameters and their Estimate from the data themselves.
	Names    []string
	Estimate []float64
	// Values by parameter, one a replicate whose fit converged.
	Values [][]float64
	// Failed counts the replicates whose fit did not: when they are many, the
	// data hardly determine the parameters and the intervals are too short.
	Failed int
}

// Customers draws as many customers as there are, with replacement, and fits
// again (Efron 1979, Annals of Statistics 7:1-26). Customers who share a row
// are drawn by changing its weight; a replicate costs as much as a fit. The
// error is that of the first fit, of the context, or wraps
// btyd.ErrNotConverged when no replicate could be fitted.
func Customers(ctx context.Context, rng *rand.Rand, rows btyd.Rows, fit Fit, opts Options) (*Draws, error) {
	if err := rows.Validate(); err != nil {
		return nil, err
	}
	urn := newUrn(rows.W)
	return replicate(ctx, rng, rows, fit, opts, func(rng *rand.Rand) btyd.Rows {
		return reweighted(rows, urn.draw(rng, int(rows.Customers()+0.5)))
	})
}

// Parametric invents customers of the same ages by simulate, a method of the
// fitted model, and fits again. Errors are those of [Customers].
func Parametric(ctx context.Context, rng *rand.Rand, rows btyd.Rows, simulate func(rng *rand.Rand, T float64) []float64,
	fit Fit, opts Options) (*Draws, error) {
	if err := rows.Validate(); err != nil {
		return nil, err
	}
	return replicate(ctx, rng, rows, fit, opts, func(rng *rand.Rand) btyd.Rows {
		var histories []btyd.History
		for i, t := range rows.T {
			for range int(rows.W[i] + 0.5) {
				histories = append(histories, recorded(simulate(rng, t), t, opts.Grain, rng))
			}
		}
		return btyd.Compress(histories)
	})
}

// replicate fits to the rows and to as many resampled ones as asked for.
func replicate(ctx context.Context, rng *rand.Rand, rows btyd.Rows, fit Fit, opts Options, resampled func(*rand.Rand) btyd.Rows) (*Draws, error) {
	n := opts.Replicates
	if n == 0 {
		n = 999
	}
	if n < 0 {
		return nil, fmt.Errorf("%w: %d replicates", btyd.ErrInvalidStart, n)
	}
	first, err := fit(ctx, rows)
	if err != nil {
		return nil, err
	}
	sources := make([]*rand.Rand, n)
	for i := range sources {
		sources[i] = rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
	}
	found, failures := make([][]float64, n), make([]error, n)
	estimate.Each(opts.Parallel, n, func(i int) {
		if ctx.Err() != nil {
			return
		}
		d, err := fit(ctx, resampled(sources[i]))
		found[i], failures[i] = d.Estimate, err
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d := &Draws{Names: first.Names, Estimate: first.Estimate, Values: make([][]float64, len(first.Estimate))}
	for i, p := range found {
		if failures[i] != nil {
			d.Failed++
			continue
		}
		for k, v := range p {
			d.Values[k] = append(d.Values[k], v)
		}
	}
	if d.Failed == n {
		return nil, fmt.Errorf("%w: none of %d replicates could be fitted: %w", btyd.ErrNotConverged, n, failures[0])
	}
	return d, nil
}
