package numeric

import (
	"context"
	"fmt"
	"math"
)

// DenseObjective returns the value, gradient and Hessian of a function at x.
// It must not change or keep x, and what it returns belongs to the search. A nil Hessian means that none is known; the search
// then learns one from the gradients (see [MinimiseDense]).
type DenseObjective func(x []float64) (f float64, g []float64, h [][]float64)

// DenseSearch states a minimisation over a box in any number of variables,
// scaled so that a step of about one is a natural step in each.
type DenseSearch struct {
	// Lower and Upper are the edges of the box; nil means unbounded.
	Lower, Upper  []float64
	MaxIterations int
	// Tolerance bounds the fall a full Newton step still promises.
	Tolerance float64
}

// DenseMinimum is where a search ended.
type DenseMinimum struct {
	X []float64
	F float64
	G []float64
	// H is the Hessian at X, nil when the objective knows none.
	H           [][]float64
	Iterations  int
	Evaluations int
	Converged   bool
	// AtBound marks variables held at an edge of the box.
	AtBound []bool
}

// MinimiseDense is [Minimise] for any number of variables: a trust-region
// Newton search with the subproblem solved exactly from the eigenvalues of the
// Hessian (Nocedal and Wright 2006, Numerical Optimization, ch. 4). Without a
// Hessian it is a quasi-Newton search with Powell's damped BFGS update
// (ibid., procedure 18.2), which takes more steps.
//
// Steps to points where anything returned is not finite are refused. The error
// is that of the context, or says that the sizes of what was given disagree.
func MinimiseDense(ctx context.Context, s DenseSearch, start []float64, f DenseObjective) (DenseMinimum, error) {
	if err := s.fits(len(start)); err != nil {
		return DenseMinimum{X: start}, err
	}
	m := DenseMinimum{X: s.clamp(start), AtBound: make([]bool, len(start))}
	var err error
	if m.F, m.G, m.H, err = ask(f, m.X); err != nil {
		return m, err
	}
	m.Evaluations = 1
	if !allFinite(m.F, m.G, m.H) {
		return m, nil
	}
	w := &denseWalk{search: s, objective: f, at: m, radius: 1,
		// Eight for the four variables of most models, and as far in each
		// direction for more of them.
		widest: 8 * math.Max(1, math.Sqrt(float64(len(start))/4))}
	if m.H == nil {
		w.learned = newCurvature(len(start))
	}
	for w.at.Iterations < s.MaxIterations {
		if err := ctx.Err(); err != nil {
			return w.at, err
		}
		done, err := w.step()
		if done || err != nil {
			return w.at, err
		}
	}
	return w.at, nil
}

// denseWalk is the state of a search.
type denseWalk struct {
	search         DenseSearch
	objective      DenseObjective
	at             DenseMinimum
	radius, widest float64
	learned        *curvature // nil when the objective knows its Hessian
}

// step tries one step and reports whether the search is over.
func (w *denseWalk) step() (done bool, err error) {
	m := &w.at
	h := m.H
	if w.learned != nil {
		h = w.learned.h
	}
	w.search.hold(m)
	step, promise, interior := denseSubproblem(m.G, h, m.AtBound, w.radius)
	if interior && promise <= w.search.Tolerance || promise == 0 {
		m.Converged = true
		return true, nil
	}
	m.Iterations++
	next := w.search.clamp(denseSum(m.X, step))
	value, g, hess, err := ask(w.objective, next)
	if err != nil {
		return true, err
	}
	m.Evaluations++
	usable := allFinite(value, g, hess)
	if usable && w.learned != nil {
		w.learned.update(m.X, next, m.G, g)
	}
	slack := noise * (1 + math.Abs(m.F))
	ratio := (m.F - value) / promise
	settled := interior && promise <= slack && value-m.F <= slack
	if !usable || !(ratio > 1e-4 || settled) {
		return w.shrink(norm(step), promise), nil
	}
	if ratio > 0.75 && !interior {
		w.radius = math.Min(2.5*w.radius, w.widest)
	} else if ratio < 0.25 && !settled {
		w.radius = norm(step) / 2
	}
	m.X, m.F, m.G, m.H = next, value, g, hess
	return false, nil
}

// shrink follows a refused step; it ends the search when no downhill step
// survives rounding.
func (w *denseWalk) shrink(length, promise float64) (done bool) {
	w.radius = math.Min(w.radius, length) / 4
	if w.radius >= 1e-12 {
		return false
	}
	if w.learned != nil && w.learned.forget() {
		w.radius = 1
		return false
	}
	w.at.Converged = promise <= 1e3*w.search.Tolerance
	return true
}

// ask evaluates the objective and refuses derivatives of the wrong size.
func ask(f DenseObjective, x []float64) (value float64, g []float64, h [][]float64, err error) {
	value, g, h = f(x)
	if !finite(value) {
		return value, g, h, nil
	}
	if len(g) != len(x) || h != nil && len(h) != len(x) {
		err = fmt.Errorf("numeric: gradient of %d and Hessian of %d rows for %d variables", len(g), len(h), len(x))
	}
	for i := range h {
		if len(h[i]) != len(x) {
			err = fmt.Errorf("numeric: row %d of the Hessian has %d entries for %d variables", i, len(h[i]), len(x))
		}
	}
	return value, g, h, err
}

// fits refuses bounds of the wrong number or order.
func (s DenseSearch) fits(n int) error {
	if s.Lower != nil && len(s.Lower) != n || s.Upper != nil && len(s.Upper) != n {
		return fmt.Errorf("numeric: %d lower and %d upper bounds for %d variables", len(s.Lower), len(s.Upper), n)
	}
	for i := range n {
		if s.low(i) > s.high(i) {
			return fmt.Errorf("numeric: variable %d: lower bound %g above upper bound %g", i, s.low(i), s.high(i))
		}
	}
	return nil
}

func (s DenseSearch) low(i int) float64 {
	if s.Lower == nil {
		return math.Inf(-1)
	}
	return s.Lower[i]
}

func (s DenseSearch) high(i int) float64 {
	if s.Upper == nil {
		return math.Inf(1)
	}
	return s.Upper[i]
}

// clamp returns x moved into the box.
func (s DenseSearch) clamp(x []float64) []float64 {
	in := make([]float64, len(x))
	for i := range x {
		in[i] = math.Max(s.low(i), math.Min(s.high(i), x[i]))
	}
	return in
}

// hold marks the variables that are pressed against their bound.
func (s DenseSearch) hold(m *DenseMinimum) {
	for i, x := range m.X {
		m.AtBound[i] = x <= s.low(i) && m.G[i] >= 0 || x >= s.high(i) && m.G[i] <= 0
	}
}

func allFinite(f float64, g []float64, h [][]float64) bool {
	if !finite(f) {
		return false
	}
	for i := range g {
		if !finite(g[i]) {
			return false
		}
	}
	for i := range h {
		for _, v := range h[i] {
			if !finite(v) {
				return false
			}
		}
	}
	return true
}

func denseSum(a, b []float64) []float64 {
	c := make([]float64, len(a))
	for i := range a {
		c[i] = a[i] + b[i]
	}
	return c
}

func norm(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x * x
	}
	return math.Sqrt(total)
}
