// Package sample makes customers for tests and benchmarks: simulated ones, and
// the public CDNOW data when they are at hand.
package sample

import (
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// Process is a model that can invent a customer.
type Process interface {
	Simulate(rng *rand.Rand, T float64) []float64
}

// Histories draws n customers whose first purchases are spread evenly over
// the first `arrivals` units of time and who are observed until `end`.
func Histories(m Process, n int, arrivals, end float64, seed uint64) []btyd.History {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([]btyd.History, n)
	for i := range out {
		h := btyd.History{T: end - arrivals*rng.Float64()}
		times := m.Simulate(rng, h.T)
		if k := len(times); k > 0 {
			h.X, h.Tx = float64(k), times[k-1]
		}
		out[i] = h
	}
	return out
}

// Columns lays histories out as rows of weight one, in order.
func Columns(histories []btyd.History) btyd.Rows {
	n := len(histories)
	r := btyd.Rows{X: make([]float64, n), Tx: make([]float64, n), T: make([]float64, n), W: make([]float64, n)}
	for i, h := range histories {
		r.X[i], r.Tx[i], r.T[i], r.W[i] = h.X, h.Tx, h.T, 1
	}
	return r
}
