package gammagamma

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

func logOf(x float64) float64 { return math.Log(x) }

// spend draws mean amounts of customers with 1 to 6 purchases.
func spend(m Model, n int, seed uint64) (rows btyd.SpendRows) {
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		x := 1 + float64(rng.IntN(6))
		nu := numeric.GammaVariate(rng, m.Q, m.V)
		rows.X = append(rows.X, x)
		rows.M = append(rows.M, numeric.GammaVariate(rng, m.P*x, nu*x))
		rows.W = append(rows.W, 1)
	}
	return rows
}

func TestRecovery(t *testing.T) {
	truth := Model{P: 6.25, Q: 3.74, V: 15.44}
	_, d, err := Fit(context.Background(), spend(truth, 30000, 3), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range truth.Parameters() {
		if z := (d.Estimate[i] - want) / d.StdErr[i]; math.Abs(z) > 3 {
			t.Errorf("%s = %g, truth %g: %.1f standard errors away", d.Names[i], d.Estimate[i], want, z)
		}
	}
}

func TestDerivatives(t *testing.T) {
	rows := spend(Model{P: 2, Q: 3, V: 10}, 50, 4)
	for _, p := range [][]float64{{6, 3.7, 15}, {0.3, 12, 900}, {80, 0.4, 0.01}} {
		l := newLikelihood(rows, 20)
		_, g, h := estimate.Derivatives(l, p)
		for i := range p {
			step := 1e-5 * p[i]
			up, down := append([]float64(nil), p...), append([]float64(nil), p...)
			up[i] += step
			down[i] -= step
			fu, gu, _ := estimate.Derivatives(l, up)
			fd, gd, _ := estimate.Derivatives(l, down)
			if d := (fu - fd) / (2 * step); math.Abs(d-g[i]) > 1e-5*(1+math.Abs(g[i])) {
				t.Errorf("%v: gradient %d %g, by differences %g", p, i, g[i], d)
			}
			for j := range p {
				if d := (gu[j] - gd[j]) / (2 * step); math.Abs(d-h[i][j]) > 1e-5*(1+math.Abs(h[i][j])) {
					t.Errorf("%v: Hessian %d,%d %g, by differences %g", p, i, j, h[i][j], d)
				}
			}
		}
	}
}

func TestPopulation(t *testing.T) {
	if mean, finite := (Model{P: 6, Q: 4, V: 16}).Population(); mean != 32 || !finite {
		t.Errorf("mean %g", mean)
	}
	if mean, finite := (Model{P: 6, Q: 0.9, V: 16}).Population(); !math.IsInf(mean, 1) || finite {
		t.Errorf("mean %g with q < 1", mean)
	}
	if a, b := (Model{P: 0.5, Q: 0.2, V: 1}).Shrinkage(1); !math.IsInf(a, 1) || b != 0 {
		t.Errorf("shrinkage %g %g without an expectation", a, b)
	}
}

func TestHopeless(t *testing.T) {
	for name, rows := range map[string]btyd.SpendRows{
		"nobody":     {},
		"one":        {X: []float64{2}, M: []float64{10}, W: []float64{1}},
		"same spend": {X: []float64{2, 3, 1, 1}, M: []float64{9, 9, 9, 9}, W: []float64{1, 1, 5, 1}},
	} {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); !errors.Is(err, btyd.ErrTooLittleData) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := btyd.SpendRows{X: []float64{1}, M: []float64{-3}, W: []float64{1}}
	if _, _, err := Fit(context.Background(), bad, btyd.Options{}); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("negative amount: %v", err)
	}
	twins := btyd.SpendRows{X: []float64{2, 1e7, 1}, M: []float64{10, 10.001, 1e9}, W: []float64{5, 5, 1}}
	if m, d, err := Fit(context.Background(), twins, btyd.Options{}); m.Validate() != nil {
		t.Errorf("extreme spend: %s, %v", d.Summary(), err)
	}
}

// TestQuantiles compares the table with inversion of the exact mixture.
func TestQuantiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, m := range []Model{{6.25, 3.74, 15.44}, {0.6, 2, 50}, {40, 9, 3}} {
		for _, x := range []float64{0, 2, 30} {
			s, err := m.NewSpendQuantiles(x, 150)
			if err != nil {
				t.Fatal(err)
			}
			for range 12 {
				mean := math.Exp(4 * rng.Float64())
				pmf := make([]float64, 140)
				dead := rng.Float64() * 0.8
				tail := numeric.NegativeBinomial(0.3+4*rng.Float64(), 1, mean/2, pmf)
				for n := range pmf {
					pmf[n] *= 1 - dead
				}
				pmf[0] += dead
				tail *= 1 - dead
				checkQuantiles(t, s, pmf, tail, mean)
			}
		}
	}
}

func checkQuantiles(t *testing.T, s *SpendQuantiles, pmf []float64, tail, mean float64) {
	t.Helper()
	tolerance := 1e-3
	if mean > 15 {
		tolerance = 3e-3
	}
	var mix Mixture
	s.Mix(pmf, tail, &mix)
	for _, q := range []float64{0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99} {
		got := s.Quantile(&mix, q)
		if q <= pmf[0] {
			if got != 0 {
				t.Errorf("quantile %g = %g, but no purchase has chance %g", q, got, pmf[0])
			}
			continue
		}
		low, high := -60.0, 60.0
		for range 60 {
			mid := (low + high) / 2
			f := pmf[0] + tail*s.partCDF(float64(len(pmf)), math.Exp(mid))
			for n := 1; n < len(pmf); n++ {
				f += pmf[n] * s.partCDF(float64(n), math.Exp(mid))
			}
			if f < q {
				low = mid
			} else {
				high = mid
			}
		}
		if want := math.Exp(low); math.Abs(got/want-1) > tolerance && q-pmf[0] > 0.002 {
			t.Errorf("%+v x %g mean %.3g: quantile %g = %.8g, exactly %.8g (none %.3g)", s.model, s.x, mean, q, got, want, pmf[0])
		}
	}
}
