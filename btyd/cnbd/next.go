package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	alive, s := m.ProbabilityAlive(h), m.future(h)
	return quantile(probability, alive, s.alpha*float64(s.k)/s.r,
		func(t float64) float64 { return alive * s.comes(t) },
		func(t float64) float64 { return alive * s.density(t) })
}

// quantile inverts a distribution function of limit < 1 and its density from a
// guess: by Newton steps, and bisection where they leave the bracket.
func quantile(p, limit, guess float64, cumulative, density func(float64) float64) (t float64, ok bool) {
	if !(p > 0) {
		return 0, !math.IsNaN(p)
	}
	if !(p < limit) {
		return 0, false
	}
	low, high := 0.0, guess
	for cumulative(high) < p {
		low, high = high, 4*high
		if math.IsInf(high, 1) {
			return 0, false
		}
	}
	t = (low + high) / 2
	for range 200 {
		gap := cumulative(t) - p
		if gap < 0 {
			low = t
		} else {
			high = t
		}
		next := t - gap/density(t)
		if math.Abs(next-t) <= 1e-14*t || high-low <= 1e-14*high {
			break
		}
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		t = next
	}
	return t, true
}
