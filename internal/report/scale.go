package report

import "math"

// scale maps data from lo..hi to the drawing's from..to.
type scale struct{ lo, hi, from, to float64 }

// at is the drawing coordinate of v.
func (s scale) at(v float64) float64 {
	if s.hi == s.lo {
		return s.from
	}
	return s.from + (v-s.lo)/(s.hi-s.lo)*(s.to-s.from)
}

// ticks are round values that cover a range.
type ticks struct {
	at   []float64
	step float64
}

func (t ticks) lo() float64 { return t.at[0] }
func (t ticks) hi() float64 { return t.at[len(t.at)-1] }

// niceTicks covers lo..hi with about n steps of 1, 2 or 5 times a power of
// ten. With whole, no step is below one.
func niceTicks(lo, hi float64, n int, whole bool) ticks {
	if !finite(lo) || !finite(hi) || hi <= lo {
		hi = lo + 1
	}
	if !finite(lo) {
		lo, hi = 0, 1
	}
	step := niceStep((hi - lo) / float64(n))
	if whole {
		step = math.Max(1, step)
	}
	first, last := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	t := ticks{step: step}
	for i := first; i <= last; i++ {
		t.at = append(t.at, i*step)
	}
	return t
}

// niceStep is the round step at or above raw.
func niceStep(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// label is how a tick is written: compact, with as many decimals as the step
// needs.
func (t ticks) label(v float64) string {
	top := math.Max(math.Abs(t.lo()), math.Abs(t.hi()))
	for _, u := range []struct {
		size   float64
		suffix string
	}{{1e9, "bn"}, {1e6, "M"}, {1e4, "k"}} {
		if top < u.size {
			continue
		}
		if u.suffix == "k" {
			u.size = 1e3
		}
		if v == 0 {
			return "0"
		}
		return fixed(v/u.size, decimalsOf(t.step/u.size)) + u.suffix
	}
	return fixed(v, decimalsOf(t.step))
}

// decimalsOf is how many decimals tell multiples of step apart.
func decimalsOf(step float64) int {
	if step <= 0 || !finite(step) {
		return 0
	}
	d := 0
	for s := step; d < 6 && math.Abs(s-math.Round(s)) > 1e-9*math.Max(1, s); d++ {
		s *= 10
	}
	return d
}

// percentLabel writes a tick that is a share.
func percentLabel(v float64) string { return fixed(v*100, 0) + "%" }
