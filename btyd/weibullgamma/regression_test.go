package weibullgamma

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// simulatedRegression are customers of two kinds with a number known of each,
// some watched only from a tenure on.
func simulatedRegression(truth Regression, n int, seed uint64) RegressionData {
	rng := rand.New(rand.NewPCG(seed, 7))
	d := RegressionData{Names: truth.Covariates, Covariates: make([][]float64, 2)}
	for d.Rows.Len() < n {
		z := []float64{float64(rng.IntN(2)), 10 + 2*rng.NormFloat64()}
		m, err := truth.For(z)
		if err != nil {
			panic(err)
		}
		entry := math.Max(0, 20*rng.Float64()-10)
		at, lost := m.Simulate(rng, entry+5+50*rng.Float64())
		if at <= entry {
			continue
		}
		d.Rows.Entry, d.Rows.Exit = append(d.Rows.Entry, entry), append(d.Rows.Exit, at)
		d.Rows.Lost, d.Rows.W = append(d.Rows.Lost, lost), append(d.Rows.W, 1)
		for k := range z {
			d.Covariates[k] = append(d.Covariates[k], z[k])
		}
	}
	return d
}

var truthRegression = Regression{Base: Model{R: 1.2, Alpha: 60, C: 1.3}, Covariates: []string{"yearly", "price"}, Coefficients: []float64{-0.7, 0.12}}

// TestRegressionDerivatives compares with differences of five points, and the
// value with that of each customer's own model.
func TestRegressionDerivatives(t *testing.T) {
	d := simulatedRegression(truthRegression, 40, 1)
	for i := range d.Rows.W {
		d.Rows.W[i] += float64(i % 3)
	}
	btydtest.Check(t, func(t *rapid.T) {
		s := newRegressionSearch(d, RegressionOptions{L2: 0.01, ConstantRate: rapid.Bool().Draw(t, "constant")})
		s.standardise()
		n := len(s.names)
		x := rapid.SliceOfN(rapid.Float64Range(-1.5, 1.5), n, n).Draw(t, "x")
		f, g, h := s.objective(x)
		const step = 1e-3
		for i := range x {
			value, gradient := 0.0, make([]float64, n)
			for _, p := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
				q := slices.Clone(x)
				q[i] += p.offset * step
				v, slopes, _ := s.objective(q)
				value += p.weight * v / (12 * step)
				for j := range slopes {
					gradient[j] += p.weight * slopes[j] / (12 * step)
				}
			}
			if math.Abs(value-g[i]) > 1e-6*(1+math.Abs(g[i])) {
				t.Fatalf("slope in %s by differences %.10g, by formula %.10g", s.names[i], value, g[i])
			}
			for j := range x {
				if math.Abs(gradient[j]-h[i][j]) > 1e-6*(1+math.Abs(h[i][j])) {
					t.Fatalf("curvature in %s, %s by differences %.10g, by formula %.10g", s.names[i], s.names[j], gradient[j], h[i][j])
				}
			}
		}
		m := Model{R: math.Exp(x[0]), Alpha: math.Exp(x[1]), C: 1}
		if s.first == 3 {
			m.C = math.Exp(x[2])
		}
		want := 0.0
		for k, v := range x[s.first:] {
			want += 0.01 * v * v / (s.sd[k] * s.sd[k])
		}
		for i := range d.Rows.Len() {
			own := m
			for k, v := range x[s.first:] {
				own.Alpha *= math.Exp(-v * s.z[i][k])
			}
			o := d.Rows.At(i)
			o.Entry, o.Exit = o.Entry/s.unit, o.Exit/s.unit
			want -= d.Rows.W[i] / s.customers * own.LogLikelihood(o)
		}
		if !near(f, want, 1e-11) {
			t.Fatalf("value %.14g, customer by customer %.14g", f, want)
		}
	})
}

func TestRegressionRecovery(t *testing.T) {
	g, d, err := FitRegression(context.Background(), simulatedRegression(truthRegression, 12000, 2), RegressionOptions{})
	if err != nil || !d.HessianPositiveDefinite || len(d.Warnings) > 0 {
		t.Fatalf("%s, %v", d.Summary(), err)
	}
	want := append(truthRegression.Base.Parameters(), truthRegression.Coefficients...)
	for i, name := range d.Names {
		if z := (d.Estimate[i] - want[i]) / d.StdErr[i]; !(math.Abs(z) < 3) {
			t.Errorf("%s = %g, truth %g: %.1f standard errors away", name, d.Estimate[i], want[i], z)
		}
	}
	// What is reported is what the models of customers say.
	data := simulatedRegression(truthRegression, 12000, 2)
	total := 0.0
	for i := range data.Rows.Len() {
		m, err := g.For([]float64{data.Covariates[0][i], data.Covariates[1][i]})
		if err != nil {
			t.Fatal(err)
		}
		total += m.LogLikelihood(data.Rows.At(i))
	}
	if !near(total, d.LogLikelihood, 1e-10) {
		t.Errorf("log-likelihood %.12g, customer by customer %.12g", d.LogLikelihood, total)
	}
}

// TestRegressionOnNothing: coefficients held at zero leave the models without
// covariates, standard errors included.
func TestRegressionOnNothing(t *testing.T) {
	data := simulatedRegression(truthRegression, 3000, 3)
	for _, constant := range []bool{false, true} {
		g, d, err := FitRegression(context.Background(), data, RegressionOptions{L2: 1e9, ConstantRate: constant})
		if err != nil {
			t.Fatal(err)
		}
		var want btyd.Diagnostics
		if constant {
			_, want, err = exponentialgamma.Fit(context.Background(), data.Rows, btyd.Options{})
		} else {
			_, want, err = Fit(context.Background(), data.Rows, btyd.Options{})
		}
		if err != nil || !near(d.LogLikelihood, want.LogLikelihood, 1e-9) {
			t.Fatalf("log-likelihood %.10g, without covariates %.10g, %v", d.LogLikelihood, want.LogLikelihood, err)
		}
		for i, name := range want.Names {
			if !near(d.Estimate[i], want.Estimate[i], 1e-5) || !near(d.StdErr[i], want.StdErr[i], 1e-3) || d.Names[i] != name {
				t.Errorf("%s = %g (%g), without covariates %g (%g)", d.Names[i], d.Estimate[i], d.StdErr[i], want.Estimate[i], want.StdErr[i])
			}
		}
		if zero, err := g.For([]float64{0, 0}); err != nil || zero != g.Base {
			t.Errorf("%+v, base %+v, %v", zero, g.Base, err)
		}
	}
}

func TestRegressionRefusals(t *testing.T) {
	ctx := context.Background()
	good := simulatedRegression(truthRegression, 50, 4)
	n := good.Rows.Len()
	column := func(v ...float64) []float64 { return append(v, good.Covariates[1][len(v):]...) }
	for says, d := range map[string]RegressionData{
		"2 names for 1":         {good.Rows, good.Covariates[:1], good.Names},
		"3 values for 50":       {good.Rows, [][]float64{{1, 2, 3}}, []string{"a"}},
		"row 1: covariate a":    {good.Rows, [][]float64{column(1, math.NaN())}, []string{"a"}},
		"name \"c\"":            {good.Rows, good.Covariates[:1], []string{"c"}},
		"name \"a\"":            {good.Rows, good.Covariates, []string{"a", "a"}},
		"a is the same for all": {good.Rows, [][]float64{make([]float64, n)}, []string{"a"}},
		"exit -1":               {tenure.Rows{Exit: []float64{-1}, Lost: []bool{true}, W: []float64{1}}, nil, nil},
	} {
		if _, _, err := FitRegression(ctx, d, RegressionOptions{}); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error of %q: %v", says, err)
		}
	}
	if _, _, err := FitRegression(ctx, good, RegressionOptions{L2: math.NaN()}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("L2 not a number: %v", err)
	}
	if _, d, err := FitRegression(ctx, good, RegressionOptions{MaxIterations: 1}); !errors.Is(err, btyd.ErrNotConverged) || d.Converged {
		t.Errorf("one step: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := FitRegression(cancelled, good, RegressionOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, z := range [][]float64{{1}, {1, math.Inf(1)}} {
		if _, err := truthRegression.For(z); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%v: %v", z, err)
		}
	}
	// Two columns that say the same: no standard errors, and it says so.
	twin := RegressionData{good.Rows, [][]float64{good.Covariates[0], good.Covariates[0]}, []string{"a", "b"}}
	if _, d, err := FitRegression(ctx, twin, RegressionOptions{}); err != nil && !errors.Is(err, btyd.ErrNotConverged) || len(d.Warnings) == 0 || len(d.StdErr) > 0 {
		t.Errorf("%s %q, %v", d.Summary(), d.Warnings, err)
	}
}
