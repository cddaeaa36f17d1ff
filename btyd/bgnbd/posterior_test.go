package bgnbd

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// pymc are the default priors of PyMC-Marketing, for time in weeks.
func pymc() []bayes.Prior {
	return []bayes.Prior{
		bayes.On("r", bayes.Weibull{Shape: 2, Scale: 1}),
		bayes.On("alpha", bayes.Weibull{Shape: 2, Scale: 10}),
		bayes.OnShare("a", "b", bayes.Beta{A: 1, B: 1}, bayes.Pareto{Shape: 1, Lowest: 1}),
	}
}

// The published posterior, from 4,000 draws: means to the digits printed and
// the Monte Carlo error of both sides.
func TestPosteriorOfRoundedCDNOW(t *testing.T) {
	rows := btyd.Compress(sample.NeedRoundedCDNOW(t))
	draws, err := Posterior(context.Background(), rand.New(rand.NewPCG(1, 1)), rows, pymc(), bayes.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := draws.Diagnostics(); len(d.Warnings) > 0 {
		t.Errorf("%v", d.Warnings)
	}
	want := []struct{ mean, sd, digit float64 }{{0.2458, 0.0126, 5e-5}, {4.51, 0.383, 5e-3}, {0.785, 0.193, 5e-4}, {2.43, 0.75, 5e-3}}
	for i, s := range draws.Summary() {
		w := want[i]
		if tolerance := 4*math.Sqrt2*s.MCSE + w.digit; math.Abs(s.Mean-w.mean) > tolerance {
			t.Errorf("%s: mean %.5g, want %g within %.2g", s.Name, s.Mean, w.mean, tolerance)
		}
		if math.Abs(s.SD/w.sd-1) > 0.08 {
			t.Errorf("%s: sd %.4g, want %g", s.Name, s.SD, w.sd)
		}
	}
	// The published mode: two digits.
	d, err := NewDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	p, err := bayes.NewPosterior(d, pymc())
	if err != nil {
		t.Fatal(err)
	}
	mode, err := p.MAP(context.Background(), []float64{1, 10, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range []float64{0.24, 4.4, 0.71, 2.1} {
		if math.Abs(mode.Parameters[i]/w-1) > 0.025 {
			t.Errorf("mode of %s: %.4g, want %g", mode.Names[i], mode.Parameters[i], w)
		}
	}
}

func BenchmarkPosteriorCDNOW(b *testing.B) {
	rows := btyd.Compress(sample.NeedCDNOW(b).Histories)
	worst, seed := 1.0, uint64(0)
	for b.Loop() {
		seed++
		draws, err := Posterior(context.Background(), rand.New(rand.NewPCG(seed, 1)), rows, pymc(), bayes.Options{})
		if err != nil {
			b.Fatal(err)
		}
		worst = max(worst, draws.Diagnostics().RHat)
	}
	b.ReportMetric(worst, "worst-R-hat")
}
