package bgnbd

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// The n-th purchase to come is made with chance (1-p)^(n-1) and, at rate λ,
// worth (λ/(λ+δ))^n, so that with q = λ/(λ+δ) all are worth the mean over p
// and λ of q/(1-(1-p)q). The values are that mean, by a trapezoidal rule in
// doubly exponential variables (NumPy), and by mpmath to 20 digits where it
// ended.
func TestDERTAgainstTheSumOverPurchases(t *testing.T) {
	m, h := Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}, btyd.History{X: 2, Tx: 30.43, T: 38.86}
	sample.CheckValues(t, []sample.Value{
		{Name: "DERT, 15 % a year of weeks", Got: m.DERT(h, 0.0027), Want: 5.15637982615404},
		{Name: "DERT, δ = .1", Got: m.DERT(h, 0.1), Want: 0.342281046110569},
		{Name: "DERT, δ = 2", Got: m.DERT(h, 2), Want: 0.0187244672806461},
		{Name: "DERT of a new customer, 15 % a year of weeks", Got: m.DERT(btyd.History{}, 0.0027), Want: 3.64780963013742},
		{Name: "DERT of a new customer, δ = .1", Got: m.DERT(btyd.History{}, 0.1), Want: 0.389712623582687},
		{Name: "DERT of a new customer, δ = 2", Got: m.DERT(btyd.History{}, 2), Want: 0.0266584416513808},
		{Name: "without discount", Got: Model{R: 1, Alpha: 2, A: 3, B: 4}.DERT(btyd.History{}, 0), Want: 3},
	})
	if got := m.DERT(h, 0); !math.IsInf(got, 1) {
		t.Errorf("without discount, a < 1: %g", got)
	}
	if got := m.DERT(h, math.Inf(1)); got != 0 {
		t.Errorf("where the future is worth nothing: %g", got)
	}
}
