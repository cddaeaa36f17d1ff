package weibullgamma_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/kaplanmeier"
	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
)

// TestExponentialGamma: with c = 1 the models are the same.
func TestExponentialGamma(t *testing.T) {
	for _, p := range []exponentialgamma.Model{{R: 0.4, Alpha: 3}, {R: 1, Alpha: 10}, {R: 2.5, Alpha: 0.07}, {R: 40, Alpha: 900}} {
		m := weibullgamma.Model{R: p.R, Alpha: p.Alpha, C: 1}
		var values []sample.Value
		same := func(name string, got, want float64) {
			values = append(values, sample.Value{Name: name, Got: got, Want: want, Relative: 1e-12})
		}
		for _, s := range []float64{0, 0.5, 7, 200} {
			for _, u := range []float64{1e-6, 0.1, 3, 1000} {
				same("survival", m.SurvivalGiven(s, u), p.SurvivalGiven(s, u))
				same("hazard", m.Hazard(s), p.Hazard(s))
				same("density", m.Density(u), p.Density(u))
				same("quantile", m.QuantileGiven(s, u/1001), p.QuantileGiven(s, u/1001))
				same("mean", m.RestrictedMeanGiven(s, u), p.RestrictedMeanGiven(s, u))
				same("DERL", m.DERL(1/u, s), p.DERL(1/u, s))
				o := tenure.Observation{Entry: s, Exit: s + u, Lost: true}
				same("log-likelihood", m.LogLikelihood(o), p.LogLikelihood(o))
			}
			if want, ok := p.ExpectedResidualLifetime(s); ok {
				got, _ := m.ExpectedResidualLifetime(s)
				same("residual lifetime", got, want)
			} else if got, ok := m.ExpectedResidualLifetime(s); ok || !math.IsInf(got, 1) {
				t.Errorf("residual lifetime %g", got)
			}
		}
		sample.CheckValues(t, values)
	}
}

// gap is the largest distance between a curve and survival by a model, over the
// losses for which so many were at risk.
func gap(c kaplanmeier.Curve, atRisk float64, survival func(float64) float64) float64 {
	worst := 0.0
	for i, at := range c.Time {
		if c.AtRisk[i] >= atRisk {
			worst = math.Max(worst, math.Abs(c.Survival[i]-survival(at)))
		}
	}
	return worst
}

// TestSimulatedCurve: on customers of the model the fitted curve and the one
// without a model are within sampling error of each other, 1.63/sqrt(n) at one
// percent (Kolmogorov).
func TestSimulatedCurve(t *testing.T) {
	truth := weibullgamma.Model{R: 0.8, Alpha: 15, C: 1.4}
	rng := rand.New(rand.NewPCG(8, 1))
	var list []tenure.Observation
	for range 4000 {
		at, lost := truth.Simulate(rng, 40)
		list = append(list, tenure.Observation{Exit: at, Lost: lost})
	}
	rows := tenure.Compress(list)
	curve, err := kaplanmeier.Fit(rows)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := weibullgamma.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if worst := gap(curve, 1, m.Survival); worst > 1.63/math.Sqrt(4000) {
		t.Errorf("fitted curve is up to %.4f away", worst)
	}
}

// TestTelco compares with the curve without a model on 7,043 customers, by
// kind of contract, as long as a hundred are at risk. Tenures there are whole
// months, and one in ten of the monthly contracts ends within the first, which
// is where the largest gap is; a smooth curve has a few less by then.
func TestTelco(t *testing.T) {
	byContract := sample.NeedTelco(t)
	all := slices.Concat(byContract["Month-to-month"], byContract["One year"], byContract["Two year"])
	if len(all) != 7043 {
		t.Fatalf("%d customers", len(all))
	}
	for contract, list := range map[string][]tenure.Observation{"all": all, "month to month": byContract["Month-to-month"], "one year": byContract["One year"]} {
		rows := tenure.Compress(list)
		curve, err := kaplanmeier.Fit(rows)
		if err != nil {
			t.Fatal(err)
		}
		simple, ds, err := exponentialgamma.Fit(context.Background(), rows, btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m, d, err := weibullgamma.Fit(context.Background(), rows, btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		worst := gap(curve, 100, m.Survival)
		t.Logf("%s: largest gap %.4f, exponential-gamma %.4f; with fewer than 100 at risk %.4f and %.4f; %s; %s", contract,
			worst, gap(curve, 100, simple.Survival), gap(curve, 1, m.Survival), gap(curve, 1, simple.Survival), d.Summary(), ds.Summary())
		if worst > 0.05 || d.LogLikelihood < ds.LogLikelihood {
			t.Errorf("%s: largest gap %.4f, log-likelihood %.4f, with c = 1 %.4f", contract, worst, d.LogLikelihood, ds.LogLikelihood)
		}
	}
}
