package betageo

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	rate := numeric.GammaVariate(rng, m.R, m.Alpha)
	p := numeric.BetaVariate(rng, m.A, m.B)
	if m.AtZero && rng.Float64() < p {
		return nil
	}
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil
	}
	for t := rng.ExpFloat64() / rate; t <= T; t += rng.ExpFloat64() / rate {
		times = append(times, t)
		if rng.Float64() < p {
			break
		}
	}
	return times
}
