package mbgnbd

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Means: the published posterior of PyMC-Marketing under its default priors,
// from 4,000 draws. Standard deviations: importance sampling around the mode,
// 28,000 effective draws; the published ones, 0.087, 0.72, 0.138 and 0.45, are
// up to 10 % less, as a few thousand draws of a heavy tail can be.
func TestPosteriorOfRoundedCDNOW(t *testing.T) {
	rows := btyd.Compress(sample.NeedRoundedCDNOW(t))
	priors := []bayes.Prior{
		bayes.On("r", bayes.Weibull{Shape: 2, Scale: 1}),
		bayes.On("alpha", bayes.Weibull{Shape: 2, Scale: 10}),
		bayes.OnShare("a", "b", bayes.Beta{A: 1, B: 1}, bayes.Pareto{Shape: 1, Lowest: 1}),
	}
	draws, err := Posterior(context.Background(), rand.New(rand.NewPCG(1, 1)), rows, priors, bayes.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := draws.Diagnostics(); len(d.Warnings) > 0 {
		t.Error(d.Warnings)
	}
	want := []struct{ mean, sd, digit float64 }{{0.573, 0.0899, 5e-4}, {6.55, 0.743, 5e-3}, {0.861, 0.1463, 5e-4}, {1.49, 0.498, 5e-3}}
	for i, s := range draws.Summary() {
		w := want[i]
		if tolerance := 4*math.Sqrt2*s.MCSE + w.digit; math.Abs(s.Mean-w.mean) > tolerance {
			t.Errorf("%s: mean %.5g, want %g within %.2g", s.Name, s.Mean, w.mean, tolerance)
		}
		if math.Abs(s.SD/w.sd-1) > 0.1 {
			t.Errorf("%s: sd %.4g, want %g", s.Name, s.SD, w.sd)
		}
	}
}
