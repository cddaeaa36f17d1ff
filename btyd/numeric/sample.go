package numeric

import (
	"math"
	"math/rand/v2"
)

// LogGammaVariate draws ln G with G ~ Gamma(shape, rate 1). The logarithm
// survives shapes so small that G itself would underflow. Marsaglia and Tsang
// 2000, ACM Transactions on Mathematical Software 26:363-372.
func LogGammaVariate(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return LogGammaVariate(rng, shape+1) - rng.ExpFloat64()/shape
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		z := rng.NormFloat64()
		v := 1 + c*z
		if v <= 0 {
			continue
		}
		l := 3 * math.Log(v)
		if -rng.ExpFloat64() < 0.5*z*z+d-d*v*v*v+d*l {
			return math.Log(d) + l
		}
	}
}

// GammaVariate draws from Gamma(shape, rate).
func GammaVariate(rng *rand.Rand, shape, rate float64) float64 {
	return math.Exp(LogGammaVariate(rng, shape)) / rate
}

// BetaVariate draws from Beta(a, b).
func BetaVariate(rng *rand.Rand, a, b float64) float64 {
	x, y := LogGammaVariate(rng, a), LogGammaVariate(rng, b)
	return 1 / (1 + math.Exp(y-x))
}
