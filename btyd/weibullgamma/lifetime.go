package weibullgamma

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedLifetime is the mean lifetime of a new customer:
//
//	α^(1/c) Γ(1+1/c) Γ(r-1/c)/Γ(r)
//
// For r c <= 1 it is infinite and ok is false.
func (m Model) ExpectedLifetime() (mean float64, ok bool) {
	if !(m.excess() > 0) {
		return math.Inf(1), false
	}
	k := 1 / m.C
	gamma, _ := math.Lgamma(1 + k)
	return math.Exp(k*math.Log(m.Alpha) + gamma - numeric.LogRising(m.excess()/m.C, k)), true
}

// excess is r c - 1 to full precision: survival falls as t^-(1+excess).
func (m Model) excess() float64 { return math.FMA(m.R, m.C, -1) }

// ExpectedResidualLifetime is the mean further time for which a customer who
// has stayed for s stays. For r c <= 1 it is infinite and ok is false.
func (m Model) ExpectedResidualLifetime(s float64) (mean float64, ok bool) {
	if !(s > 0) {
		return m.ExpectedLifetime()
	}
	return m.area(0, s, math.Inf(1)), m.excess() > 0
}

// RestrictedMean is the mean time for which a new customer stays of the first
// h, the area under the survival curve.
func (m Model) RestrictedMean(h float64) float64 { return m.RestrictedMeanGiven(0, h) }

// RestrictedMeanGiven is the mean time, of the next h, for which a customer
// who has stayed for s stays.
func (m Model) RestrictedMeanGiven(s, h float64) float64 {
	if math.IsInf(h, 1) {
		mean, _ := m.ExpectedResidualLifetime(s)
		return mean
	}
	return m.area(0, s, h)
}

// DEL is the discounted expected lifetime of a new customer: what a customer
// is worth who pays continuously, one a unit of time, for as long as the stay
// lasts, the integral of exp(-δt) S(t). The rate delta is continuous, per unit
// of time: ln(1 + annual rate)/12 for months. Without discount it is the mean
// lifetime.
func (m Model) DEL(delta float64) float64 { return m.DERL(delta, 0) }

// DERL is the discounted expected residual lifetime of a customer who has
// stayed for s: as [Model.DEL], from now on.
func (m Model) DERL(delta, s float64) float64 {
	switch {
	case math.IsInf(delta, 1):
		return 0
	case !(delta > 0):
		mean, _ := m.ExpectedResidualLifetime(s)
		return mean
	}
	return m.area(delta, s, math.Inf(1))
}

const (
	// panel is the width, in ln t, of what is integrated at a time.
	panel = 2.0
	// unseen is how far below the scale of the answer integration begins, and
	// settled the z beyond which survival is a power of t, both in e-folds.
	unseen  = 40
	settled = 39
	// largest is the largest ln t of interest, smallest the least.
	largest, smallest = 700, -700
)

// area is the integral, over u from 0 to h, of exp(-δu) S(s+u)/S(s). In
// v = ln u the integrand is smooth at any c, and its logarithm is concave: it
// rises to one peak, and once it no longer matters the rest does not either.
// With δ = 0 and h infinite what remains of the power-law tail is added in
// closed form.
func (m Model) area(delta, s, h float64) float64 {
	if !(h > 0) {
		return 0
	}
	endless := delta == 0 && math.IsInf(h, 1)
	if endless && !(m.excess() > 0) {
		return math.Inf(1)
	}
	s = math.Max(s, 0)
	fall := func(u float64) float64 { return m.between(s, u) - delta*u }
	f := func(v float64) float64 {
		u := math.Exp(v)
		return u * math.Exp(fall(u))
	}
	// The area is not less than half that of a rectangle up to scale.
	scale := math.Min(h, m.QuantileGiven(s, 0.5))
	if delta > 0 {
		scale = math.Min(scale, 1/delta)
	}
	from := math.Min(math.Max(math.Log(scale)-unseen, smallest), largest-panel)
	end := math.Min(math.Log(h), largest)
	// Before the first losses are felt the area is a rectangle.
	for from+panel < end && -fall(math.Exp(from+panel))*math.Exp(from+panel) < 1e-17*scale {
		from += panel
	}
	total := math.Min(math.Exp(from), h)
	last := 0.0
	// Survival drops within about 1/c of ln t.
	depth := 6 + int(math.Log2(math.Max(m.C, 1)))
	for v := from; v < end; v += panel {
		to := math.Min(v+panel, end)
		// Rounding of c ln t - ln α is seen in f and no reason to halve on.
		rounding := 1e-14 + 1e-15*(m.C*math.Max(math.Abs(v), math.Abs(to))+math.Abs(math.Log(m.Alpha)))
		part := adaptive(f, v, to, 1e-15*(total+scale/8), rounding, depth)
		total += part
		if part < last && part < 1e-17*total {
			return total
		}
		last = part
		if t := s + math.Exp(to); endless && (m.odds(t) > settled || to == end) {
			// From here on survival falls as t^-(1+excess).
			return total + t*math.Exp(m.between(s, t-s))/m.excess()
		}
	}
	return total
}

// rule is a Gauss-Legendre rule on [a, b].
func rule(n int, f func(float64) float64, a, b float64) float64 {
	nodes, weights := numeric.Legendre(n)
	total := 0.0
	for i, x := range nodes {
		total += weights[i] * f(a+(b-a)*x)
	}
	return total * (b - a)
}

// adaptive halves [a, b] until a rule of 16 points is accurate, to an absolute
// tolerance or the relative rounding. The error of such rules falls
// geometrically with the number of points: where ten points are off by a share
// of 1e-9, sixteen are by 1e-14. Only a large c, at which survival drops
// suddenly, needs many halves.
func adaptive(f func(float64) float64, a, b, tolerance, rounding float64, depth int) float64 {
	fine := rule(16, f, a, b)
	off := math.Abs(fine-rule(10, f, a, b)) / fine
	if depth == 0 || !(fine > tolerance) || off <= 1e-9 || off <= rounding {
		return fine
	}
	mid := (a + b) / 2
	return adaptive(f, a, mid, tolerance, rounding, depth-1) + adaptive(f, mid, b, tolerance, rounding, depth-1)
}
