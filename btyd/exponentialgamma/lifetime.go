package exponentialgamma

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedLifetime is the mean lifetime of a new customer, α/(r-1). For r <= 1
// it is infinite and ok is false.
func (m Model) ExpectedLifetime() (mean float64, ok bool) {
	mean = m.RestrictedMean(math.Inf(1))
	return mean, m.R > 1
}

// ExpectedResidualLifetime is the mean further time for which a customer who
// has stayed for s stays: (α+s)/(r-1), longer the longer it has been already.
// For r <= 1 it is infinite and ok is false.
func (m Model) ExpectedResidualLifetime(s float64) (mean float64, ok bool) {
	return m.after(s).ExpectedLifetime()
}

// RestrictedMean is the mean time for which a new customer stays of the first
// h, the area under the survival curve:
//
//	α/(r-1) (1 - (1+h/α)^(1-r)), and α ln(1+h/α) for r = 1
func (m Model) RestrictedMean(h float64) float64 {
	if !(h > 0) {
		return 0
	}
	return m.Alpha * between(m.R-1, math.Log1p(h/m.Alpha))
}

// between is the integral of exp(-k g) over g from 0 to length.
func between(k, length float64) float64 {
	switch {
	case k == 0 || math.Abs(k*length) < 1e-300:
		return length
	case k < 0 && math.IsInf(length, 1):
		return math.Inf(1)
	}
	return -math.Expm1(-k*length) / k
}

// RestrictedMeanGiven is the mean time, of the next h, for which a customer
// who has stayed for s stays.
func (m Model) RestrictedMeanGiven(s, h float64) float64 { return m.after(s).RestrictedMean(h) }

// DEL is the discounted expected lifetime of a new customer: what a customer
// is worth who pays continuously, one a unit of time, for as long as the stay
// lasts. The rate delta is continuous, per unit of time: ln(1 + annual
// rate)/12 for months. It is
//
//	∫ exp(-δt) S(t) dt = α exp(δα) E_r(δα)
//
// with the generalised exponential integral E_r. Without discount it is the
// mean lifetime.
func (m Model) DEL(delta float64) float64 {
	x := delta * m.Alpha
	switch {
	case math.IsInf(delta, 1):
		return 0
	case !(x > 0):
		return m.RestrictedMean(math.Inf(1))
	}
	return m.Alpha * scaledExponentialIntegral(m.R, x)
}

// DERL is the discounted expected residual lifetime of a customer who has
// stayed for s, as [Model.DEL] from now on.
func (m Model) DERL(delta, s float64) float64 { return m.after(s).DEL(delta) }

// negligible is the fall of an integrand, in e-folds, after which the rest
// does not count.
const negligible = 45

// scaledExponentialIntegral is exp(x) E_r(x) for x > 0,
//
//	∫ (1+y)^-r exp(-xy) dy = ∫ exp((1-r)g - x(e^g - 1)) dg,  g = ln(1+y)
//
// The exponent is concave in g, so that the integrand has one peak and falls
// for good after it.
func scaledExponentialIntegral(r, x float64) float64 {
	exponent := func(g float64) float64 { return (1-r)*g - x*math.Expm1(g) }
	peak := math.Max(0, math.Log1p(-r)-math.Log(x))
	if r >= 1 {
		peak = 0
	}
	low, high := peak, peak+800
	for range 80 {
		if mid := (low + high) / 2; exponent(mid) < exponent(peak)-negligible {
			high = mid
		} else {
			low = mid
		}
	}
	nodes, weights := numeric.Legendre(32)
	panels := math.Ceil(high)
	width, total := high/panels, 0.0
	for k := range int(panels) {
		for i, node := range nodes {
			total += weights[i] * math.Exp(exponent(width*(float64(k)+node)))
		}
	}
	return total * width
}
