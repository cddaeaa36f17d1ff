package numeric

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEach(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		x := 1400*rng.Float64() - 701
		e, l := []float64{x}, []float64{math.Exp(x / 2)}
		ExpEach(e)
		LogEach(l)
		if want := math.Exp(x); x > -700 && math.Abs(e[0]/want-1) > 5e-16 || x <= -700 && e[0] != 0 {
			t.Fatalf("exp(%g) = %.17g, want %.17g", x, e[0], want)
		}
		if math.Abs(l[0]-x/2) > 3e-16*(1+math.Abs(x)) {
			t.Fatalf("log(exp(%g)) = %.17g", x/2, l[0])
		}
		y := math.Exp(rng.Float64() * 1e-3)
		l[0] = y
		if LogEach(l); math.Abs(l[0]-math.Log(y)) > 3e-16 {
			t.Fatalf("log(%.17g) = %.17g", y, l[0])
		}
	}
}
