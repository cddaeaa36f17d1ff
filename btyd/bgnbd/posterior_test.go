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

// Reference ends were found in SciPy 1.17 by Brent's method on the maximum
// over the other three parameters by Nelder and Mead's.
func TestProfileOfCDNOW(t *testing.T) {
	d, err := NewDensity(btyd.Compress(sample.NeedCDNOW(t).Histories))
	if err != nil {
		t.Fatal(err)
	}
	got, err := bayes.Profile(context.Background(), d, []float64{0.5, 10, 1, 1}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	want := [][2]float64{
		{0.21925899086193215, 0.2686022737681128}, {3.7238968024693837, 5.211728751679584},
		{0.5153578619134405, 1.3187947520556695}, {1.4296053085539786, 4.566912228374664},
	}
	for i, w := range want {
		sample.CheckValues(t, []sample.Value{
			{Name: "lower end of " + got[i].Name, Got: got[i].Low, Want: w[0], Relative: 1e-6},
			{Name: "upper end of " + got[i].Name, Got: got[i].High, Want: w[1], Relative: 1e-6},
		})
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
