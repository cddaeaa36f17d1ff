package cnbd

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// The n-th purchase to come of a new customer is made with chance (1-p)^(n-1)
// and, at ticks of rate λ, worth (λ/(λ+δ))^(kn), so that with q = (λ/(λ+δ))^k
// all are worth the mean over p and λ of q/(1-(1-p)q). The values are that
// mean, by a trapezoidal rule in doubly exponential variables (NumPy).
func TestDERTAgainstTheSumOverPurchases(t *testing.T) {
	for _, c := range []struct {
		k                              int
		slow, fast, slowZero, fastZero float64
	}{
		{2, 6.6709394202449, 0.70832946688838, 6.036656948733, 0.57082197948062},
		{3, 5.5231964479771, 0.45647288378835, 4.9453400601762, 0.36320732684853},
		{6, 3.8693988929552, 0.18569393646496, 3.3957515238184, 0.14494439789459},
	} {
		bg := Model{K: c.k, R: 0.6, Alpha: 2.5, A: 0.793, B: 2.426}
		mbg := bg
		mbg.AtZero = true
		alone := Latent{K: []int{c.k}, Weights: []float64{1}, R: bg.R, Alpha: bg.Alpha * float64(c.k), A: bg.A, B: bg.B}
		sample.CheckValues(t, []sample.Value{
			{Name: "DERT, δ = .0027", Got: bg.DERT(btyd.History{}, 0.0027), Want: c.slow, Relative: 1e-9},
			{Name: "DERT, δ = .1", Got: bg.DERT(btyd.History{}, 0.1), Want: c.fast, Relative: 1e-9},
			{Name: "DERT, lost at once, δ = .0027", Got: mbg.DERT(btyd.History{}, 0.0027), Want: c.slowZero, Relative: 1e-9},
			{Name: "DERT, lost at once, δ = .1", Got: mbg.DERT(btyd.History{}, 0.1), Want: c.fastZero, Relative: 1e-9},
			{Name: "DERT of one class", Got: alone.DERT(Customer{}, 0.1), Want: c.fast, Relative: 1e-9},
		})
		if got := bg.DERT(btyd.History{}, math.Inf(1)); got != 0 {
			t.Errorf("where the future is worth nothing: %g", got)
		}
	}
}
