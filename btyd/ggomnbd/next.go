package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/lifetime"
)

// lives is the model as the counting of purchases sees it.
type lives struct{ Model }

// newborn is a new customer.
func (m Model) newborn() lifetime.Customer[lives] {
	return lifetime.Customer[lives]{Alive: 1, Ahead: lives{m}}
}

// customer is one with a history, as of T.
func (m Model) customer(h btyd.History) lifetime.Customer[lives] {
	return lifetime.Customer[lives]{Alive: m.ProbabilityAlive(h), Ahead: lives{m.future(h)}}
}

// Buying is the distribution of rates.
func (l lives) Buying() (r, alpha float64) { return l.R, l.Alpha }

// Any is the chance that a new customer makes at least one repeat purchase
// within t: the first comes at u while still alive,
//
//	(r/α) ∫ (α/(α+u))^(r+1) (β/(β+e^(bu)-1))^s du over (0, t].
func (l lives) Any(t float64) float64 {
	k := kernel{life: l.life(), s: l.S, a: l.Alpha, power: l.R + 1}
	return math.Min(1, l.R/l.Alpha*math.Exp(k.logIntegral(t)))
}

// None is the chance that a new customer makes no repeat purchase within t:
// the likelihood of that very history.
func (l lives) None(t float64) float64 { return math.Exp(l.LogLikelihood(btyd.History{T: t})) }

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 { return m.customer(h).None(t) }

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	return m.customer(h).TimeToNext(probability)
}
