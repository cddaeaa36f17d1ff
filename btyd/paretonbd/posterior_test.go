package paretonbd

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
	shape, scale := bayes.Weibull{Shape: 2, Scale: 1}, bayes.Weibull{Shape: 2, Scale: 10}
	return []bayes.Prior{bayes.On("r", shape), bayes.On("alpha", scale), bayes.On("s", shape), bayes.On("beta", scale)}
}

// The draws have the mean and spread that importance sampling around the mode
// gives, which shares nothing with the sampler but the density.
func TestPosteriorOfCDNOW(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	ctx := context.Background()
	rows := btyd.Compress(sample.NeedCDNOW(t).Histories)
	d, err := NewDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	p, err := bayes.NewPosterior(d, pymc())
	if err != nil {
		t.Fatal(err)
	}
	mode, err := p.Laplace(ctx, []float64{0.55, 10, 0.6, 10})
	if err != nil {
		t.Fatal(err)
	}
	want, spread := weigh(t, p, mode, 8000)
	draws, err := Posterior(ctx, rand.New(rand.NewPCG(1, 1)), rows, pymc(), bayes.Options{Draws: 500})
	if err != nil {
		t.Fatal(err)
	}
	if g := draws.Diagnostics(); len(g.Warnings) > 0 {
		t.Error(g.Warnings)
	}
	for i, s := range draws.Summary() {
		if tolerance := 4 * math.Hypot(s.MCSE, spread[i]/math.Sqrt(2000)); math.Abs(s.Mean-want[i]) > tolerance {
			t.Errorf("%s: mean %.5g, want %.5g within %.2g", s.Name, s.Mean, want[i], tolerance)
		}
		if math.Abs(s.SD/spread[i]-1) > 0.1 {
			t.Errorf("%s: sd %.4g, want %.4g", s.Name, s.SD, spread[i])
		}
	}
}

// weigh returns posterior means and standard deviations by importance
// sampling from a normal around the mode, 1.5 times as wide as the Laplace
// approximation. At least 2000 effective draws are required.
func weigh(t *testing.T, p *bayes.Posterior, mode bayes.Mode, n int) (mean, sd []float64) {
	const width = 1.5
	for i := range mode.Covariance {
		for j := range mode.Covariance {
			mode.Covariance[i][j] *= width * width
		}
	}
	draws, err := mode.Draws(rand.New(rand.NewPCG(2, 2)), p, n)
	if err != nil {
		t.Fatal(err)
	}
	mean, sd = make([]float64, 4), make([]float64, 4)
	g, parameters := make([]float64, 4), make([]float64, 4)
	var total, squares float64
	for i := range n {
		x, err := p.Unconstrain(draws.At(i, parameters))
		if err != nil {
			t.Fatal(err)
		}
		w := math.Exp(p.LogDensity(x, g) - draws.LogDensity[i])
		total += w
		squares += w * w
		for k, v := range parameters {
			mean[k] += w * v
			sd[k] += w * v * v
		}
	}
	if effective := total * total / squares; effective < 2000 {
		t.Fatalf("%g effective draws", effective)
	}
	for k := range mean {
		mean[k] /= total
		sd[k] = math.Sqrt(sd[k]/total - mean[k]*mean[k])
	}
	return mean, sd
}

// The posterior under the default priors does not depend on the unit of time:
// its density changes by a constant.
func TestPriorsFollowTheUnitOfTime(t *testing.T) {
	constant := math.NaN()
	for _, p := range [][]float64{{0.5, 10, 0.6, 12}, {1, 30, 0.2, 40}, {0.3, 4, 2, 90}} {
		var density [2]float64
		for k, unit := range []float64{1, 7} {
			rows := days(500, 9)
			for i := range rows.T {
				rows.T[i], rows.Tx[i] = unit*rows.T[i], unit*rows.Tx[i]
			}
			l, err := NewDensity(rows)
			if err != nil {
				t.Fatal(err)
			}
			post, err := bayes.NewPosterior(l, Priors(rows))
			if err != nil {
				t.Fatal(err)
			}
			x, err := post.Unconstrain([]float64{p[0], unit * p[1], p[2], unit * p[3]})
			if err != nil {
				t.Fatal(err)
			}
			density[k] = post.LogDensity(x, make([]float64, 4))
		}
		gap := density[1] - density[0]
		if math.IsNaN(constant) {
			constant = gap
		}
		if math.Abs(gap-constant) > 1e-7 {
			t.Errorf("%v: the density changes by %.10g, elsewhere by %.10g", p, gap, constant)
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
