package numeric

import "math"

// Quantile is the smallest t at which a continuous distribution function over
// t > 0 reaches p, from its density and a guess: by Newton steps, and
// bisection where they leave the bracket. The function may end below one, at
// limit; ok is false when p is not reached, or only at a t that is no number.
func Quantile(p, limit, guess float64, cumulative, density func(float64) float64) (t float64, ok bool) {
	if !(p > 0) {
		return 0, !math.IsNaN(p)
	}
	if !(p < limit) {
		return 0, false
	}
	low, high := 0.0, guess
	for cumulative(high) < p {
		low, high = high, 4*high
		if math.IsInf(high, 1) {
			return 0, false
		}
	}
	t = (low + high) / 2
	for range 200 {
		gap := cumulative(t) - p
		if gap < 0 {
			low = t
		} else {
			high = t
		}
		next := t - gap/density(t)
		if math.Abs(next-t) <= 1e-14*t || high-low <= 1e-14*high {
			break
		}
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		t = next
	}
	return t, true
}
