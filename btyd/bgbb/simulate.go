package bgbb

import (
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws at which of the first n opportunities one new customer buys:
// their numbers, from 1, in order.
func (m Model) Simulate(rng *rand.Rand, n int) (taken []int) {
	p := numeric.BetaVariate(rng, m.Alpha, m.Beta)
	theta := numeric.BetaVariate(rng, m.Gamma, m.Delta)
	for k := 1; k <= n && rng.Float64() >= theta; k++ {
		if rng.Float64() < p {
			taken = append(taken, k)
		}
	}
	return taken
}

// History summarises which of n opportunities were taken, as drawn by
// [Model.Simulate].
func History(taken []int, n int) btyd.History {
	h := btyd.History{X: float64(len(taken)), T: float64(n)}
	if len(taken) > 0 {
		h.Tx = float64(taken[len(taken)-1])
	}
	return h
}
