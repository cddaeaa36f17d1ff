package midlife

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// mean is the mean of what old and new customers are expected to do, by the
// chance of being either.
func (m Model) mean(h btyd.History, of func(paretonbd.Model, btyd.History) float64) float64 {
	switch old := m.ProbabilityOld(h); old {
	case 0:
		return of(m.New(), h)
	case 1:
		return of(m.Old, m.watched(h))
	default:
		return old*of(m.Old, m.watched(h)) + (1-old)*of(m.New(), h)
	}
}

// ProbabilityAlive is the chance that the customer is still alive at T.
func (m Model) ProbabilityAlive(h btyd.History) float64 {
	return m.mean(h, paretonbd.Model.ProbabilityAlive)
}

// ExpectedPurchases is the expected number of purchases in (T, T+t].
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return m.mean(h, func(p paretonbd.Model, h btyd.History) float64 { return p.ExpectedPurchases(h, t) })
}

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return m.mean(h, func(p paretonbd.Model, h btyd.History) float64 { return p.DiscountedPurchases(h, t, delta) })
}

// DERT is DiscountedPurchases without end.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.mean(h, func(p paretonbd.Model, h btyd.History) float64 { return p.DERT(h, delta) })
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	return m.mean(h, func(p paretonbd.Model, h btyd.History) float64 { return p.ProbabilityOfNone(h, t) })
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first.
func (m Model) ExpectedNewCustomer(t float64) float64 { return m.New().ExpectedNewCustomer(t) }

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first.
func (m Model) ProbabilityOf(n int, t float64) float64 { return m.New().ProbabilityOf(n, t) }

// ProbabilityOfAll fills dst with the chances that a new customer makes 0, 1,
// ... repeat purchases within t; tail is the chance of more.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return m.New().ProbabilityOfAll(t, dst)
}

// Predictive fills dst with the chances of 0, 1, ... purchases in (T, T+t];
// tail is the chance of more.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return m.blend(h, dst, func(p paretonbd.Model, h btyd.History, dst []float64) btyd.Outlook {
		return btyd.Outlook{Tail: p.Predictive(h, t, dst)}
	}).Tail
}

// Outlook is everything a scoring asks, at once.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	return m.blend(h, dst, func(p paretonbd.Model, h btyd.History, dst []float64) btyd.Outlook {
		return p.Outlook(h, t, delta, dst)
	})
}

const (
	// hardly is a chance of being old, or new, that is not worth the time.
	hardly = 1e-9
	// longest is the longest distribution blended without allocating.
	longest = 768
)

// blend is the mean of two outlooks and their distributions.
func (m Model) blend(h btyd.History, dst []float64, of func(paretonbd.Model, btyd.History, []float64) btyd.Outlook) btyd.Outlook {
	old := m.ProbabilityOld(h)
	switch {
	case old < hardly:
		return of(m.New(), h, dst)
	case old > 1-hardly:
		return of(m.Old, m.watched(h), dst)
	}
	var room [longest]float64
	one := room[:0]
	if len(dst) > longest {
		one = make([]float64, len(dst))
	}
	one = one[:len(dst)]
	a, b := of(m.Old, m.watched(h), one), of(m.New(), h, dst)
	for n, p := range one {
		dst[n] = old*p + (1-old)*dst[n]
	}
	return btyd.Outlook{
		Alive: old*a.Alive + (1-old)*b.Alive, Expected: old*a.Expected + (1-old)*b.Expected,
		Discounted: old*a.Discounted + (1-old)*b.Discounted, Tail: old*a.Tail + (1-old)*b.Tail,
	}
}

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough. The chance of a
// purchase rises with t, so the answer is bracketed and halved.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	enough := func(t float64) bool { return 1-m.ProbabilityOfNone(h, t) >= probability }
	high := m.Window
	for !enough(high) {
		if high *= 4; high > 1e6*m.Window {
			return 0, false
		}
	}
	low := 0.0
	for high-low > 1e-9*high {
		if mid := (low + high) / 2; enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high, true
}
