package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// ExpectedPurchases is the expected number of purchases in (T, T+t].
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return whenAlive(m.LogProbabilityAlive(h), m.future(h).discounted(t, 0))
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase:
//
//	(r/α) ∫ (β/(β+e^(bu)-1))^s du over (0, t]
func (m Model) ExpectedNewCustomer(t float64) float64 { return m.discounted(t, 0) }

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return whenAlive(m.LogProbabilityAlive(h), m.future(h).discounted(t, delta))
}

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end. It is finite for delta = 0, too: the
// survival falls at least exponentially in the end.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.DiscountedPurchases(h, math.Inf(1), delta)
}

// whenAlive is e^l v, also where e^l is zero and v infinite.
func whenAlive(l, v float64) float64 {
	p := math.Exp(l)
	if p == 0 {
		return 0
	}
	return p * v
}

// discounted is (r/α) ∫ e^(-delta u) S(u) du over (0, t], S being survival:
// the rate of purchases falls as customers die.
func (m Model) discounted(t, delta float64) float64 {
	if !(t > 0) {
		return 0
	}
	k := kernel{life: m.life(), s: m.S, delta: math.Max(delta, 0)}
	return m.R / m.Alpha * math.Exp(k.logIntegral(t))
}
