package estimate

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

func TestRisingIsTheSumOfLogGammas(t *testing.T) {
	x := []float64{0, 1, 2, 2, 29, 63, 64, 65, 400, 511, 512, 90000}
	w := []float64{7, 1, 2, 3, 1, 1, 2, 1, 1, 4, 1, 2}
	counts := Count(x, w)
	for _, shift := range []float64{0, 1} {
		sum := NewRising(counts, shift)
		for _, z := range []float64{1e-9, 0.2, 3, 1e4} {
			var f, g float64
			for i := range x {
				f += w[i] * numeric.LogRising(z, x[i]+shift)
				g += w[i] * numeric.DigammaRise(z, x[i]+shift)
			}
			gotF, gotG := sum.At(z)
			if math.Abs(gotF-f) > 1e-12*math.Abs(f) || math.Abs(gotG-g) > 1e-12*math.Abs(g) {
				t.Errorf("z %g, shift %g: %.16g, %.16g, want %.16g, %.16g", z, shift, gotF, gotG, f, g)
			}
		}
	}
}

func TestStepIsTheGrainOfTimes(t *testing.T) {
	week := []float64{0, 1. / 7, 38 + 6./7, 11, 200. / 7}
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{week, 1. / 7}, {[]float64{0, 30, 45}, 15}, {[]float64{30.43, 38.86, 0.29}, 0.01}, {[]float64{0, 7e-5, 21e-5}, 7e-5},
	} {
		step, ok := Step(5000, c.values)
		if !ok || math.Abs(step/c.want-1) > 1e-9 {
			t.Errorf("%v: step %g %v, want %g", c.values, step, ok, c.want)
		}
	}
	for _, none := range [][]float64{nil, {0, 0}, {1, math.Pi}, {1, 1 + 1e-7}, {1e-300, 1}, {1e300, 1}} {
		if step, ok := Step(5000, none); ok {
			t.Errorf("%v: step %g", none, step)
		}
	}
}

func TestSound(t *testing.T) {
	for _, c := range []struct {
		p    []float64
		want bool
	}{
		{[]float64{0.5, 1e150}, true}, {[]float64{1e6, 1}, true}, {[]float64{1e10, 1}, false},
		{[]float64{1, 0}, false}, {[]float64{1, -1}, false}, {[]float64{math.NaN(), 1}, false}, {[]float64{1, math.Inf(1)}, false},
	} {
		if Sound(c.p, 1000, 0) != c.want {
			t.Errorf("%v: %v", c.p, !c.want)
		}
	}
}
