package estimate

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

const (
	// box bounds the logarithm of a parameter relative to its scale.
	box = 14.0
	// small is the number of rows the first stage is content with, and
	// ladder the factor between stages.
	small  = 4000
	ladder = 16
	// tolerance is the rise in log-likelihood per customer that no longer
	// matters: estimates are then within a millionth of their standard error.
	tolerance = 1e-17
)

// Fit maximises the likelihood. On many rows it climbs a ladder: a maximum is
// found on a small sample of rows and refined on larger ones, so that all rows
// are visited only for the last few Newton steps.
func Fit(ctx context.Context, p Problem, opts btyd.Options) (numeric.Vector, btyd.Diagnostics, error) {
	starts, err := startingPoints(p, opts)
	if err != nil {
		return numeric.Vector{}, btyd.Diagnostics{Names: p.Names}, err
	}
	run := &search{problem: p, options: opts}
	all := p.Sample(1)
	rungs := run.ladder(all)
	best, err := run.bestStart(ctx, rungs[0], starts)
	for i := 1; i < len(rungs) && err == nil; i++ {
		var m numeric.Minimum
		m, err = run.stage(ctx, rungs[i], best.X)
		if last := i == len(rungs)-1; last || m.Converged {
			best = m
		}
	}
	parameters := run.natural(best.X)
	d := run.report(all, best)
	if err != nil {
		return parameters, d, fmt.Errorf("fit stopped: %w", err)
	}
	return parameters, d, verdict(best, d)
}

// ladder lists the likelihoods to be climbed one after the other, the last
// being that of all rows.
func (r *search) ladder(all Likelihood) []Likelihood {
	var rungs []Likelihood
	if r.problem.Condensed != nil && all.Len() >= 4*small {
		if few := r.problem.Condensed(); few != nil {
			return []Likelihood{r.problem.Sample(all.Len() / small), few, all}
		}
	}
	for _, stride := range stages(all.Len()) {
		if stride > 1 {
			rungs = append(rungs, r.problem.Sample(stride))
		}
	}
	return append(rungs, all)
}

// stages lists the strides, from coarse to 1.
func stages(n int) []int {
	strides := []int{1}
	for stride := ladder; n/stride >= small/2; stride *= ladder {
		strides = append([]int{stride}, strides...)
	}
	return strides
}

// startingPoints are the problem's, or the one in the options.
func startingPoints(p Problem, opts btyd.Options) ([]numeric.Vector, error) {
	if len(opts.Start) == 0 {
		if opts.SingleStart {
			return p.Starts[:1], nil
		}
		return p.Starts, nil
	}
	if len(opts.Start) != len(p.Names) {
		return nil, fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(opts.Start), len(p.Names))
	}
	var v numeric.Vector
	for i, s := range opts.Start {
		if !(s > 0) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("%w: %s = %g must be positive and finite", btyd.ErrInvalidStart, p.Names[i], s)
		}
		v[i] = s
	}
	return []numeric.Vector{v}, nil
}

// verdict turns the state of a search into an error, or none.
func verdict(m numeric.Minimum, d btyd.Diagnostics) error {
	switch {
	case math.IsNaN(m.F) || math.IsInf(m.F, 0):
		return fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	case !m.Converged:
		return fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g; "+
			"the data may not tell the parameters apart", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return nil
}

// search carries a problem through its stages and counts the work.
type search struct {
	problem                         Problem
	options                         btyd.Options
	iterations, evaluations, starts int
	warnings                        []string
}

// bestStart climbs from every start and keeps the highest maximum.
func (r *search) bestStart(ctx context.Context, l Likelihood, starts []numeric.Vector) (best numeric.Minimum, err error) {
	for i, start := range starts {
		m, err := r.stage(ctx, l, r.logarithms(start))
		r.starts++
		if err != nil {
			return m, err
		}
		if i > 0 && m.Converged && best.Converged && math.Abs(m.F-best.F)*l.Customers() > 0.01 {
			r.warnings = append(r.warnings, "the likelihood has more than one maximum; the highest found is reported")
		}
		if i == 0 || m.F < best.F || !(math.Abs(best.F) <= math.MaxFloat64) {
			best = m
		}
	}
	return best, nil
}

// stage minimises minus the log-likelihood per customer.
func (r *search) stage(ctx context.Context, l Likelihood, start numeric.Vector) (numeric.Minimum, error) {
	n := len(r.problem.Names)
	customers := l.Customers()
	s := numeric.Search{N: n, MaxIterations: r.options.MaxIterations}
	if s.MaxIterations <= 0 {
		s.MaxIterations = 200
	}
	for i := range n {
		s.Lower[i], s.Upper[i] = -box, box
	}
	s.Tolerance = tolerance
	m, err := numeric.Minimise(ctx, s, start, func(x numeric.Vector) (float64, numeric.Vector, numeric.Matrix) {
		p := r.natural(x)
		return onLogScale(evaluate(l, p, r.options.Parallel), p, customers, n)
	})
	r.iterations += m.Iterations
	r.evaluations += m.Evaluations
	return m, err
}

// onLogScale turns a sum in natural parameters into minus its mean per
// customer with derivatives in the logarithms: d/d ln p = p d/dp.
func onLogScale(s Sum, p numeric.Vector, customers float64, n int) (float64, numeric.Vector, numeric.Matrix) {
	var g numeric.Vector
	var h numeric.Matrix
	for i := range n {
		g[i] = -p[i] * s.G[i] / customers
		for j := i; j < n; j++ {
			h[i][j] = -p[i] * p[j] * s.H[i][j] / customers
			h[j][i] = h[i][j]
		}
		h[i][i] += g[i]
	}
	return -s.F / customers, g, h
}

func (r *search) natural(x numeric.Vector) numeric.Vector {
	for i := range r.problem.Names {
		x[i] = r.problem.Scale[i] * math.Exp(x[i])
	}
	return x
}

func (r *search) logarithms(p numeric.Vector) numeric.Vector {
	for i := range r.problem.Names {
		p[i] = math.Log(p[i] / r.problem.Scale[i])
	}
	return p
}
