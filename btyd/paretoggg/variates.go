package paretoggg

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// gammaBeyond draws from Gamma(shape, rate 1) given that it exceeds m, by
// rejection. Far out an exponential proposal of the best rate is accepted most
// of the time (Dagpunar 1978, J. Statist. Comput. Simul. 8:59-64); for shapes
// below one the power law up to one is drawn apart from the tail.
func gammaBeyond(rng *rand.Rand, shape, m float64) float64 {
	switch {
	case shape < 1 && m < 1:
		return powerBeyond(rng, shape, m)
	case shape < 1:
		for {
			z := m + rng.ExpFloat64()
			if -rng.ExpFloat64() < (shape-1)*math.Log(z/m) {
				return z
			}
		}
	case m < shape:
		for {
			if z := math.Exp(numeric.LogGammaVariate(rng, shape)); z > m {
				return z
			}
		}
	}
	rate := (m - shape + math.Sqrt((m-shape)*(m-shape)+4*m)) / (2 * m)
	peak := m // of the density beside the proposal
	if rate < 1 {
		peak = math.Max(m, (shape-1)/(1-rate))
	}
	for {
		z := m + rng.ExpFloat64()/rate
		if -rng.ExpFloat64() < (shape-1)*math.Log(z/peak)-(1-rate)*(z-peak) {
			return z
		}
	}
}

// powerBeyond is gammaBeyond for a shape and m below one.
func powerBeyond(rng *rand.Rand, shape, m float64) float64 {
	low := math.Pow(m, shape)
	near := (1 - low) / shape
	for {
		if rng.Float64()*(near+1/math.E) < near {
			z := math.Pow(low+rng.Float64()*(1-low), 1/shape)
			if rng.Float64() < math.Exp(-z) && z > m {
				return z
			}
			continue
		}
		z := 1 + rng.ExpFloat64()
		if -rng.ExpFloat64() < (shape-1)*math.Log(z) {
			return z
		}
	}
}

// slice takes one step of slice sampling from the density e^f between low and
// high, by stepping out and shrinking (Neal 2003, Annals of Statistics
// 31:705-767), with steps of the given width.
func slice(rng *rand.Rand, x, width, low, high float64, f func(float64) float64) float64 {
	level := f(x) - rng.ExpFloat64()
	if math.IsNaN(level) || math.IsInf(level, 0) {
		return x
	}
	left := x - width*rng.Float64()
	right := left + width
	for range 30 {
		if left <= low || f(left) < level {
			break
		}
		left -= width
	}
	for range 30 {
		if right >= high || f(right) < level {
			break
		}
		right += width
	}
	left, right = math.Max(left, low), math.Min(right, high)
	for range 100 {
		next := left + rng.Float64()*(right-left)
		if f(next) >= level {
			return next
		}
		if next < x {
			left = next
		} else {
			right = next
		}
	}
	return x
}
