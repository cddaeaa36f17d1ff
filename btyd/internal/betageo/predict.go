package betageo

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// newborn returns the chance that a new customer survives the first purchase
// and what lies ahead of one who does.
func (m Model) newborn() (alive float64, ahead Alive) {
	if m.AtZero {
		return m.B / (m.A + m.B), Alive{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B + 1}
	}
	return 1, Alive{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
}

// ExpectedPurchases of the customer in (T, T+t].
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return scale(m.ProbabilityAlive(h), m.Future(h).Expected(t))
}

// ExpectedNewCustomer purchases within t of the first.
func (m Model) ExpectedNewCustomer(t float64) float64 {
	alive, ahead := m.newborn()
	return alive * ahead.Expected(t)
}

// DiscountedPurchases of the customer in (T, T+t].
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return scale(m.ProbabilityAlive(h), m.Future(h).Discounted(t, delta))
}

// scale is p v, also where p is zero and v infinite.
func scale(p, v float64) float64 {
	if p == 0 {
		return 0
	}
	return p * v
}

// ProbabilityOf exactly n purchases of a new customer within t.
func (m Model) ProbabilityOf(n int, t float64) float64 {
	alive, ahead := m.newborn()
	p := alive * ahead.Probability(n, t)
	if n == 0 {
		p += 1 - alive
	}
	return p
}

// ProbabilityOfAll fills dst with ProbabilityOf(0), ProbabilityOf(1), ...
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	alive, ahead := m.newborn()
	return mix(alive, dst, ahead.PMF(t, dst))
}

// Predictive fills dst for the customer's purchases in (T, T+t].
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return mix(m.ProbabilityAlive(h), dst, m.Future(h).PMF(t, dst))
}

// Outlook does all of the above at once, with the distribution in dst.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	alive, ahead := m.ProbabilityAlive(h), m.Future(h)
	o := btyd.Outlook{
		Alive:      alive,
		Expected:   scale(alive, ahead.Expected(t)),
		Discounted: scale(alive, ahead.Discounted(t, delta)),
	}
	o.Tail = mix(o.Alive, dst, ahead.PMF(t, dst))
	return o
}

// mix scales a distribution by the chance of being alive; the rest of the
// mass is no purchase at all.
func mix(alive float64, dst []float64, tail float64) float64 {
	for n := range dst {
		dst[n] *= alive
	}
	if len(dst) > 0 {
		dst[0] += 1 - alive
	}
	return alive * tail
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	return 1 - m.ProbabilityAlive(h)*m.Future(h).Any(t)
}

// ProbabilityBetween of exactly n purchases of a new customer in (from, to].
// It sums over the purchases made before, each leaving an updated future.
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	if n < 0 || to <= from {
		if n == 0 {
			return 1
		}
		return 0
	}
	alive, ahead := m.newborn()
	if from <= 0 {
		return m.ProbabilityOf(n, to)
	}
	// term: alive at from with x purchases made, (b)_x/(a+b)_x P(N = x).
	z := from / (m.Alpha + from)
	term := alive * ahead.None(from)
	live, total := 0.0, 0.0
	for x := 0.0; x < 1e5; x++ {
		later := Alive{R: m.R + x, Alpha: m.Alpha + from, A: ahead.A, B: ahead.B + x}
		live += term
		total += term * later.Probability(n, to-from)
		ratio := (m.R + x) / (x + 1) * z
		term *= ratio * (ahead.B + x) / (ahead.A + ahead.B + x)
		if ratio < 1 && term < 1e-16*total*(1-ratio) {
			break
		}
	}
	if n == 0 {
		total += 1 - live
	}
	return total
}

// TimeToNext is the smallest t for which a purchase in (T, T+t] has the given
// probability; ok is false when it never has.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	if !(probability > 0) {
		return 0, !math.IsNaN(probability)
	}
	q := probability / m.ProbabilityAlive(h)
	if !(q < 1) {
		return 0, false
	}
	t = m.Future(h).Within(q)
	if math.IsInf(t, 1) {
		return 0, false
	}
	return t, true
}

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, Names()[i], p)
		}
	}
	return nil
}

// Parameters in the order of Names.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }
