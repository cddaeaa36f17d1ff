package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	s := m.future(h)
	return whenAlive(m.ProbabilityAlive(h), s.discounted(t, delta))
}

// discounted is, by parts,
//
//	e^(-delta t) E(t) + delta ∫ e^(-delta u) E(u) du over (0, t],
//
// where E is the expected number of purchases. Purchases at regular intervals
// make E a staircase whose steps soften with every purchase, so the integral
// runs in ln(1 + u/c), with c the time of about one purchase.
func (s *ahead) discounted(t, delta float64) float64 {
	if !(t > 0) {
		return 0
	}
	if !(delta > 0) {
		return s.expected(t)
	}
	if t = math.Min(t, 45/delta); t == 0 {
		return 0 // the future is worth nothing
	}
	c := math.Min(s.alpha*float64(s.k)/s.r, 1/delta)
	length := math.Log1p(t / c)
	// The more regular, the longer the steps last, and the finer the panels.
	panels := int(math.Ceil(length / math.Min(1.5, 8/float64(s.k))))
	width := length / float64(panels)
	nodes, weights := numeric.Legendre(16)
	total := 0.0
	for panel := range panels {
		for i, x := range nodes {
			e := math.Exp(width * (float64(panel) + x))
			u := c * (e - 1)
			total += weights[i] * e * math.Exp(-delta*u) * s.expected(u)
		}
	}
	return math.Exp(-delta*t)*s.expected(t) + delta*c*width*total
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	s := m.future(h)
	alive := m.ProbabilityAlive(h)
	o := btyd.Outlook{
		Alive:      alive,
		Expected:   whenAlive(alive, s.expected(t)),
		Discounted: whenAlive(alive, s.discounted(t, delta)),
	}
	o.Tail = mix(alive, dst, s.distribution(t, dst))
	return o
}
