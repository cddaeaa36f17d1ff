package btydtest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

func testRecovery(t *testing.T, s Subject) {
	_, d, err := s.Fit(context.Background(), sample.Columns(customers(s, 30000, 7)), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !d.Converged || !d.HessianPositiveDefinite || len(d.Boundary) > 0 {
		t.Errorf("unexpected state: %s", d.Summary())
	}
	for i, name := range d.Names {
		if z := (d.Estimate[i] - s.Truth[i]) / d.StdErr[i]; math.Abs(z) > 3 {
			t.Errorf("%s = %g (se %.2g), truth %g: %.1f standard errors away", name, d.Estimate[i], d.StdErr[i], s.Truth[i], z)
		}
	}
}

func testInvariance(t *testing.T, s Subject) {
	histories := customers(s, 3000, 8)
	for i := range histories { // whole weeks, so that rows coincide
		histories[i].T = math.Ceil(histories[i].T)
		histories[i].Tx = math.Ceil(histories[i].Tx)
	}
	first := mustFit(t, s, sample.Columns(histories), btyd.Options{Parallel: 1})
	if again := mustFit(t, s, sample.Columns(histories), btyd.Options{Parallel: 3}); again.LogLikelihood != first.LogLikelihood ||
		again.Estimate[0] != first.Estimate[0] {
		t.Errorf("the number of workers changes the answer: %v, %v", first.Estimate, again.Estimate)
	}
	compressed := mustFit(t, s, btyd.Compress(histories), btyd.Options{})
	if compressed.Rows >= first.Rows || compressed.Customers != first.Customers {
		t.Errorf("compression to %d rows of %g customers", compressed.Rows, compressed.Customers)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(histories), func(i, j int) {
		histories[i], histories[j] = histories[j], histories[i]
	})
	shuffled := mustFit(t, s, sample.Columns(histories), btyd.Options{})
	for _, other := range []btyd.Diagnostics{compressed, shuffled} {
		for i := range first.Estimate {
			if !near(first.Estimate[i], other.Estimate[i], 1e-6) {
				t.Errorf("estimates differ: %v, %v", first.Estimate, other.Estimate)
				break
			}
		}
	}
}

func testTimeUnit(t *testing.T, s Subject) {
	histories := customers(s, 2000, 9)
	first := mustFit(t, s, btyd.Compress(histories), btyd.Options{})
	repeats := btyd.Compress(histories).Repeats()
	for _, unit := range []float64{1e-3, 7, 1e6} {
		scaled := make([]btyd.History, len(histories))
		for i, h := range histories {
			scaled[i] = btyd.History{X: h.X, Tx: h.Tx * unit, T: h.T * unit}
		}
		d := mustFit(t, s, btyd.Compress(scaled), btyd.Options{})
		// The density of x purchase moments has the unit time^-x.
		if want := first.LogLikelihood - repeats*math.Log(unit); math.Abs(d.LogLikelihood-want) > 1e-6 {
			t.Errorf("unit %g: log-likelihood %.9g, want %.9g", unit, d.LogLikelihood, want)
		}
		for i, e := range first.Estimate {
			if s.Timed[i] {
				e *= unit
			}
			if len(s.Rates) > 0 && s.Rates[i] {
				e /= unit
			}
			if !near(d.Estimate[i], e, 1e-5) {
				t.Errorf("unit %g: %s = %.9g, want %.9g", unit, d.Names[i], d.Estimate[i], e)
			}
		}
	}
}

// testHopeless gives data no model can learn from.
func testHopeless(t *testing.T, s Subject) {
	repeat := func(n int, h btyd.History) (out []btyd.History) {
		for range n {
			out = append(out, h)
		}
		return out
	}
	for name, histories := range map[string][]btyd.History{
		"nobody":              nil,
		"one customer":        {{X: 2, Tx: 3, T: 9}},
		"no repeat purchase":  repeat(100, btyd.History{T: 30}),
		"all just bought":     repeat(100, btyd.History{X: 3, Tx: 9, T: 9}),
		"all alike":           repeat(100, btyd.History{X: 3, Tx: 5, T: 9}),
		"all new":             append(repeat(50, btyd.History{}), btyd.History{X: 1, Tx: 1, T: 1}),
		"huge counts":         append(repeat(50, btyd.History{X: 1e7, Tx: 70, T: 78}), repeat(50, btyd.History{T: 78})...),
		"extreme differences": append(repeat(2000, btyd.History{T: 1e5}), repeat(5, btyd.History{X: 1e5, Tx: 1e5 - 1, T: 1e5})...),
	} {
		m, d, err := s.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
		if errors.Is(err, btyd.ErrTooLittleData) {
			continue
		}
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e := m.Validate(); e != nil || math.IsNaN(d.LogLikelihood) {
			t.Errorf("%s: %v, %s", name, e, d.Summary())
		}
		if e := m.ExpectedPurchases(btyd.History{X: 1, Tx: 1, T: 2}, 10); math.IsNaN(e) || math.IsInf(e, 0) {
			t.Errorf("%s: expectation %g from %s", name, e, d.Summary())
		}
		t.Logf("%s: %s; %v (error: %v)", name, d.Summary(), d.Warnings, err)
	}
	if _, _, err := s.Fit(context.Background(), btyd.Rows{X: []float64{1}, Tx: []float64{3}, T: []float64{2}, W: []float64{1}}, btyd.Options{}); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("recency after age: %v", err)
	}
}

func mustFit(t *testing.T, s Subject, rows btyd.Rows, opts btyd.Options) btyd.Diagnostics {
	t.Helper()
	_, d, err := s.Fit(context.Background(), rows, opts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
