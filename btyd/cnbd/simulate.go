package cnbd

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	rate := numeric.GammaVariate(rng, m.R, m.Alpha)
	p := numeric.BetaVariate(rng, m.A, m.B)
	if m.AtZero && rng.Float64() < p {
		return nil
	}
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil
	}
	for t := m.gap(rng, rate); t <= T; t += m.gap(rng, rate) {
		times = append(times, t)
		if rng.Float64() < p {
			break
		}
	}
	return times
}

// gap draws the time between two purchases.
func (m Model) gap(rng *rand.Rand, rate float64) float64 {
	return numeric.GammaVariate(rng, m.ticks(), rate)
}
