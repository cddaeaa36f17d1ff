package cnbd

import (
	"context"
	"errors"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// chosenUpTo is the largest k that Fit tries by itself.
const chosenUpTo = 12

// Options steer a fit. The zero value fits a BG/CNBD-k and chooses k.
type Options struct {
	btyd.Options
	// K is the regularity; zero chooses it by likelihood among 1 to 12.
	K int
	// AtZero fits the MBG/CNBD-k, in which a customer can be lost right after
	// the first purchase.
	AtZero bool
}

// Fit finds the parameters of greatest likelihood. The data must hold at least
// four customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
//
// With K zero, each k is fitted in turn from 1 up, until two in a row are less
// likely than the best; AIC and BIC then count k as a parameter. Starting values,
// if any, are those for the k first fitted.
func Fit(ctx context.Context, rows Rows, opts Options) (Model, btyd.Diagnostics, error) {
	fail := btyd.Diagnostics{Names: names()}
	if err := rows.Validate(); err != nil {
		return Model{}, fail, err
	}
	if err := rows.Enough(4); err != nil {
		return Model{}, fail, err
	}
	if opts.K != 0 {
		if err := checkK(opts.K); err != nil {
			return Model{}, fail, err
		}
		return fitOne(ctx, rows, rows.merged(), opts)
	}
	return choose(ctx, rows, opts)
}

// choose fits one k after the other, each from the answer of the last.
func choose(ctx context.Context, rows Rows, opts Options) (best Model, diagnostics btyd.Diagnostics, err error) {
	merged := rows.merged()
	worse := 0
	for opts.K = 1; opts.K <= chosenUpTo && worse < 2; opts.K++ {
		m, d, e := fitOne(ctx, rows, merged, opts)
		failed := e != nil && !errors.Is(e, btyd.ErrNotConverged)
		if failed && (opts.K == 1 || ctx.Err() != nil) {
			return m, d, e
		}
		worse++
		if failed {
			continue
		}
		if opts.K == 1 || d.LogLikelihood > diagnostics.LogLikelihood {
			best, diagnostics, err, worse = m, d, e, 0
		}
		if e == nil {
			// The mean time between purchases, k α/r or so, stays.
			k := float64(opts.K)
			opts.Start = []float64{m.R, m.Alpha * k / (k + 1), m.A, m.B}
		}
	}
	diagnostics.AIC += 2
	diagnostics.BIC += math.Log(diagnostics.Customers)
	return best, diagnostics, err
}

// fitOne fits the parameters for one k. The gaps are a constant in them.
func fitOne(ctx context.Context, rows Rows, merged btyd.Rows, opts Options) (Model, btyd.Diagnostics, error) {
	age, rate := merged.Pace()
	k := float64(opts.K)
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names: names(),
		Scale: numeric.Vector{1, age / k, 1, 1},
		Starts: []numeric.Vector{
			{0.5, 0.3 / rate / k, 0.8, 2.5},
			{1.5, 1.2 / rate / k, 1.5, 8},
		},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(merged.Every(stride), opts.K, opts.AtZero)
		},
	}, opts.Options)
	gaps := rows.gapTerms(opts.K)
	d.LogLikelihood += gaps
	d.AIC -= 2 * gaps
	d.BIC -= 2 * gaps
	return Model{K: opts.K, R: p[iR], Alpha: p[iAlpha], A: p[iA], B: p[iB], AtZero: opts.AtZero}, d, err
}
