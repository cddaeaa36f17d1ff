package btyd_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func fitted(ll float64, parameters int) btyd.Diagnostics {
	return btyd.Diagnostics{LogLikelihood: ll, Estimate: make([]float64, parameters), Customers: 100, Converged: true}
}

func TestCompareNested(t *testing.T) {
	// Upper tails of chi-square: e^(-x/2) for two degrees, erfc(sqrt(x/2))
	// for one; 4 degrees e^(-x/2)(1+x/2).
	for _, c := range []struct {
		gain    float64
		degrees int
		want    float64
	}{
		{1.5, 2, math.Exp(-1.5)}, {1.92, 1, math.Erfc(math.Sqrt(1.92))}, {5, 4, 6 * math.Exp(-5)},
		{0, 1, 1}, {-1e-9, 1, 1}, {200, 2, math.Exp(-200)},
	} {
		r, err := btyd.CompareNested(fitted(-10, 2), fitted(-10+c.gain, 2+c.degrees))
		if err != nil || math.Abs(r.PValue/c.want-1) > 1e-10 || r.Degrees != c.degrees || r.Statistic < 0 {
			t.Errorf("gain %g: %+v, want %g, %v", c.gain, r, c.want, err)
		}
	}
	stopped, fewer := fitted(-9, 3), fitted(-9, 3)
	stopped.Converged, fewer.Customers = false, 99
	for _, c := range []struct {
		full btyd.Diagnostics
		want error
	}{
		{fitted(-9, 2), btyd.ErrInvalidRow}, {fewer, btyd.ErrInvalidRow}, {stopped, btyd.ErrNotConverged},
		{fitted(-11, 3), btyd.ErrNotConverged}, {fitted(math.NaN(), 3), btyd.ErrNotConverged}, {fitted(math.Inf(1), 3), btyd.ErrNotConverged},
	} {
		if _, err := btyd.CompareNested(fitted(-10, 2), c.full); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c.full, err)
		}
	}
}

func ExampleCompareNested() {
	restricted := btyd.Diagnostics{LogLikelihood: -9595.0, Estimate: make([]float64, 4), Customers: 2357, Converged: true}
	full := btyd.Diagnostics{LogLikelihood: -9590.2, Estimate: make([]float64, 5), Customers: 2357, Converged: true}
	test, err := btyd.CompareNested(restricted, full)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("chi-square %.1f with %d degree of freedom, p = %.4f\n", test.Statistic, test.Degrees, test.PValue)
	// Output:
	// chi-square 9.6 with 1 degree of freedom, p = 0.0019
}
