package ziln

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// TestReference: loss and predictions of two customers in the tests of the
// implementation that came with the paper, recomputed from the definitions in
// double precision.
func TestReference(t *testing.T) {
	a, b := Logits{Return: 0.1, Mu: 0.2, Scale: 0.3}, Logits{Return: 0.4, Mu: 0.5, Scale: 0.6}
	sample.CheckValues(t, []sample.Value{
		{Name: "loss of none", Got: a.Loss(0), Want: 0.744396660073570895, Relative: 1e-15},
		{Name: "loss of 1.5", Got: b.Loss(1.5), Want: 1.87837259125948843, Relative: 1e-15},
		{Name: "mean", Got: a.Mean(), Want: 0.923637852954928562, Relative: 1e-15},
		{Name: "mean", Got: b.Mean(), Want: 1.69075533234451452, Relative: 1e-15},
	})
	if got := (Logits{Scale: -100}).Sigma(); got != math.Sqrt(1e-7) {
		t.Errorf("least sigma %g", got)
	}
}

func drawLogits(t *rapid.T) Logits {
	return Logits{
		Return: rapid.Float64Range(-6, 6).Draw(t, "return"), Mu: rapid.Float64Range(-5, 8).Draw(t, "mu"), Scale: rapid.Float64Range(-5, 3).Draw(t, "scale"),
	}
}

// TestDistribution: chances and quantiles invert each other, and the density
// is that of the chances.
func TestDistribution(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		z := drawLogits(t)
		q := rapid.Float64Range(0.0005, 0.9995).Draw(t, "probability")
		v := z.Quantile(q)
		none := 1 - z.ProbabilityOfReturn()
		if (v == 0) != (q <= none) && math.Abs(q-none) > 1e-12 {
			t.Fatalf("quantile %g at %g, with %g at zero", v, q, none)
		}
		if v == 0 {
			return
		}
		if got := z.ProbabilityAbove(v); math.Abs(got-(1-q)) > 1e-10 {
			t.Fatalf("above the quantile at %g: %.12g", q, got)
		}
		step := 1e-4 * v * z.Sigma()
		slope := (z.ProbabilityAbove(v-2*step) - 8*z.ProbabilityAbove(v-step) + 8*z.ProbabilityAbove(v+step) - z.ProbabilityAbove(v+2*step)) / -(12 * step)
		density := math.Exp(-z.Loss(v))
		if math.Abs(slope-density) > 1e-6*density+1e-9/step*1e-6 {
			t.Fatalf("density %.10g, slope of the chances %.10g", density, slope)
		}
	})
	z := Logits{Return: 1}
	if z.Quantile(0) != 0 || !math.IsInf(z.Quantile(1), 1) || z.ProbabilityAbove(0) != z.ProbabilityOfReturn() {
		t.Error("ends of the distribution")
	}
}

func TestSimulate(t *testing.T) {
	z := Logits{Return: -0.5, Mu: 2, Scale: 0.2}
	rng := rand.New(rand.NewPCG(3, 3))
	const n = 200000
	sum, squares, zeros := 0.0, 0.0, 0.0
	for range n {
		v := z.Simulate(rng)
		sum += v
		squares += v * v
		if v == 0 {
			zeros++
		}
	}
	mean := sum / n
	if e := math.Sqrt((squares/n - mean*mean) / n); math.Abs(mean-z.Mean()) > 4*e {
		t.Errorf("mean %g ± %g, expected %g", mean, e, z.Mean())
	}
	if p := 1 - z.ProbabilityOfReturn(); math.Abs(zeros/n-p) > 4*math.Sqrt(p*(1-p)/n) {
		t.Errorf("%g zeros, expected %g", zeros/n, p)
	}
}

// TestExtremes: nothing is ever not a number.
func TestExtremes(t *testing.T) {
	for _, r := range []float64{-1e3, 0, 1e3} {
		for _, mu := range []float64{-1e3, 0, 1e3} {
			for _, s := range []float64{-1e3, 0, 1e2} {
				z := Logits{Return: r, Mu: mu, Scale: s}
				for i, v := range []float64{z.Sigma(), z.ProbabilityOfReturn(), z.MeanIfReturned(), z.Mean(), z.Loss(0), z.Loss(1e-300), z.Loss(1e300),
					z.ProbabilityAbove(0), z.ProbabilityAbove(1e9), z.Quantile(0.5), z.Quantile(0)} {
					if math.IsNaN(v) || v < 0 && i != 5 && i != 6 {
						t.Errorf("%+v: figure %d is %g", z, i, v)
					}
				}
			}
		}
	}
}
