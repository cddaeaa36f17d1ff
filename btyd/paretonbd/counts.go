package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/lifetime"
)

// ProbabilityOfAll fills dst with the chances that a new customer makes
// n = 0, 1, ... repeat purchases within t of the first purchase, and returns
// the chance of len(dst) or more.
//
// A customer who lives for u makes a negative binomial number of purchases;
// u is t for those who survive it, with chance (β/(β+t))^s, and otherwise has
// density s/β (β/(β+u))^(s+1). Single probabilities are good to a relative 1e-6
// in the worst case, usually to 1e-12; their sum and mean to 1e-9.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return m.newborn().Counts(t, dst)
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase.
func (m Model) ProbabilityOf(n int, t float64) float64 { return m.newborn().Exactly(n, t) }

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase. Alive at
// from, the customer's rates are λ as at birth and μ ~ Gamma(s, β+from).
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	from = math.Max(from, 0)
	c := lifetime.Customer[lives]{
		Alive: lives{m}.Survival(from),
		Ahead: lives{Model{R: m.R, Alpha: m.Alpha, S: m.S, Beta: m.Beta + from}},
	}
	return c.Exactly(n, to-from)
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more. Given alive, the future
// is that of a new customer with r+x, α+T, s, β+T.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return m.customer(h).Counts(t, dst)
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty. It is the quickest way to score many customers.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	ahead := m.future(h)
	c := lifetime.Customer[lives]{Alive: m.ProbabilityAlive(h), Ahead: lives{ahead}}
	return btyd.Outlook{
		Alive:      c.Alive,
		Expected:   whenAlive(c.Alive, ahead.ExpectedNewCustomer(t)),
		Discounted: whenAlive(c.Alive, ahead.discounted(t, delta)),
		Tail:       c.Counts(t, dst),
	}
}
