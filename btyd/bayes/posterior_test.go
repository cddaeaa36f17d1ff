package bayes

import (
	"context"
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
)

// three is a smooth likelihood in three parameters, with its mode known.
type three struct{}

func (three) Names() []string { return []string{"r", "a", "b"} }
func (three) LogLikelihood(p, g []float64) float64 {
	f := 0.0
	for i, c := range []float64{4, 9, 2} {
		f += c*math.Log(p[i]) - p[i]*float64(i+1) - 0.1*p[0]*p[1]
		g[i] = c/p[i] - float64(i+1)
	}
	g[0] -= 0.3 * p[1]
	g[1] -= 0.3 * p[0]
	return f
}

func priors() []Prior {
	return []Prior{OnShare("a", "b", Beta{2, 3}, Pareto{1.5, 0.5}), On("r", Weibull{2, 1})}
}

func mustPosterior(t testing.TB, l Likelihood, p []Prior) *Posterior {
	t.Helper()
	post, err := NewPosterior(l, p)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

func TestPosteriorSlopesAgreeWithDifferences(t *testing.T) {
	sets := [][]Prior{
		priors(),
		{On("b", Gamma{2, 3}), On("r", HalfNormal{2}), On("a", LogNormal{1, 2})},
		{OnShare("b", "r", Beta{1, 1}, Gamma{2, 2}), On("a", Pareto{2, 0.1})},
		{On("a", Flat{}), On("b", Flat{}), On("r", Flat{})},
	}
	btydtest.Check(t, func(t *rapid.T) {
		for _, set := range sets {
			p, err := NewPosterior(three{}, set)
			if err != nil {
				t.Fatal(err)
			}
			x := make([]float64, 3)
			for i := range x {
				x[i] = rapid.Float64Range(-2, 2).Draw(t, "x")
			}
			for _, d := range []Density{p, plain{p}} {
				g, ignored := make([]float64, 3), make([]float64, 3)
				d.LogDensity(x, g)
				for i := range x {
					at := func(h float64) float64 {
						moved := append([]float64(nil), x...)
						moved[i] += h
						return d.LogDensity(moved, ignored)
					}
					const h = 1e-3
					want := (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
					if math.Abs(g[i]-want) > 1e-7*(1+math.Abs(want)) {
						t.Fatalf("%v at %v: slope %d: %.10g, want %.10g", set, x, i, g[i], want)
					}
				}
			}
		}
	})
}

// A prior alone is a probability: e to the log-density integrates to one over
// the coordinates, Jacobian included.
func TestPriorsIntegrateToOne(t *testing.T) {
	for _, d := range []Distribution{Gamma{2, 3}, Weibull{2, 10}, HalfNormal{2}, LogNormal{5, 1.5}, Pareto{1, 1}, Pareto{3, 0.2}, Beta{2, 3}, Beta{1, 1}} {
		total := quad.Fixed(func(z float64) float64 {
			v := at(d, z)
			return math.Exp(v.density + v.jacobian)
		}, -40, 40, 2000, nil, 0)
		if math.Abs(total-1) > 1e-6 {
			t.Errorf("%T%v: %.9g", d, d, total)
		}
	}
}

func TestUnconstrainInvertsConstrain(t *testing.T) {
	p := mustPosterior(t, three{}, priors())
	want := []float64{0.3, 1.7, 0.4}
	x, err := p.Unconstrain(want)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float64, 3)
	p.Constrain(x, got)
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Errorf("%v, want %v", got, want)
		}
	}
	for _, bad := range [][]float64{{1}, {1, 2, 0}, {1, 2, math.NaN()}, {1, math.Inf(1), 1}} {
		if _, err := p.Unconstrain(bad); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestNewPosteriorRefuses(t *testing.T) {
	for name, set := range map[string][]Prior{
		"missing":     {On("r", Flat{}), On("a", Flat{})},
		"twice":       {On("r", Flat{}), On("r", Flat{}), On("a", Flat{}), On("b", Flat{})},
		"unknown":     append(priors(), On("q", Flat{})),
		"not a share": {On("r", Flat{}), OnShare("a", "b", Flat{}, Flat{})},
		"share alone": {On("r", Beta{1, 1}), OnShare("a", "b", Beta{1, 1}, Flat{})},
		"negative":    {On("r", Gamma{-1, 2}), OnShare("a", "b", Beta{1, 1}, Flat{})},
		"nothing":     {On("r", nil), OnShare("a", "b", Beta{1, 1}, Flat{})},
	} {
		if _, err := NewPosterior(three{}, set); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestModeOfAConjugateModel(t *testing.T) {
	p := mustPosterior(t, counts{total: 7, n: 4}, []Prior{On("rate", Gamma{2, 3})})
	// Gamma(9, 7): the mode is 8/7; that of the logarithm 9/7, with variance 1/9.
	peak, err := p.MAP(context.Background(), []float64{50})
	if err != nil || math.Abs(peak.Parameters[0]-8./7) > 1e-6 {
		t.Errorf("MAP %v, %v", peak.Parameters, err)
	}
	mode, err := p.Laplace(context.Background(), []float64{0.01})
	if err != nil || math.Abs(mode.Parameters[0]-9./7) > 1e-6 || math.Abs(mode.Covariance[0][0]*9-1) > 1e-6 {
		t.Errorf("Laplace %v %v, %v", mode.Parameters, mode.Covariance, err)
	}
	if want := 9. / 7 / 3; math.Abs(mode.StdErr[0]/want-1) > 1e-6 {
		t.Errorf("standard error %g, want %g", mode.StdErr[0], want)
	}
	draws, err := mode.Draws(source(1), p, 20000)
	if err != nil {
		t.Fatal(err)
	}
	// A log-normal with the mode's median.
	if got, want := draws.Mean()[0], 9./7*math.Exp(1./18); math.Abs(got-want) > 4*0.46/math.Sqrt(20000) {
		t.Errorf("mean of the Laplace draws %g, want %g", got, want)
	}
}

func TestMaximiseRefuses(t *testing.T) {
	ctx := context.Background()
	flat := mustPosterior(t, counts{}, []Prior{On("rate", Flat{})}) // rises without end
	if _, err := flat.Laplace(ctx, []float64{1}); !errors.Is(err, btyd.ErrNotConverged) {
		t.Errorf("no mode: %v", err)
	}
	if _, err := Maximise(ctx, flat, []float64{1, 2}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("two coordinates: %v", err)
	}
	if _, err := Maximise(ctx, flat, []float64{math.NaN()}); !errors.Is(err, btyd.ErrNotFinite) {
		t.Errorf("not a number: %v", err)
	}
}
