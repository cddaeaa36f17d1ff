package score

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

func TestMetricsByHand(t *testing.T) {
	o := outcomes{
		predicted: []float64{0, 1, 2, 3},
		actual:    []float64{0, 2, 1, 5},
		weight:    []float64{1, 1, 1, 1},
		logp:      []float64{-1, -2, -3, -4},
	}
	mae, rmse := o.errors()
	near(t, "mae", mae, 1)
	near(t, "rmse", rmse, math.Sqrt(6.0/4))
	near(t, "spearman", o.spearman(), 0.8)
	near(t, "log score", o.logScore(), -2.5)
	// Gain curve by prediction: 5, 1, 2, 0 of 8; perfect: 5, 2, 1, 0.
	near(t, "gini", o.gini(), (2*(2.5+5.5+7+8)/32-1)/(2*(2.5+6+7.5+8)/32-1))
	near(t, "top share", outcomes{predicted: []float64{1, 2}, actual: []float64{1, 3}, weight: []float64{9, 1}}.topShare(), 0.25)
}

func TestTiesAreNoSkill(t *testing.T) {
	o := outcomes{predicted: []float64{1, 1, 1}, actual: []float64{5, 0, 1}, weight: []float64{1, 4, 2}}
	near(t, "gini", o.gini(), 0)
	near(t, "spearman", o.spearman(), 0)
}

// A row of weight w is the same as w rows of weight one.
func TestWeightsAreRepetition(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "rows")
		var a, b outcomes
		for range n {
			p, y := float64(rapid.IntRange(0, 4).Draw(t, "p")), float64(rapid.IntRange(0, 4).Draw(t, "y"))
			w := rapid.IntRange(1, 4).Draw(t, "w")
			a.predicted, a.actual, a.weight = append(a.predicted, p), append(a.actual, y), append(a.weight, float64(w))
			for range w {
				b.predicted, b.actual, b.weight = append(b.predicted, p), append(b.actual, y), append(b.weight, 1)
			}
		}
		if d := a.gini() - b.gini(); math.Abs(d) > 1e-9 {
			t.Fatalf("gini differs by %g", d)
		}
		if d := a.spearman() - b.spearman(); math.Abs(d) > 1e-9 {
			t.Fatalf("spearman differs by %g", d)
		}
		var customers, actual float64
		for _, p := range a.parts(10) {
			customers += p.customers
			actual += p.actual
		}
		_, wantActual, want := a.totals()
		if math.Abs(customers-want) > 1e-6 || math.Abs(actual-wantActual) > 1e-6 {
			t.Fatalf("parts hold %g customers and %g purchases, want %g and %g", customers, actual, want, wantActual)
		}
	})
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}
