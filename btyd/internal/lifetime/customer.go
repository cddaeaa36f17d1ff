package lifetime

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Customer is one who is alive with a known chance, and from now on lives and
// buys as a new customer of the model ahead.
type Customer[L Lives] struct {
	Alive float64
	Ahead L
}

// Counts fills dst with the chances of n = 0, 1, ... purchases within t, and
// returns the chance of len(dst) or more. Single chances are good to a relative
// 1e-6 in the worst case, usually to 1e-12; their sum and mean to 1e-9.
func (c Customer[L]) Counts(t float64, dst []float64) (tail float64) {
	clear(dst)
	switch {
	case len(dst) == 0:
		return c.Alive
	case !(t > 0):
		dst[0] = 1
		return 0
	}
	r, alpha := c.Ahead.Buying()
	tail = numeric.NegativeBinomial(r, alpha, t, dst)
	survival := c.Ahead.Survival(t)
	tail *= survival
	for n := range dst {
		dst[n] *= survival
	}
	axis := c.Ahead.Axis(t, sharpest(r, alpha, t))
	for i := range axis.Panels {
		panel := c.Ahead.Die(axis.panel(i))
		tail += panel.add(r, alpha, dst)
	}
	for n := range dst {
		dst[n] *= c.Alive
	}
	dst[0] += 1 - c.Alive
	return c.Alive * tail
}

// sharpest is the k of the sharpest peak of a count over lifetimes up to t: the
// largest count expected, and not above r, as rates differ. Peaks of small
// counts are as narrow, in sqrt(u).
func sharpest(r, alpha, t float64) float64 { return math.Min(r, r*t/alpha) }

// Exactly is the chance of n purchases within t.
func (c Customer[L]) Exactly(n int, t float64) float64 {
	switch {
	case n == 0:
		return c.None(t)
	case n < 0 || !(t > 0):
		return 0
	}
	r, alpha := c.Ahead.Buying()
	k := float64(n)
	logC := numeric.LogRising(r, k) - numeric.LogRising(1, k)
	exactly := func(u float64) float64 {
		return math.Exp(logC - r*math.Log1p(u/alpha) - k*math.Log1p(alpha/u))
	}
	total := exactly(t) * c.Ahead.Survival(t)
	axis := c.Ahead.Axis(t, sharpest(r, alpha, t))
	for i := range axis.Panels {
		panel := c.Ahead.Die(axis.panel(i))
		for j, share := range panel.Share {
			total += share * exactly(panel.U[j])
		}
	}
	return c.Alive * total
}

// None is the chance of no purchase within t.
func (c Customer[L]) None(t float64) float64 {
	if !(t > 0) {
		return 1
	}
	return 1 - c.Alive + c.Alive*c.Ahead.None(t)
}

// TimeToNext is the smallest t such that a purchase within t has at least the
// given probability; ok is false when no t is long enough.
func (c Customer[L]) TimeToNext(probability float64) (t float64, ok bool) {
	if !(probability > 0) { // whatever the chance of being alive
		return 0, !math.IsNaN(probability)
	}
	r, alpha := c.Ahead.Buying()
	return numeric.Quantile(probability/c.Alive, c.Ahead.Any(math.Inf(1)), alpha/r, c.Ahead.Any,
		func(t float64) float64 {
			return r / alpha * math.Exp(-(r+1)*math.Log1p(t/alpha)) * c.Ahead.Survival(t)
		})
}
