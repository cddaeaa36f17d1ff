package models

import "math"

// tilt moves a distribution of counts to another mean in the way that changes
// it least (in relative entropy): p(n) θ^n, scaled. The distribution must be
// long enough to hold next to all of both. It returns false, and leaves it
// alone, where no θ does it.
func tilt(pmf []float64, mean float64) bool {
	if !(mean > 0) || mean >= float64(len(pmf)-1) {
		return false
	}
	low, high := -30.0, 30.0
	for range 80 {
		mid := (low + high) / 2
		if tiltedMean(pmf, mid) < mean {
			low = mid
		} else {
			high = mid
		}
		if high-low < 1e-10 {
			break
		}
	}
	l := (low + high) / 2
	top := tiltTop(pmf, l)
	sum := 0.0
	for n, p := range pmf {
		if p > 0 {
			pmf[n] = math.Exp(math.Log(p) + float64(n)*l - top)
		}
		sum += pmf[n]
	}
	for n := range pmf {
		pmf[n] /= sum
	}
	return true
}

// tiltTop is the largest logarithm of a term.
func tiltTop(pmf []float64, l float64) float64 {
	top := math.Inf(-1)
	for n, p := range pmf {
		if p > 0 {
			top = math.Max(top, math.Log(p)+float64(n)*l)
		}
	}
	return top
}

// tiltedMean is the mean at θ = e^l.
func tiltedMean(pmf []float64, l float64) float64 {
	top := tiltTop(pmf, l)
	sum, mean := 0.0, 0.0
	for n, p := range pmf {
		if p > 0 {
			w := math.Exp(math.Log(p) + float64(n)*l - top)
			sum += w
			mean += w * float64(n)
		}
	}
	return mean / sum
}
