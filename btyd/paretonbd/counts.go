package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// nodesPerPanel is the length of the rule used for counts.
const nodesPerPanel = 16

// maxPanels bounds the work for customers with millions of purchases.
const maxPanels = 4096

// ProbabilityOfAll fills dst with the chances that a new customer makes
// n = 0, 1, ... repeat purchases within t of the first purchase, and returns
// the chance of len(dst) or more.
//
// A customer who lives for u makes a negative binomial number of purchases;
// u is t for those who survive it, with chance (β/(β+t))^s, and otherwise has
// density s/β (β/(β+u))^(s+1). Single probabilities are good to a relative 1e-6
// in the worst case, usually to 1e-12; their sum and mean to 1e-9.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	clear(dst)
	if len(dst) == 0 {
		return 1
	}
	if !(t > 0) {
		dst[0] = 1
		return 0
	}
	lives := lifetimes{model: m}
	tail = lives.survivors(t, dst)
	c, length := m.lifeAxis(t)
	panels := countPanels(length, math.Min(math.Min(m.R, m.R*t/m.Alpha), float64(2*len(dst)+40)))
	width := length / float64(panels)
	nodes, weights := numeric.Legendre(nodesPerPanel)
	var u, du [nodesPerPanel]float64
	for panel := range panels {
		for i, x := range nodes {
			u[i] = width * (float64(panel) + x)
		}
		numeric.ExpEach(u[:])
		for i, e := range u {
			sinh, cosh := (e-1/e)/2, (e+1/e)/2
			u[i] = c * sinh * sinh
			du[i] = weights[i] * width * 2 * c * sinh * cosh * m.S / m.Beta
		}
		lives.set(&u, &du)
		tail += lives.add(dst)
	}
	return tail
}

// lifeAxis chooses the variable g for an integral over lifetimes u up to t,
// u = c sinh²(g): even in sqrt(u) near zero, where counts have even spread,
// and in ln(u) far out. It ends where hardly anyone lives so long.
func (m Model) lifeAxis(t float64) (c, length float64) {
	c = math.Min(m.Alpha, m.Beta/(m.S+1))
	if m.S*math.Log1p(t/m.Beta) > 42 {
		t = m.Beta * math.Expm1(42/m.S)
	}
	return c, math.Asinh(math.Sqrt(t / c))
}

// countPanels keeps at least four nodes to the width of a count's peak, which
// is at least 1/sqrt(k) relative to its place.
func countPanels(length, k float64) int {
	n := math.Ceil(math.Max(length/1.2, math.Sqrt(k)/2.5))
	return int(math.Min(math.Max(n, 1), maxPanels))
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
	c, length := m.lifeAxis(t)
	panels := 1 + countPanels(length, math.Min(m.R, k))
	width := length / float64(panels)
	nodes, weights := numeric.Legendre(24)
	exactly := func(u float64) float64 {
		return math.Exp(logC - m.R*math.Log1p(u/m.Alpha) - k*math.Log1p(m.Alpha/u))
	}
	total := exactly(t) * math.Exp(-m.S*math.Log1p(t/m.Beta))
	for panel := range panels {
		for i, x := range nodes {
			g := width * (float64(panel) + x)
			sinh, cosh := math.Sinh(g), math.Cosh(g)
			u := c * sinh * sinh
			total += weights[i] * width * 2 * c * sinh * cosh *
				exactly(u) * m.S / m.Beta * math.Exp(-(m.S+1)*math.Log1p(u/m.Beta))
		}
	}
	return total
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase. Alive at
// from, the customer's rates are λ as at birth and μ ~ Gamma(s, β+from).
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	from = math.Max(from, 0)
	if !(to > from) {
		if n == 0 {
			return 1
		}
		return 0
	}
	alive := math.Exp(-m.S * math.Log1p(from/m.Beta))
	later := Model{R: m.R, Alpha: m.Alpha, S: m.S, Beta: m.Beta + from}
	p := alive * later.ProbabilityOf(n, to-from)
	if n == 0 {
		p += 1 - alive
	}
	return p
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more. Given alive, the future
// is that of a new customer with r+x, α+T, s, β+T.
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
		Expected:   whenAlive(l, ahead.ExpectedNewCustomer(t)),
		Discounted: whenAlive(l, ahead.discounted(t, delta)),
	}
	o.Tail = ahead.mixed(o.Alive, t, dst)
	return o
}
