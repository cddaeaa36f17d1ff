package regress

import (
	"context"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func TestRecovery(t *testing.T) {
	recovers(t, paretoTruth, customersOf(paretoTruth, 20000, 1))
	recovers(t, bgTruth, customersOf(bgTruth, 20000, 2))
	recovers(t, mbgTruth, customersOf(mbgTruth, 20000, 3))
	_, d, err := FitSpend(context.Background(), spendersOf(spendTruth, 20000, 4), Options{})
	near(t, "spend", d, err, append(spendTruth.Base.Parameters(), spendTruth.Coefficients...))
}

func recovers[B Base](t *testing.T, truth Model[B], data Data) {
	t.Helper()
	m, d, err := Fit[B](context.Background(), data, Options{})
	near(t, "transactions", d, err, append(append(truth.Base.Parameters(), truth.Purchase...), truth.Dropout...))
	if ll, err := m.LogLikelihood(data); err != nil || math.Abs(ll-d.LogLikelihood) > 1e-9*math.Abs(ll) {
		t.Errorf("customer by customer %.12g, %v; in the fit %.12g", ll, err, d.LogLikelihood)
	}
}

// near asks for every parameter within 3.3 standard errors of the truth.
func near(t *testing.T, what string, d btyd.Diagnostics, err error, truth []float64) {
	t.Helper()
	if err != nil || !d.HessianPositiveDefinite || len(d.Boundary)+len(d.Warnings) > 0 || d.GradientNorm > 1e-8 {
		t.Fatalf("%s: %v; %s; %v", what, err, d.Summary(), d.Warnings)
	}
	t.Log(d.Summary(), d.Evaluations)
	for i, name := range d.Names {
		if z := (d.Estimate[i] - truth[i]) / d.StdErr[i]; math.Abs(z) > 3.3 {
			t.Errorf("%s: %s = %g (se %.2g), truth %g", what, name, d.Estimate[i], d.StdErr[i], truth[i])
		}
	}
}

func TestDegenerate(t *testing.T) {
	_, d, err := Fit[paretonbd.Model](context.Background(), customersOf(paretoTruth, 100, 1), Options{})
	t.Log(d.Summary(), d.Warnings, err)
}
