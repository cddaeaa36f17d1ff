package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedPurchases is the expected number of purchases in (T, T+t]
// (Schmittlein, Morrison and Colombo 1987, eq. 22).
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return whenAlive(m.ProbabilityAlive(h), m.future(h).ExpectedNewCustomer(t))
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase (eq. 17):
//
//	(r/α) β/(s-1) [1 - (β/(β+t))^(s-1)], and (r/α) β ln(1+t/β) at s = 1.
func (m Model) ExpectedNewCustomer(t float64) float64 {
	if !(t > 0) {
		return 0
	}
	return m.R / m.Alpha * m.Beta * numeric.PowerGap(m.S-1, math.Log1p(t/m.Beta))
}

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return whenAlive(m.ProbabilityAlive(h), m.future(h).discounted(t, delta))
}

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end (Fader, Hardie and Lee 2005, J. Marketing
// Research 42:415-430, eq. 2). It is infinite for delta = 0 unless s > 1.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.DiscountedPurchases(h, math.Inf(1), delta)
}

// whenAlive is p v, also where p is zero and v infinite.
func whenAlive(p, v float64) float64 {
	if p == 0 {
		return 0
	}
	return p * v
}

// discounted is (r/α) ∫ e^(-delta u) (β/(β+u))^s du over (0, t]: the rate of
// purchases falls as customers die. With g = ln(1+u/β) the integrand is
// exp((1-s) g - delta β (e^g - 1)), entire in g.
func (m Model) discounted(t, delta float64) float64 {
	if !(t > 0) || math.IsInf(delta, 1) {
		return 0
	}
	if !(delta > 0) {
		return m.ExpectedNewCustomer(t)
	}
	z := delta * m.Beta
	length := math.Log1p(t / m.Beta)
	if delta*t > 40 {
		length = math.Min(length, discountReach(z, m.S))
	}
	panels, nodes, weights := discountPlan(length, z*math.Expm1(length)+math.Abs(m.S-1)*length)
	width := length / float64(panels)
	total := 0.0
	var buffer [longestRule]float64
	f := buffer[:len(nodes)]
	for panel := range panels {
		for i, x := range nodes {
			f[i] = width * (float64(panel) + x)
		}
		numeric.ExpEach(f)
		for i, x := range nodes {
			f[i] = (1-m.S)*width*(float64(panel)+x) - z*(f[i]-1)
		}
		numeric.ExpEach(f)
		for i, v := range f {
			total += weights[i] * v
		}
	}
	return m.R / m.Alpha * m.Beta * width * total
}

// discountReach is a g beyond which the integrand is negligible: the fall
// z (e^g - 1) + (s-1) g exceeds 42 from there on.
func discountReach(z, s float64) float64 {
	g := math.Log1p((42 + 60*math.Max(0, 1-s)) / z)
	if s <= 1 {
		for range 8 { // the growth (1-s) g must be outweighed, too
			g = math.Log1p((42 + (1-s)*g) / z)
		}
		return g
	}
	for range 8 { // Newton from the right on a convex function
		fall := z*math.Expm1(g) + (s-1)*g - 42
		g -= fall / (z*math.Exp(g) + s - 1)
	}
	return g
}

// discountPlan chooses panels and a rule for an integrand that falls by the
// given number of e-folds.
func discountPlan(length, folds float64) (int, []float64, []float64) {
	panels, n := 1, 16
	switch {
	case length <= 0.8 && folds <= 2:
		n = 6
	case length <= 1.5 && folds <= 4:
		n = 8
	case length <= 1.5 && folds <= 8:
		n = 12
	default:
		panels = int(math.Ceil(math.Max(length/1.2, math.Min(folds, 60)/10)))
	}
	nodes, weights := numeric.Legendre(n)
	return panels, nodes, weights
}
