package estimate

import "math"

// Step returns the largest step of which every value is a whole multiple, to
// a billionth of the step: a day, when times were taken from dates. ok is
// false when there is none, or when the largest value is more than most steps
// away.
func Step(most int, columns ...[]float64) (step float64, ok bool) {
	top := 0.0
	for _, column := range columns {
		for _, v := range column {
			top = math.Max(top, v)
		}
	}
	smallest := top / float64(most) / 2
	for _, column := range columns {
		for _, v := range column {
			if step = divisor(v, step, smallest); step > 0 && step < smallest {
				return 0, false
			}
		}
	}
	if !(step > 0) || math.IsInf(top, 0) || top/step > float64(most)+0.5 {
		return 0, false
	}
	// The rounding of single values goes into Euclid's remainders; the
	// largest value alone fixes the step much better.
	step = top / math.Round(top/step)
	for _, column := range columns {
		for _, v := range column {
			if k := math.Round(v / step); math.Abs(v/step-k) > 1e-9 || (k == 0) != (v == 0) {
				return 0, false
			}
		}
	}
	return step, true
}

// divisor is Euclid's greatest common divisor of numbers that are not exact:
// remainders below smallest count as zero.
func divisor(a, b, smallest float64) float64 {
	for b > smallest {
		a, b = b, math.Abs(a-b*math.Round(a/b))
	}
	return a
}
