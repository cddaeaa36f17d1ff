package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// any is the chance that a new customer makes at least one repeat purchase
// within t: the first comes at u while still alive,
//
//	(r/α) ∫ (α/(α+u))^(r+1) (β/(β+e^(bu)-1))^s du over (0, t].
func (m Model) any(t float64) float64 {
	k := kernel{life: m.life(), s: m.S, a: m.Alpha, power: m.R + 1}
	return math.Min(1, m.R/m.Alpha*math.Exp(k.logIntegral(t)))
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	alive, none := m.ProbabilityAlive(h), m.future(h).none(t)
	return 1 - alive + alive*none
}

// none is the chance that a new customer makes no repeat purchase within t:
// the likelihood of that very history.
func (m Model) none(t float64) float64 {
	if !(t > 0) {
		return 1
	}
	return math.Exp(m.LogLikelihood(btyd.History{T: t}))
}

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	if !(probability > 0) {
		return 0, !math.IsNaN(probability)
	}
	q, ahead := probability/m.ProbabilityAlive(h), m.future(h)
	if !(q < ahead.any(math.Inf(1))) {
		return 0, false
	}
	low, high := 0.0, ahead.Alpha/ahead.R
	for ahead.any(high) < q {
		low, high = high, 4*high
		if math.IsInf(high, 1) {
			return 0, false
		}
	}
	return ahead.bisect(low, high, q), true
}

// bisect finds where any reaches q between low and high, with a Newton step
// whenever it stays inside the bracket.
func (m Model) bisect(low, high, q float64) float64 {
	t := (low + high) / 2
	for range 200 {
		gap := m.any(t) - q
		if gap < 0 {
			low = t
		} else {
			high = t
		}
		if high-low <= 1e-14*high {
			break
		}
		fall, _ := m.life().at(t)
		density := m.R / m.Alpha * math.Exp(-(m.R+1)*math.Log1p(t/m.Alpha)-m.S*fall)
		next := t - gap/density
		if math.Abs(next-t) <= 1e-14*t {
			break
		}
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		t = next
	}
	return t
}
