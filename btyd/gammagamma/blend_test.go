package gammagamma

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The table is made by integrating densities from grid point to grid point;
// every entry is the incomplete beta function to 1e-9.
func TestTableIsTheDistribution(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
		}
		m := Model{P: draw("p", 0.05, 60), Q: draw("q", 0.2, 60), V: 10}
		s, err := m.NewSpendQuantiles(math.Floor(draw("x", 0.5, 300)), int(draw("most", 1, 200)))
		if err != nil {
			t.Fatal(err)
		}
		for i, lw := range s.logW {
			for k, n := range s.count {
				if got, want := s.cdf[i*len(s.count)+k], s.partCDF(n, math.Exp(lw)); math.Abs(got-want) > 1e-9 {
					t.Fatalf("%+v x %g, %g purchases, ln w %g: %.15g, want %.15g", m, s.x, n, lw, got, want)
				}
			}
		}
	})
}

// A blend has the quantiles of the weighted sum, whoever was asked about
// before, also where they are outside the table.
func TestBlendIsTheWeightedSum(t *testing.T) {
	s, err := (Model{P: 4.25, Q: 6.01, V: 50}).NewSpendQuantiles(3, 23)
	if err != nil {
		t.Fatal(err)
	}
	var blend Blend
	var mix Mixture
	btydtest.Check(t, func(t *rapid.T) {
		var parts [3][24]float64
		blend.Reset(s)
		for i := range parts {
			numeric.NegativeBinomial(rapid.Float64Range(0.2, 5).Draw(t, "r"), 1, rapid.Float64Range(0.05, 2).Draw(t, "t"), parts[i][:])
			blend.Add(parts[i][:])
		}
		for range 3 {
			shares, sum := make([]float64, 3), make([]float64, 24)
			sum[0] = 1
			for i := range parts {
				shares[i] = rapid.Float64Range(0.01, 1./3).Draw(t, "share")
				sum[0] -= shares[i] * (1 - parts[i][0])
				for n := 1; n < 24; n++ {
					sum[n] += shares[i] * parts[i][n]
				}
			}
			s.Mix(sum, 0, &mix)
			for _, q := range []float64{0.05, 0.5, 0.95, sum[0] + 1e-8} {
				if got, want := blend.Quantile(shares, q), s.Quantile(&mix, q); math.Abs(got-want) > 1e-6*want {
					t.Fatalf("shares %v: quantile %g = %.12g, want %.12g", shares, q, got, want)
				}
			}
		}
	})
}
