package numeric_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// defective is an exponential time that never comes with chance 1-limit.
func defective(limit, rate float64) (cumulative, density func(float64) float64) {
	return func(t float64) float64 { return -limit * math.Expm1(-rate*t) },
		func(t float64) float64 { return limit * rate * math.Exp(-rate*t) }
}

func TestQuantileOfAnExponential(t *testing.T) {
	for _, limit := range []float64{1, 0.3} {
		for _, rate := range []float64{1e-9, 1, 1e6} {
			for _, share := range []float64{1e-12, 0.01, 0.5, 0.99, 1 - 1e-9} {
				for _, guess := range []float64{1e-3 / rate, 1 / rate, 1e6 / rate} {
					f, d := defective(limit, rate)
					got, ok := numeric.Quantile(limit*share, limit, guess, f, d)
					want := -math.Log1p(-share) / rate
					// Near the limit the function is flat, and rounding decides.
					if off := math.Abs(got/want - 1); !ok || off > 1e-13+2e-16/(1-share) {
						t.Errorf("limit %g, rate %g, share %g, guess %g: %g, %v, want %g", limit, rate, share, guess, got, ok, want)
					}
				}
			}
		}
	}
}

func TestQuantileThatIsNotReached(t *testing.T) {
	f, d := defective(0.3, 1)
	for _, c := range []struct {
		p  float64
		ok bool
	}{{-1, true}, {0, true}, {0.3, false}, {0.4, false}, {1, false}, {math.Inf(1), false}, {math.NaN(), false}} {
		if got, ok := numeric.Quantile(c.p, 0.3, 1, f, d); ok != c.ok || got != 0 {
			t.Errorf("quantile at %g: %g, %v", c.p, got, ok)
		}
	}
}

// The median of an exponential time is ln 2 over its rate.
func ExampleQuantile() {
	t, ok := numeric.Quantile(0.5, 1, 1,
		func(t float64) float64 { return -math.Expm1(-3 * t) },
		func(t float64) float64 { return 3 * math.Exp(-3*t) })
	fmt.Printf("%.6f %v\n", t, ok)
	// Output:
	// 0.231049 true
}
