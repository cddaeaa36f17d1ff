package bayes

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// normal is a multivariate normal density with the given precision.
type normal struct {
	mean      []float64
	precision [][]float64
}

func (n normal) Dim() int { return len(n.mean) }

func (n normal) Names() []string {
	out := make([]string, len(n.mean))
	for i := range out {
		out[i] = fmt.Sprint("x", i)
	}
	return out
}

func (n normal) LogDensity(x, g []float64) float64 {
	f := 0.0
	for i, row := range n.precision {
		g[i] = 0
		for j, v := range row {
			g[i] -= v * (x[j] - n.mean[j])
		}
		f += g[i] * (x[i] - n.mean[i]) / 2
	}
	return f
}

// skewed is a correlated normal of very unequal scales: standard deviations
// 1, 100, 0.01, correlation 0.9 of the first two.
func skewed() normal {
	v := 1 / (1 - 0.81)
	return normal{[]float64{1, -200, 3}, [][]float64{{v, -0.9 * v / 100, 0}, {-0.9 * v / 100, v / 1e4, 0}, {0, 0, 1e4}}}
}

// funnel is Neal's: v is standard normal, x is normal with standard deviation
// e^(v/2), so that the scale of x changes by orders of magnitude.
type funnel struct{}

func (funnel) Dim() int        { return 2 }
func (funnel) Names() []string { return []string{"v", "x"} }
func (funnel) LogDensity(x, g []float64) float64 {
	e := math.Exp(-x[0])
	g[0] = -x[0] - 0.5 + 0.5*x[1]*x[1]*e
	g[1] = -x[1] * e
	return -x[0]*x[0]/2 - x[0]/2 - x[1]*x[1]*e/2
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

func mustSample(t testing.TB, d Density, o Options, seed uint64) *Draws {
	t.Helper()
	draws, err := Sample(context.Background(), source(seed), d, o)
	if err != nil {
		t.Fatal(err)
	}
	return draws
}

// moments compares means and standard deviations with the truth, within four
// Monte Carlo standard errors.
func moments(t *testing.T, draws *Draws, mean, sd []float64) {
	t.Helper()
	for i, s := range draws.Summary() {
		if math.Abs(s.Mean-mean[i]) > 4*s.MCSE {
			t.Errorf("%s: mean %g, want %g within %g", s.Name, s.Mean, mean[i], 4*s.MCSE)
		}
		squares := draws.Each(func(p []float64) float64 { return (p[i] - mean[i]) * (p[i] - mean[i]) })
		v := draws.Summarise("square", squares)
		if math.Abs(v.Mean-sd[i]*sd[i]) > 4*v.MCSE {
			t.Errorf("%s: variance %g, want %g within %g", s.Name, v.Mean, sd[i]*sd[i], 4*v.MCSE)
		}
	}
}

func TestSampleOfANormal(t *testing.T) {
	d := skewed()
	mode, err := Maximise(context.Background(), d, []float64{50, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{"from the mode": {Start: &mode}, "from nothing": {Warmup: 1500}} {
		t.Run(name, func(t *testing.T) {
			draws := mustSample(t, d, o, 1)
			if diagnostics := draws.Diagnostics(); len(diagnostics.Warnings) > 0 {
				t.Errorf("%v", diagnostics.Warnings)
			}
			moments(t, draws, d.mean, []float64{1, 100, 0.01})
		})
	}
}

func TestSampleOfAFunnel(t *testing.T) {
	draws := mustSample(t, funnel{}, Options{Acceptance: 0.98, Draws: 3000}, 2)
	moments(t, draws, []float64{0, 0}, []float64{1, math.Exp(0.25)})
	if d := draws.Diagnostics(); d.RHat > 1.01 || d.Divergences > draws.Len()/1000 {
		t.Errorf("R-hat %g, %d divergences", d.RHat, d.Divergences)
	}
	// A step too long for the neck is reported.
	wide := mustSample(t, funnel{}, Options{Acceptance: 0.2}, 2)
	if d := wide.Diagnostics(); d.Divergences == 0 || len(d.Warnings) == 0 {
		t.Errorf("long steps: %d divergences, warnings %v", d.Divergences, d.Warnings)
	}
}

func TestSampleDoesNotDependOnGoroutines(t *testing.T) {
	one := mustSample(t, funnel{}, Options{Parallel: 1, Draws: 200, Warmup: 200}, 3)
	many := mustSample(t, funnel{}, Options{Parallel: 4, Draws: 200, Warmup: 200}, 3)
	for k, column := range one.Values {
		for i, v := range column {
			if many.Values[k][i] != v {
				t.Fatalf("draw %d differs: %g, %g", i, v, many.Values[k][i])
			}
		}
	}
	other := mustSample(t, funnel{}, Options{Draws: 200, Warmup: 200}, 4)
	if other.Values[0][0] == one.Values[0][0] {
		t.Error("another seed gives the same draws")
	}
}

func TestSampleRefuses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Sample(ctx, source(1), funnel{}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	nowhere := normal{mean: []float64{math.NaN()}, precision: [][]float64{{1}}}
	if _, err := Sample(context.Background(), source(1), nowhere, Options{}); !errors.Is(err, btyd.ErrNotFinite) {
		t.Errorf("not a number: %v", err)
	}
	for _, o := range []Options{{Acceptance: 1}, {Acceptance: -1}, {Chains: -1}, {Draws: 2}, {Start: &Mode{X: []float64{1}}}} {
		if _, err := Sample(context.Background(), source(1), funnel{}, o); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// counts is a Poisson likelihood, conjugate to a Gamma prior.
type counts struct{ total, n float64 }

func (counts) Names() []string { return []string{"rate"} }
func (c counts) LogLikelihood(p, g []float64) float64 {
	g[0] = c.total/p[0] - c.n
	return c.total*math.Log(p[0]) - c.n*p[0]
}

// Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): when
// the truth is drawn from the prior and data from the truth, the rank of the
// truth among the draws of the posterior is uniform.
func TestSimulationBasedCalibration(t *testing.T) {
	const studies, bins = 400, 10
	prior := Gamma{Shape: 2, Rate: 3}
	rng := source(5)
	var histogram [bins]float64
	for range studies {
		truth := numeric.GammaVariate(rng, prior.Shape, prior.Rate)
		data := counts{n: 5}
		for end := rng.ExpFloat64() / truth; end < data.n; end += rng.ExpFloat64() / truth {
			data.total++
		}
		draws, err := Infer(context.Background(), rng, data, []Prior{On("rate", prior)}, []float64{1}, Options{Chains: 1, Draws: 396})
		if err != nil {
			t.Fatal(err)
		}
		below := 0
		for i := 0; i < draws.Len(); i += 4 { // 99 nearly independent draws
			if draws.Values[0][i] < truth {
				below++
			}
		}
		histogram[below/bins]++
	}
	chi := 0.0
	for _, n := range histogram {
		chi += (n - studies/bins) * (n - studies/bins) / (studies / bins)
	}
	if chi > 21.67 { // the 99 % point of chi-square with 9 degrees
		t.Errorf("ranks are not uniform (chi-square %.1f): %v", chi, histogram)
	}
}

func TestPosteriorOfAConjugateModel(t *testing.T) {
	data := counts{total: 7, n: 4}
	draws, err := Infer(context.Background(), source(6), data, []Prior{On("rate", Gamma{Shape: 2, Rate: 3})}, []float64{1}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// Gamma(2+7, 3+4).
	moments(t, draws, []float64{9. / 7}, []float64{math.Sqrt(9) / 7})
}
