package nbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedPurchases is the expected number of purchases in (T, T+t]:
//
//	(r+x)/(α+T) t
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return m.future(h).ExpectedNewCustomer(t)
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase, r/α t.
func (m Model) ExpectedNewCustomer(t float64) float64 { return m.discounted(t, 0) }

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return m.future(h).discounted(t, delta)
}

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end. It is (r+x)/((α+T) delta), and infinite
// for delta = 0.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.DiscountedPurchases(h, math.Inf(1), delta)
}

// discounted is r/α (1-e^(-delta t))/delta.
func (m Model) discounted(t, delta float64) float64 {
	if !(t > 0) {
		return 0
	}
	if !(delta > 0) {
		return m.R / m.Alpha * t
	}
	return m.R / m.Alpha * numeric.PowerGap(delta, t)
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase, negative binomial:
//
//	Γ(r+n)/(Γ(r) n!) (α/(α+t))^r (t/(α+t))^n
func (m Model) ProbabilityOf(n int, t float64) float64 {
	switch {
	case n < 0:
		return 0
	case !(t > 0) && n == 0:
		return 1
	case !(t > 0):
		return 0
	}
	exactly, _ := numeric.NegativeBinomialAt(m.R, m.Alpha, t, n)
	return exactly
}

// ProbabilityOfAll fills dst with ProbabilityOf(0, t), ProbabilityOf(1, t), ...
// and returns the chance of len(dst) purchases or more.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	if len(dst) == 0 {
		return 1
	}
	if !(t > 0) {
		clear(dst)
		dst[0] = 1
		return 0
	}
	return numeric.NegativeBinomial(m.R, m.Alpha, t, dst)
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase: that of
// (0, to-from], as nothing changes with age.
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	return m.ProbabilityOf(n, to-math.Max(from, 0))
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more. The future is that of a
// new customer with r+x, α+T.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return m.future(h).ProbabilityOfAll(t, dst)
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	ahead := m.future(h)
	return btyd.Outlook{
		Alive:      1,
		Expected:   ahead.ExpectedNewCustomer(t),
		Discounted: ahead.discounted(t, delta),
		Tail:       ahead.ProbabilityOfAll(t, dst),
	}
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	ahead := m.future(h)
	return math.Exp(-ahead.R * math.Log1p(math.Max(t, 0)/ahead.Alpha))
}

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough, or none that
// is still a number.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	if !(probability > 0) {
		return 0, !math.IsNaN(probability)
	}
	if probability >= 1 {
		return 0, false
	}
	ahead := m.future(h)
	t = ahead.Alpha * math.Expm1(-math.Log1p(-probability)/ahead.R)
	if math.IsInf(t, 1) {
		return 0, false
	}
	return t, true
}
