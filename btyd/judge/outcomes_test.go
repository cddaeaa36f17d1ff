package judge

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

func TestMetricsByHand(t *testing.T) {
	o := Outcomes{
		Predicted: []float64{0, 1, 2, 3},
		Actual:    []float64{0, 2, 1, 5},
		Weight:    []float64{1, 1, 1, 1},
		LogProb:   []float64{-1, -2, -3, -4},
	}
	mae, rmse := o.Errors()
	near(t, "mae", mae, 1)
	near(t, "rmse", rmse, math.Sqrt(6.0/4))
	near(t, "spearman", o.Spearman(), 0.8)
	near(t, "log score", o.LogScore(), -2.5)
	// Gain curve by prediction: 5, 1, 2, 0 of 8; perfect: 5, 2, 1, 0.
	near(t, "gini", o.Gini(), (2*(2.5+5.5+7+8)/32-1)/(2*(2.5+6+7.5+8)/32-1))
	near(t, "top share", Outcomes{Predicted: []float64{1, 2}, Actual: []float64{1, 3}, Weight: []float64{9, 1}}.TopShare(), 0.25)
}

func TestTiesAreNoSkill(t *testing.T) {
	o := Outcomes{Predicted: []float64{1, 1, 1}, Actual: []float64{5, 0, 1}, Weight: []float64{1, 4, 2}}
	near(t, "gini", o.Gini(), 0)
	near(t, "spearman", o.Spearman(), 0)
}

// A row of weight w is the same as w rows of weight one.
func TestWeightsAreRepetition(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "rows")
		var a, b Outcomes
		for range n {
			p, y := float64(rapid.IntRange(0, 4).Draw(t, "p")), float64(rapid.IntRange(0, 4).Draw(t, "y"))
			w := rapid.IntRange(1, 4).Draw(t, "w")
			a.Predicted, a.Actual, a.Weight = append(a.Predicted, p), append(a.Actual, y), append(a.Weight, float64(w))
			for range w {
				b.Predicted, b.Actual, b.Weight = append(b.Predicted, p), append(b.Actual, y), append(b.Weight, 1)
			}
		}
		if d := a.Gini() - b.Gini(); math.Abs(d) > 1e-9 {
			t.Fatalf("gini differs by %g", d)
		}
		if d := a.Spearman() - b.Spearman(); math.Abs(d) > 1e-9 {
			t.Fatalf("spearman differs by %g", d)
		}
		var customers, actual float64
		for _, p := range a.Parts(10) {
			customers += p.Customers
			actual += p.Actual
		}
		_, wantActual, want := a.Totals()
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
