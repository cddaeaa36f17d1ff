package regress

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// TestHopeless gives data that no regression can learn from: a clear error, or
// a model that answers.
func TestHopeless(t *testing.T) {
	repeat := func(n int, h btyd.History) (out []btyd.History) {
		for range n {
			out = append(out, h)
		}
		return out
	}
	for name, h := range map[string][]btyd.History{
		"nobody":             nil,
		"no repeat purchase": repeat(100, btyd.History{T: 30}),
		"all just bought":    repeat(100, btyd.History{X: 3, Tx: 9, T: 9}),
		"all alike":          repeat(100, btyd.History{X: 3, Tx: 5, T: 9}),
		"all new":            append(repeat(50, btyd.History{}), btyd.History{X: 1, Tx: 1, T: 1}),
		"huge counts":        append(repeat(50, btyd.History{X: 1e7, Tx: 70, T: 78}), repeat(50, btyd.History{T: 78})...),
		"far apart":          append(repeat(500, btyd.History{T: 1e5}), repeat(5, btyd.History{X: 1e5, Tx: 1e5 - 1, T: 1e5})...),
	} {
		var d Data
		z := make([]float64, len(h))
		for i, v := range h {
			z[i] = float64(i % 3)
			d.Rows.X, d.Rows.Tx = append(d.Rows.X, v.X), append(d.Rows.Tx, v.Tx)
			d.Rows.T, d.Rows.W = append(d.Rows.T, v.T), append(d.Rows.W, 1)
		}
		d.Purchase, d.Dropout = [][]float64{z}, [][]float64{z}
		d.PurchaseNames, d.DropoutNames = []string{"z"}, []string{"z"}
		answers[paretonbd.Model](t, name, d)
		answers[bgnbd.Model](t, name, d)
		answers[mbgnbd.Model](t, name, d)
	}
}

func answers[B interface {
	Base
	ExpectedPurchases(h btyd.History, t float64) float64
}](t *testing.T, name string, data Data) {
	t.Helper()
	m, d, err := Fit[B](context.Background(), data, Options{})
	if errors.Is(err, btyd.ErrTooLittleData) {
		return
	}
	t.Logf("%s: %s; %v (error: %v)", name, d.Summary(), d.Warnings, err)
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		t.Errorf("%s: %v", name, err)
		return
	}
	own, err := m.For([]float64{1}, []float64{1})
	if err != nil || math.IsNaN(d.LogLikelihood) {
		t.Errorf("%s: %v, %s", name, err, d.Summary())
		return
	}
	if e := own.ExpectedPurchases(btyd.History{X: 1, Tx: 1, T: 2}, 10); math.IsNaN(e) || math.IsInf(e, 0) {
		t.Errorf("%s: expectation %g from %s", name, e, d.Summary())
	}
}
