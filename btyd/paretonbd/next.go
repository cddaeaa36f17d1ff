package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/lifetime"
	"github.com/perennial-clv/perennial/btyd/numeric"
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

// Survival is the chance to live longer than t, (β/(β+t))^s.
func (l lives) Survival(t float64) float64 { return math.Exp(-l.S * math.Log1p(t/l.Beta)) }

// Axis ends where hardly anyone lives so long.
func (l lives) Axis(t, k float64) lifetime.Axis {
	if l.S*math.Log1p(t/l.Beta) > negligible {
		t = l.Beta * math.Expm1(negligible/l.S)
	}
	return lifetime.Lay(math.Min(l.Alpha, l.Beta/(l.S+1)), t, 0, k)
}

// negligible is the e-folds of survival after which nobody is left.
const negligible = 42.0

// Die multiplies shares by the density of lifetimes, s/β (β/(β+u))^(s+1).
func (l lives) Die(p lifetime.Panel) lifetime.Panel {
	var density [lifetime.Nodes]float64
	for i, u := range p.U {
		density[i] = 1 + u/l.Beta
	}
	numeric.LogEach(density[:])
	for i := range density {
		density[i] *= -(l.S + 1)
	}
	numeric.ExpEach(density[:])
	for i, f := range density {
		p.Share[i] *= l.S / l.Beta * f
	}
	return p
}

// Any is the chance that a new customer makes at least one repeat purchase
// within t: the first comes at u while still alive,
//
//	(r/α) ∫ (α/(α+u))^(r+1) (β/(β+u))^s du over (0, t].
func (l lives) Any(t float64) float64 {
	if !(t > 0) {
		return 0
	}
	buying := factor{start: l.Alpha, rise: math.Log1p(t / l.Alpha), power: l.R + 1}
	dying := factor{start: l.Beta, rise: math.Log1p(t / l.Beta), power: l.S}
	v, ok := powerIntegral(buying, dying, 0)
	if !ok {
		v = math.Exp(numeric.LogPowerIntegral(l.Alpha, l.R+1, l.Beta, l.S, t))
	}
	return math.Min(l.R/l.Alpha*v, 1)
}

// None is the chance that a new customer makes no repeat purchase within t:
// the likelihood of that very history, which keeps its digits where it is
// small.
func (l lives) None(t float64) float64 {
	if some := l.Any(t); some < 0.9 {
		return 1 - some
	}
	return math.Exp(l.LogLikelihood(btyd.History{T: t}))
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 { return m.customer(h).None(t) }

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	return m.customer(h).TimeToNext(probability)
}
