package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

const (
	// nodesPerPanel is the length of the rule used for counts.
	nodesPerPanel = 16
	// maxPanels bounds the work for customers with millions of purchases.
	maxPanels = 4096
	// negligible is the e-folds of survival after which nobody is left.
	negligible = 42.0
)

// ProbabilityOfAll fills dst with the chances that a new customer makes
// n = 0, 1, ... repeat purchases within t of the first purchase, and returns
// the chance of len(dst) or more.
//
// A customer who lives for u makes a negative binomial number of purchases;
// u is t for those who survive it, and otherwise has the density of lifetimes.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	clear(dst)
	if len(dst) == 0 {
		return 1
	}
	if !(t > 0) {
		dst[0] = 1
		return 0
	}
	alive := m.Survival(t)
	tail = alive * numeric.NegativeBinomial(m.R, m.Alpha, t, dst)
	for n := range dst {
		dst[n] *= alive
	}
	ax := m.deaths(t, math.Min(math.Min(m.R, m.R*t/m.Alpha), float64(2*len(dst)+40)))
	lives := lifetimes{model: m}
	for panel := range ax.panels {
		lives.lay(&ax, panel)
		tail += lives.add(dst)
	}
	return tail
}

// deaths lays an axis u = c sinh²(g) over lifetimes up to t: even in sqrt(u)
// near zero, where counts have even spread, and in ln(u) far out. Counts up to
// k must be told apart. It ends where hardly anyone lives so long.
func (m Model) deaths(t, k float64) axis {
	lives := kernel{life: m.life(), a: m.Alpha, power: m.R}
	c := math.Min(lives.scale(), m.Beta/(m.B*(m.S+1)))
	t = math.Min(t, m.reach())
	length := math.Asinh(math.Sqrt(t / c))
	panels := math.Max(length/1.2, math.Sqrt(k)/2.5)
	if m.Beta > 1 { // as in stretch: steps in bu
		y := math.Min(m.B*t, math.Log(m.Beta)+3)
		panels = math.Max(panels, length*math.Sqrt(y*(y+m.B*c)))
	}
	panels = math.Min(math.Max(math.Ceil(panels), 1), maxPanels)
	nodes, weights := numeric.Legendre(nodesPerPanel)
	return axis{c: c, width: length / panels, panels: int(panels), nodes: nodes, weights: weights, end: t}
}

// reach is the age that hardly anyone passes.
func (m Model) reach() float64 {
	if f := negligible / m.S; f < longest {
		return math.Log1p(m.Beta*math.Expm1(f)) / m.B
	}
	return (negligible/m.S + math.Log(m.Beta)) / m.B
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase.
func (m Model) ProbabilityOf(n int, t float64) float64 {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return m.none(t)
	case !(t > 0):
		return 0
	}
	k := float64(n)
	logC := numeric.LogRising(m.R, k) - numeric.LogRising(1, k)
	exactly := func(u float64) float64 {
		return math.Exp(logC - m.R*math.Log1p(u/m.Alpha) - k*math.Log1p(m.Alpha/u))
	}
	total := exactly(t) * m.Survival(t)
	ax := m.deaths(t, math.Min(m.R, k))
	lives := lifetimes{model: m}
	for panel := range ax.panels {
		lives.lay(&ax, panel)
		for i, share := range lives.share {
			total += share * exactly(lives.u[i])
		}
	}
	return total
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase. Alive at
// from, the customer's rate λ is as at birth, the lifetime that of its age.
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	from = math.Max(from, 0)
	if !(to > from) {
		if n == 0 {
			return 1
		}
		return 0
	}
	fall, beta := m.life().at(from)
	alive := math.Exp(-m.S * fall)
	later := Model{R: m.R, Alpha: m.Alpha, B: m.B, S: m.S, Beta: beta}
	p := alive * later.ProbabilityOf(n, to-from)
	if n == 0 {
		p += 1 - alive
	}
	return p
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return m.future(h).mixed(m.ProbabilityAlive(h), t, dst)
}

// mixed is ProbabilityOfAll of a customer alive with the given chance.
func (m Model) mixed(alive, t float64, dst []float64) (tail float64) {
	tail = m.ProbabilityOfAll(t, dst)
	for n := range dst {
		dst[n] *= alive
	}
	if len(dst) > 0 {
		dst[0] += 1 - alive
	}
	return alive * tail
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty. It is the quickest way to score many customers.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	l, ahead := m.LogProbabilityAlive(h), m.future(h)
	o := btyd.Outlook{
		Alive:      math.Exp(l),
		Expected:   whenAlive(l, ahead.discounted(t, 0)),
		Discounted: whenAlive(l, ahead.discounted(t, delta)),
	}
	o.Tail = ahead.mixed(o.Alive, t, dst)
	return o
}
