package ggomnbd

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	rate := numeric.GammaVariate(rng, m.R, m.Alpha)
	end := math.Min(T, m.lifetime(rng))
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil
	}
	for t := rng.ExpFloat64() / rate; t <= end; t += rng.ExpFloat64() / rate {
		times = append(times, t)
	}
	return times
}

// lifetime draws the u at which η (e^(bu) - 1) reaches an exponential variate.
// The logarithm of their quotient survives an η that underflows.
func (m Model) lifetime(rng *rand.Rand) float64 {
	log := math.Log(rng.ExpFloat64()) - numeric.LogGammaVariate(rng, m.S) + math.Log(m.Beta)
	if log > longest {
		return log / m.B
	}
	return math.Log1p(math.Exp(log)) / m.B
}
