package gammagamma

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// The published posterior of PyMC-Marketing under its default priors (rounded
// data, 4,000 draws): p 4.3 (0.33), q 3.67 (0.21), v 22.7 (2.6).
func TestPosteriorOfCDNOW(t *testing.T) {
	rows := sample.NeedCDNOW(t).Spend
	priors := []bayes.Prior{
		bayes.On("p", bayes.Weibull{Shape: 2, Scale: 1}), bayes.On("q", bayes.Weibull{Shape: 2, Scale: 1}),
		bayes.On("v", bayes.Weibull{Shape: 2, Scale: 10}),
	}
	draws, err := Posterior(context.Background(), rand.New(rand.NewPCG(1, 1)), rows, priors, bayes.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := draws.Diagnostics(); len(d.Warnings) > 0 {
		t.Error(d.Warnings)
	}
	want := []struct{ mean, sd, digit float64 }{{4.3, 0.33, 0.05}, {3.67, 0.21, 0.005}, {22.7, 2.6, 0.05}}
	for i, s := range draws.Summary() {
		w := want[i]
		if tolerance := 4*math.Sqrt2*s.MCSE + w.digit; math.Abs(s.Mean-w.mean) > tolerance {
			t.Errorf("%s: mean %.5g, want %g within %.2g", s.Name, s.Mean, w.mean, tolerance)
		}
		if math.Abs(s.SD/w.sd-1) > 0.08 {
			t.Errorf("%s: sd %.4g, want %g", s.Name, s.SD, w.sd)
		}
	}
}

func TestDensityIsTheLikelihood(t *testing.T) {
	rows := btyd.SpendRows{X: []float64{1, 3, 20}, M: []float64{10, 32, 7.5}, W: []float64{3, 1, 2}}
	d, err := NewDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	p := []float64{2, 3, 15}
	m := Model{P: 2, Q: 3, V: 15}
	g, each, want := make([]float64, 3), make([]float64, 3), 0.0
	f := d.LogLikelihood(p, g)
	d.RowLogLikelihoods(p, 0, 3, each)
	for i, w := range d.Weights() {
		want += w * m.LogMarginalDensity(rows.M[i], rows.X[i])
		if each[i] != m.LogMarginalDensity(rows.M[i], rows.X[i]) {
			t.Errorf("row %d: %g", i, each[i])
		}
	}
	if math.Abs(f/want-1) > 1e-12 {
		t.Errorf("log-likelihood %.15g, want %.15g", f, want)
	}
	for i := range p {
		up, down := append([]float64(nil), p...), append([]float64(nil), p...)
		up[i], down[i] = p[i]+1e-4, p[i]-1e-4
		difference := (d.LogLikelihood(up, each) - d.LogLikelihood(down, each)) / 2e-4
		if math.Abs(g[i]-difference) > 1e-6*(1+math.Abs(g[i])) {
			t.Errorf("slope in %s: %g, difference %g", d.Names()[i], g[i], difference)
		}
	}
	if f := d.LogLikelihood([]float64{1, math.NaN(), 1}, each); !math.IsInf(f, -1) {
		t.Errorf("not a number: %g", f)
	}
	if _, err := NewDensity(btyd.SpendRows{X: []float64{1}, M: []float64{1}, W: []float64{9}}); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Errorf("one amount: %v", err)
	}
}
