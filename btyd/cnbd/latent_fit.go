package cnbd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// LatentOptions steer FitLatent. The zero value is right for almost every use.
type LatentOptions struct {
	btyd.Options
	// K lists the classes of regularity, ascending; empty means 1, 2, 3, 4, 6,
	// 8 and 12.
	K []int
	// AtZero: a customer can be lost right after the first purchase.
	AtZero bool
}

// Bounds of the search, in the logarithm of a parameter relative to its scale
// and in the log odds of a class.
const (
	box  = 14.0
	rare = -16.0
)

// FitLatent finds the parameters and the shares of the classes of greatest
// likelihood, from the model with one k that fits best and from that with k = 1.
// A class that fits nobody gets the share zero. Errors are those of [Fit].
// Options.Start lists r, alpha, a, b and a positive weight a class.
//
// Rows should come with their gaps: without them, regularity can hardly be told
// from the purchase rate.
func FitLatent(ctx context.Context, rows Rows, opts LatentOptions) (Latent, btyd.Diagnostics, error) {
	if len(opts.K) == 0 {
		opts.K = []int{1, 2, 3, 4, 6, 8, 12}
	}
	m := Latent{K: opts.K, AtZero: opts.AtZero}
	fail := btyd.Diagnostics{Names: m.Names()}
	if err := checkClasses(opts.K); err != nil {
		return m, fail, err
	}
	if err := rows.Validate(); err != nil {
		return m, fail, err
	}
	if err := rows.Enough(shared - 1 + len(opts.K)); err != nil {
		return m, fail, err
	}
	starts, err := opts.starts(ctx, rows)
	if err != nil {
		return m, fail, err
	}
	s := &latentSearch{options: opts, rows: rows}
	if s.options.MaxIterations <= 0 {
		s.options.MaxIterations = 200
	}
	return s.run(ctx, starts)
}

// starts derives starting points from fits with one k.
func (o LatentOptions) starts(ctx context.Context, rows Rows) (starts []Latent, err error) {
	if len(o.Start) > 0 {
		if len(o.Start) != shared+len(o.K) {
			return nil, fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(o.Start), shared+len(o.K))
		}
		for _, v := range o.Start {
			if !(v > 0) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("%w: %g must be positive and finite", btyd.ErrInvalidStart, v)
			}
		}
		p := o.Start
		weights := slices.Clone(p[shared:])
		normalise(weights)
		return []Latent{{K: o.K, Weights: weights, R: p[0], Alpha: p[1], A: p[2], B: p[3], AtZero: o.AtZero}}, nil
	}
	for _, k := range []int{0, 1} {
		if k == 1 && o.SingleStart {
			break
		}
		m, _, err := Fit(ctx, rows, Options{Options: o.Options, K: k, AtZero: o.AtZero})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			return nil, err
		}
		starts = append(starts, o.around(m))
	}
	return starts, nil
}

// around is a model in which the class nearest to one k has half of the weight.
func (o LatentOptions) around(m Model) Latent {
	nearest := 0
	l := Latent{K: o.K, R: m.R, Alpha: m.Alpha * m.ticks(), A: m.A, B: m.B, AtZero: o.AtZero}
	for i, k := range o.K {
		l.Weights = append(l.Weights, 0.5/float64(len(o.K)))
		if math.Abs(math.Log(float64(k)/m.ticks())) < math.Abs(math.Log(float64(o.K[nearest])/m.ticks())) {
			nearest = i
		}
	}
	l.Weights[nearest] += 0.5
	return l
}

func normalise(w []float64) {
	total := 0.0
	for _, v := range w {
		total += v
	}
	for i := range w {
		w[i] /= total
	}
}

// latentSearch climbs the likelihood and counts the work.
type latentSearch struct {
	options                         LatentOptions
	rows                            Rows
	iterations, evaluations, starts int
}

// run climbs from every start, on a sample of the rows first when they are
// many, and reports the highest maximum.
func (s *latentSearch) run(ctx context.Context, starts []Latent) (Latent, btyd.Diagnostics, error) {
	all := newMixture(s.rows, s.options.K, s.options.AtZero)
	sample := all
	if n := s.rows.Len(); n > 40000 {
		sample = newMixture(s.rows.every(n/20000), s.options.K, s.options.AtZero)
	}
	var best climb
	for i, start := range starts {
		c, err := s.climb(ctx, sample, start)
		if err != nil {
			return c.model, btyd.Diagnostics{Names: c.model.Names()}, err
		}
		s.starts++
		if i == 0 || c.end.F < best.end.F {
			best = c
		}
	}
	if sample != all {
		var err error
		if best, err = s.climb(ctx, all, best.model); err != nil {
			return best.model, btyd.Diagnostics{Names: best.model.Names()}, err
		}
	}
	d := s.report(all, best)
	switch {
	case math.IsNaN(best.end.F) || math.IsInf(best.end.F, 0):
		return best.model, d, fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	case !best.end.Converged:
		return best.model, d, fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g",
			btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return best.model, d, nil
}

// climb is where a search ended; the log odds are against class reference.
type climb struct {
	model     Latent
	reference int
	end       numeric.DenseMinimum
}

// climb searches in the logarithms of the parameters and the log odds of the
// classes against the most common one, which is replaced when another becomes
// much more common.
func (s *latentSearch) climb(ctx context.Context, l *mixture, start Latent) (c climb, err error) {
	c.model = l.weighted(start, s.options.Parallel)
	age, _ := l.rows.Pace()
	scale := [shared]float64{1, age, 1, 1}
	n := shared + len(l.classes) - 1
	search := numeric.DenseSearch{MaxIterations: s.options.MaxIterations, Tolerance: 1e-17,
		Lower: make([]float64, n), Upper: make([]float64, n)}
	for i := range n {
		search.Lower[i], search.Upper[i] = rare, -rare
		if i < shared {
			search.Lower[i], search.Upper[i] = -box, box
		}
	}
	for range 5 {
		c.reference = most(c.model.Weights)
		x := c.coordinates(scale)
		c.end, err = numeric.MinimiseDense(ctx, search, x, func(x []float64) (float64, []float64, [][]float64) {
			return c.objective(l, x, scale, s.options.Parallel)
		})
		s.iterations += c.end.Iterations
		s.evaluations += c.end.Evaluations
		c.model = c.at(c.end.X, scale)
		if w := c.model.Weights; err != nil || w[most(w)] < 100*w[c.reference] {
			break
		}
	}
	return c, err
}

func most(w []float64) int { return slices.Index(w, slices.Max(w)) }

// weighted takes one step of expectation-maximisation in the weights.
func (m *mixture) weighted(start Latent, workers int) Latent {
	sum := m.at(start, workers)
	next := start
	next.Weights = slices.Clone(start.Weights)
	for c := range next.Weights {
		next.Weights[c] = math.Max(1e-4, next.Weights[c]+sum.g[shared+c]/m.customers)
	}
	normalise(next.Weights)
	if math.IsNaN(next.Weights[0]) {
		return start
	}
	return next
}

// coordinates of the model in the search, and at its inverse.
func (c *climb) coordinates(scale [shared]float64) (x []float64) {
	for i, p := range c.model.Parameters() {
		switch {
		case i < shared:
			x = append(x, math.Log(p/scale[i]))
		case i != shared+c.reference:
			x = append(x, math.Log(p/c.model.Weights[c.reference]))
		}
	}
	return x
}

func (c *climb) at(x []float64, scale [shared]float64) Latent {
	m := c.model
	m.R, m.Alpha = scale[0]*math.Exp(x[0]), scale[1]*math.Exp(x[1])
	m.A, m.B = scale[2]*math.Exp(x[2]), scale[3]*math.Exp(x[3])
	m.Weights = nil
	for _, v := range x[shared:] {
		m.Weights = append(m.Weights, math.Exp(v))
	}
	m.Weights = slices.Insert(m.Weights, c.reference, 1)
	normalise(m.Weights)
	return m
}

// objective is minus the log-likelihood per customer.
func (c *climb) objective(l *mixture, x []float64, scale [shared]float64, workers int) (float64, []float64, [][]float64) {
	sum := l.at(c.at(x, scale), workers)
	g, h := make([]float64, len(x)), make([][]float64, len(x))
	for i := range x {
		h[i] = make([]float64, len(x))
	}
	for i := range x {
		a := c.entry(i)
		g[i] = -sum.g[a] / l.customers
		for j := i; j < len(x); j++ {
			h[i][j] = -sum.h[a][c.entry(j)] / l.customers
			h[j][i] = h[i][j]
		}
	}
	return -sum.f / l.customers, g, h
}

// entry is where a coordinate stands among all parameters.
func (c *climb) entry(i int) int {
	if i >= shared+c.reference {
		return i + 1
	}
	return i
}
