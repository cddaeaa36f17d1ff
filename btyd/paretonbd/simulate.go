package paretonbd

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	rate := numeric.GammaVariate(rng, m.R, m.Alpha)
	death := numeric.GammaVariate(rng, m.S, m.Beta)
	end := T
	if death > 0 {
		end = math.Min(T, rng.ExpFloat64()/death)
	}
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil
	}
	for t := rng.ExpFloat64() / rate; t <= end; t += rng.ExpFloat64() / rate {
		times = append(times, t)
	}
	return times
}
