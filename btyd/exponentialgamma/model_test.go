package exponentialgamma

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

func drawModel(t *rapid.T) Model {
	size := func(low, high float64) *rapid.Generator[float64] {
		return rapid.Custom(func(t *rapid.T) float64 { return math.Exp(rapid.Float64Range(low, high).Draw(t, "log")) })
	}
	return Model{R: size(-3, 4).Draw(t, "r"), Alpha: size(-2, 5).Draw(t, "alpha")}
}

func near(a, b, tolerance float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))
}

// TestDerivatives compares with central differences of five points, whose
// error falls with the fourth power of the step.
func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		var list []tenure.Observation
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			o := tenure.Observation{Entry: math.Max(0, rapid.Float64Range(-10, 20).Draw(t, "entry")), Lost: rapid.Bool().Draw(t, "lost")}
			o.Exit = o.Entry + rapid.Float64Range(0.01, 50).Draw(t, "watched")
			list = append(list, o)
		}
		rows := tenure.Compress(list)
		l, p := likelihood{rows}, m.Parameters()
		f, g, hessian := estimate.Derivatives(l, p)
		want := 0.0
		for i := range rows.Len() {
			want += rows.W[i] * m.LogLikelihood(rows.At(i))
		}
		if !near(f, want, 1e-10) && math.Abs(f-want) > 1e-9 {
			t.Fatalf("log-likelihood %.14g, from observations %.14g", f, want)
		}
		n := rows.Customers()
		for i := range p {
			step := 1e-3 * p[i]
			value, gradient := 0.0, make([]float64, len(p))
			for _, point := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
				q := append([]float64(nil), p...)
				q[i] += point.offset * step
				f, g, _ := estimate.Derivatives(l, q)
				value += point.weight * f / (12 * step)
				for j := range g {
					gradient[j] += point.weight * g[j] / (12 * step)
				}
			}
			if math.Abs(value-g[i]) > 1e-7*math.Abs(g[i])+(1e-9*n+1e-12*math.Abs(f))/p[i] {
				t.Fatalf("slope in %s by differences %.10g, by formula %.10g", m.Names()[i], value, g[i])
			}
			for j := range p {
				if math.Abs(gradient[j]-hessian[i][j]) > 1e-6*math.Abs(hessian[i][j])+1e-7*n/(p[i]*p[j]) {
					t.Fatalf("curvature in %s, %s by differences %.10g, by formula %.10g", m.Names()[i], m.Names()[j], gradient[j], hessian[i][j])
				}
			}
		}
	})
}

// TestPredictions asks of any parameters that survival, hazard, quantiles and
// means agree with each other.
func TestPredictions(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		s := math.Max(0, rapid.Float64Range(-20, 40).Draw(t, "tenure"))
		u := rapid.Float64Range(0.01, 60).Draw(t, "further")
		if got := m.Survival(s) * m.SurvivalGiven(s, u); !near(got, m.Survival(s+u), 1e-10) {
			t.Fatalf("S(%g) %g, in two steps %g", s+u, m.Survival(s+u), got)
		}
		step := 1e-4 * u
		slope := (m.LogSurvival(u-2*step) - 8*m.LogSurvival(u-step) + 8*m.LogSurvival(u+step) - m.LogSurvival(u+2*step)) / (12 * step)
		if !near(-slope, m.Hazard(u), 1e-7) || !near(m.Density(u), m.Hazard(u)*m.Survival(u), 1e-12) {
			t.Fatalf("hazard %.10g, slope of ln S %.10g", m.Hazard(u), slope)
		}
		share := 1 - m.SurvivalGiven(s, u)
		if q := m.QuantileGiven(s, share); share > 1e-3 && share < 0.999 && !near(q, u, 1e-9) {
			t.Fatalf("%g of those at %g have left after %.12g, not %.12g", share, s, q, u)
		}
		// The mean over a horizon is the sum of those of its two parts.
		split := m.RestrictedMean(s) + m.Survival(s)*m.RestrictedMeanGiven(s, u)
		if !near(m.RestrictedMean(s+u), split, 1e-11) {
			t.Fatalf("mean of the first %g is %.14g, in parts %.14g", s+u, m.RestrictedMean(s+u), split)
		}
		if mean, ok := m.ExpectedLifetime(); ok {
			residual, _ := m.ExpectedResidualLifetime(s)
			if whole := m.RestrictedMean(s) + m.Survival(s)*residual; !near(mean, whole, 1e-10) {
				t.Fatalf("lifetime %.14g, in parts %.14g", mean, whole)
			}
		}
		// A rate δ is what value loses by a short wait.
		delta := 1 / u
		if delta*1e-3*m.DERL(delta, s) > 1 {
			t.Fatalf("DERL %g at rate %g", m.DERL(delta, s), delta)
		}
		if !(m.DERL(2*delta, s) < m.DERL(delta, s)) || !(m.DERL(delta, s) < m.RestrictedMeanGiven(s, 50*u)) {
			t.Fatalf("DERL %g, at twice the rate %g, mean %g", m.DERL(delta, s), m.DERL(2*delta, s), m.RestrictedMeanGiven(s, 50*u))
		}
	})
}

func TestExtremes(t *testing.T) {
	for _, r := range []float64{1e-6, 1, 1e6} {
		for _, alpha := range []float64{1e-6, 1, 1e6} {
			m := Model{R: r, Alpha: alpha}
			for i, v := range []float64{
				m.Survival(1e9), m.SurvivalGiven(1e9, 1e9), m.Hazard(1e9), m.Hazard(1e-9), m.Density(1), m.RestrictedMean(1e9), m.RestrictedMeanGiven(1e9, 1e9),
				m.DEL(1e-9), m.DEL(1e9), m.DERL(1e-9, 1e9), m.DERL(0.1, 1), m.DEL(math.Inf(1)), m.RestrictedMean(0), m.Quantile(0), m.Survival(-1) - 1,
			} {
				if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
					t.Errorf("%+v: figure %d is %g", m, i, v)
				}
			}
			if q := m.Quantile(0.5); math.IsNaN(q) || q < 0 || !math.IsInf(m.Quantile(1), 1) {
				t.Errorf("%+v: median %g", m, q)
			}
			life, ok := m.ExpectedLifetime()
			residual, also := m.ExpectedResidualLifetime(3)
			if infinite := r <= 1; math.IsNaN(life) || math.IsNaN(residual) || infinite == ok || infinite == also || infinite != math.IsInf(residual, 1) {
				t.Errorf("%+v: lifetime %g, %t, residual %g, %t", m, life, ok, residual, also)
			}
		}
	}
	if err := (Model{R: 1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("a parameter of zero: %v", err)
	}
}

// simulated customers are watched for a while from a tenure on, and are in the
// list only if they lasted until then.
func simulated(m Model, n int, seed uint64) []tenure.Observation {
	rng := rand.New(rand.NewPCG(seed, 6))
	var list []tenure.Observation
	for len(list) < n {
		entry := math.Max(0, 20*rng.Float64()-10)
		at, lost := m.Simulate(rng, entry+5+50*rng.Float64())
		if at > entry {
			list = append(list, tenure.Observation{Entry: entry, Exit: at, Lost: lost})
		}
	}
	return list
}

// TestRecovery: estimates are within three standard errors of the truth, and a
// fit that does not know of delayed entry is not.
func TestRecovery(t *testing.T) {
	truth := Model{R: 0.9, Alpha: 10}
	list := simulated(truth, 10000, 1)
	_, d, err := Fit(context.Background(), tenure.Compress(list), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range truth.Parameters() {
		if z := (d.Estimate[i] - want) / d.StdErr[i]; !(math.Abs(z) < 3) {
			t.Errorf("%s = %g, truth %g: %.1f standard errors away", d.Names[i], d.Estimate[i], want, z)
		}
	}
	naive := tenure.Compress(list)
	naive.Entry = nil
	m, _, err := Fit(context.Background(), naive, btyd.Options{})
	if err != nil || m.Survival(12) < truth.Survival(12)+0.05 {
		t.Errorf("without regard to entry: S(12) = %.3f, truth %.3f, %v", m.Survival(12), truth.Survival(12), err)
	}
}

// TestInvariance: a fit does not depend on the order of rows, on weights in
// place of repetition or on the number of workers, and follows the unit of
// time.
func TestInvariance(t *testing.T) {
	ctx := context.Background()
	list := simulated(Model{R: 0.9, Alpha: 10}, 3000, 2)
	for i := range list {
		list[i].Exit = math.Ceil(list[i].Exit) + 1
		list[i].Entry = math.Floor(list[i].Entry)
	}
	first, d, err := Fit(ctx, tenure.Compress(list), btyd.Options{Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Fit(ctx, tenure.Compress(list), btyd.Options{Parallel: 7})
	if err != nil || again != first {
		t.Errorf("%+v, with more workers %+v, %v", first, again, err)
	}
	var each, days tenure.Rows
	for i := len(list) - 1; i >= 0; i-- {
		o := list[i]
		each.Entry, each.Exit = append(each.Entry, o.Entry), append(each.Exit, o.Exit)
		each.Lost, each.W = append(each.Lost, o.Lost), append(each.W, 1)
		days.Entry, days.Exit = append(days.Entry, 1e6*o.Entry), append(days.Exit, 1e6*o.Exit)
	}
	days.Lost, days.W = each.Lost, each.W
	other, _, err := Fit(ctx, each, btyd.Options{Start: first.Parameters()})
	if err != nil || !near(other.R, first.R, 1e-6) || !near(other.Alpha, first.Alpha, 1e-6) {
		t.Errorf("%+v, row by row %+v, %v", first, other, err)
	}
	scaled, ds, err := Fit(ctx, days, btyd.Options{})
	if err != nil || !near(scaled.R, first.R, 1e-6) || !near(scaled.Survival(12e6), first.Survival(12), 1e-7) ||
		!near(ds.LogLikelihood, d.LogLikelihood-each.Losses()*math.Log(1e6), 1e-9) || !near(ds.StdErr[0], d.StdErr[0], 1e-4) {
		t.Errorf("%s; in another unit %s, %v", d.Summary(), ds.Summary(), err)
	}
}

func TestHopeless(t *testing.T) {
	one := func(o ...tenure.Observation) tenure.Rows { return tenure.Compress(o) }
	ctx := context.Background()
	for name, c := range map[string]struct {
		rows tenure.Rows
		want error
	}{
		"nobody":      {tenure.Rows{}, btyd.ErrTooLittleData},
		"one":         {one(tenure.Observation{Exit: 1, Lost: true}), btyd.ErrTooLittleData},
		"nobody lost": {one(tenure.Observation{Exit: 1}, tenure.Observation{Exit: 2}, tenure.Observation{Exit: 3}), btyd.ErrTooLittleData},
		"backwards":   {one(tenure.Observation{Entry: 4, Exit: 1}), btyd.ErrInvalidRow},
	} {
		if _, _, err := Fit(ctx, c.rows, btyd.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, rows := range map[string]tenure.Rows{
		"all alike":     {Exit: []float64{5}, Lost: []bool{true}, W: []float64{1000}},
		"light tail":    {Exit: []float64{1, 2, 3, 4}, Lost: []bool{true, true, true, true}, W: []float64{10, 20, 20, 10}},
		"lost at once":  {Exit: []float64{1e-6, 100}, Lost: []bool{true, false}, W: []float64{500, 500}},
		"hardly a loss": {Exit: []float64{3, 1e7}, Lost: []bool{true, false}, W: []float64{1, 1e6}},
	} {
		m, d, err := Fit(ctx, rows, btyd.Options{})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && m.Validate() != nil || math.IsNaN(d.LogLikelihood) || math.IsInf(d.LogLikelihood, 0) || len(d.Boundary)+len(d.Warnings) == 0 {
			t.Errorf("%s: %s, %v", name, d.Summary(), err)
		}
	}
	if _, _, err := Fit(ctx, observed, btyd.Options{Start: []float64{1, -1}}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("negative start: %v", err)
	}
	if _, _, err := Fit(ctx, observed, btyd.Options{Start: []float64{1}}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("one start for several parameters: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := Fit(cancelled, observed, btyd.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
