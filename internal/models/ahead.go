package models

import (
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Foreteller is a model that can be asked what lies ahead.
type Foreteller interface {
	ProbabilityAlive(h btyd.History) float64
	Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
}

// Ahead is what lies ahead of customers who bought equally often in equally
// long a time. Of those still there most models know no more: when the last
// purchase was says how likely they are to be there, and their future is that
// of whoever is, as often. It is worked out once for all of them, as that of
// the one who bought last, and what is left for each is P(alive). Members of a
// mixture are each asked once.
//
// The answers are those of the model itself. An Ahead is for one goroutine.
type Ahead struct {
	model          Foreteller
	horizon, delta float64
	pace           float64
	shared         bool
	members        []prospect
	waits          waits
}

// prospect is what a member says.
type prospect struct {
	model   Foreteller
	none    func(h btyd.History, t float64) float64 // of a shared future
	weight  float64                                 // in the mixture
	trusted float64                                 // in its P(alive)
	surest  btyd.History
	outlook btyd.Outlook
	counts  []float64
}

// Foresee prepares a model to be asked what lies ahead within a horizon,
// discounted at the rate delta.
func Foresee(m Foreteller, horizon, delta float64) *Ahead {
	a := &Ahead{model: m, horizon: horizon, delta: delta, pace: 1, shared: sharesFuture(m)}
	if p, ok := m.(Pool); ok && a.shared {
		a.pace = p.pace()
		for i, m := range p.Members {
			a.members = append(a.members, prospect{model: m, none: m.ProbabilityOfNone, weight: p.Weights[i], trusted: p.alive[i]})
		}
		return a
	}
	one := prospect{model: m, weight: 1, trusted: 1}
	if m, ok := m.(Model); ok {
		one.none = m.ProbabilityOfNone
	}
	a.members = []prospect{one}
	return a
}

// sharesFuture reports whether, given alive, a model looks at x and T only.
func sharesFuture(m Foreteller) bool {
	switch m := m.(type) {
	case bgnbd.Model, mbgnbd.Model, paretonbd.Model, ggomnbd.Model, nbd.Model, midlife.Model:
		return true
	case Pool:
		return !slices.ContainsFunc(m.Members, func(m Model) bool { return !sharesFuture(m) })
	}
	return false
}

// Shared reports whether customers with the same x and T can be asked about
// together; else only those with the same history.
func (a *Ahead) Shared() bool { return a.shared }

// Of turns to the customers who share x and T (or all) with a history. Their
// numbers of purchases are worked out up to a length that leaves out less than
// tail, at most longest; what is left is gathered at the end.
func (a *Ahead) Of(h btyd.History, shortest, longest int, tail float64) {
	if a.shared && h.X > 0 {
		h.Tx = h.T
	}
	for n := shortest; ; n = min(2*n, longest) {
		left := 0.0
		for i := range a.members {
			m := &a.members[i]
			m.counts = slices.Grow(m.counts[:0], n)[:n]
			if n == shortest {
				m.surest, m.outlook = h, m.model.Outlook(h, a.horizon*a.pace, a.delta/a.pace, m.counts)
			} else {
				m.outlook.Tail = m.model.Predictive(h, a.horizon*a.pace, m.counts)
			}
			left += m.weight * m.outlook.Tail
		}
		if left <= tail || n >= longest {
			break
		}
	}
	for i := range a.members {
		m := &a.members[i]
		m.counts[len(m.counts)-1] += m.outlook.Tail
	}
	a.waits.reset()
}

// Members is how many distributions there are.
func (a *Ahead) Members() int { return len(a.members) }

// Counts is the distribution of the number of purchases of the surest of the
// customers, by a member.
func (a *Ahead) Counts(member int) []float64 { return a.members[member].counts }

// Outlook of one of the customers; it fills shares with what each member's
// counts but that of none are to be multiplied by, to add up to the
// customer's.
func (a *Ahead) Outlook(h btyd.History, shares []float64) btyd.Outlook {
	var o btyd.Outlook
	for i := range a.members {
		m := &a.members[i]
		alive := m.outlook.Alive
		share := m.weight
		if h != m.surest {
			alive = m.model.ProbabilityAlive(h)
			share = 0
			if m.outlook.Alive > 0 {
				share = m.weight * alive / m.outlook.Alive
			}
		}
		shares[i] = share
		o.Alive += m.trusted * alive
		o.Expected += share * m.outlook.Expected
		o.Discounted += share * m.outlook.Discounted
		o.Tail += share * m.outlook.Tail
	}
	return o
}
