package bdw

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedLifetime is the expected number of payments of a new customer, the
// first included. It is infinite when a c <= 1.
func (m Model) ExpectedLifetime() float64 { return m.DEL(0) }

// DEL is the discounted expected lifetime of a new customer: a payment now and
// one at each renewal made, that at renewal t weighted by (1+d)^-t, with d the
// rate of discount from one renewal to the next. Without discount it is finite
// only when a c > 1.
func (m Model) DEL(d float64) float64 { return m.payments(0, d) }

// DERL is the discounted expected residual lifetime of a customer just before
// renewal n, not known to be made yet: the payment at that renewal counts in
// full, the one after it is divided by 1+d, and so on. With n < 1 it is
// [Model.DEL].
func (m Model) DERL(d float64, n int) float64 {
	if n < 1 {
		return m.DEL(d)
	}
	return m.Retention(n) * m.payments(n, d)
}

const (
	// summed is how many payments are added up one by one.
	summed = 2000
	// worthless is the discount, in e-folds, after which nothing counts.
	worthless = 45
	// strides bounds the panels of an integral.
	strides = 20000
)

// payments is the sum over k >= 0 of (1+d)^-k times the chance that a customer
// who made n renewals makes k more.
func (m Model) payments(n int, d float64) float64 {
	switch {
	case !(d >= 0) || d == 0 && m.A*m.C <= 1:
		return math.Inf(1)
	case math.IsInf(d, 1):
		return 1
	}
	rate := math.Log1p(d)
	survive := func(k float64) float64 {
		return math.Exp(m.between(float64(n), float64(n)+k) - rate*k)
	}
	total := 0.0
	for k := range summed {
		s := survive(float64(k))
		total += s
		if s < 1e-18*total || rate*float64(k) > worthless {
			return total
		}
	}
	return total + m.rest(n, rate, survive)
}

// rest is the sum from k = summed on, by the formula of Euler and Maclaurin:
// an integral, half the first term and a twelfth of its slope. So far out
// nothing changes much from one renewal to the next, and further terms vanish.
// The integral runs in g = ln(t/t_0), t counting renewals from the start.
func (m Model) rest(n int, rate float64, survive func(float64) float64) float64 {
	first := float64(n + summed)
	slope := func(t float64) float64 { return rate + m.hazard(t) }
	f := survive(summed)
	total := f/2 + f*slope(first)/12
	nodes, weights := numeric.Legendre(32)
	const width = 0.5
	for panel := range strides {
		part := 0.0
		for i, x := range nodes {
			t := first * math.Exp(width*(float64(panel)+x))
			part += weights[i] * t * survive(t-float64(n))
		}
		part *= width
		total += part
		t := first * math.Exp(width*float64(panel+1))
		switch {
		case part < 1e-17*total, rate*t > worthless:
			return total
		case rate == 0 && m.settled(t) || t > 1e280:
			return total + tail(t*survive(t-float64(n)), t*slope(t))
		}
	}
	return total
}

// hazard is -d ln S/dt, S being the survival of the population:
//
//	c u/t (ψ(a+b+u) - ψ(b+u)),  u = t^c
func (m Model) hazard(t float64) float64 {
	u := m.clock(t)
	return m.C * u / t * numeric.DigammaRise(m.B+u, m.A)
}

// settled says whether survival at t is a power of t to full precision.
func (m Model) settled(t float64) bool { return m.clock(t) > 1e17*(1+m.A)*(1+m.A+m.B) }

// tail is the integral of a power that falls as t^-slope, from where t times
// it has the given value.
func tail(value, slope float64) float64 {
	if slope <= 1 {
		return math.Inf(1)
	}
	return value / (slope - 1)
}
