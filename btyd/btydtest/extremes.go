package btydtest

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func testExtremes(t *testing.T, s Subject) {
	histories := []btyd.History{
		{}, {T: 1e-3}, {T: 1e6}, {X: 1, Tx: 1e-9, T: 1e6}, {X: 1, Tx: 5, T: 5},
		{X: 1e7, Tx: 77.9, T: 78}, {X: 1e7, Tx: 1, T: 1e6}, {X: 1e7, Tx: 1e-3, T: 1e-3},
		{X: 3000, Tx: 77.9, T: 78}, {X: 300, Tx: 5, T: 700}, {X: 60, Tx: 1e5, T: 1e6},
	}
	shapes := []float64{1e-3, 1, 300}
	for _, a := range shapes {
		for _, b := range shapes {
			for _, timed := range []float64{1e-3, 10, 1e6} {
				m := s.New(extreme(s, a, b, timed))
				for _, h := range histories {
					finiteAnswers(t, m, h)
				}
			}
		}
	}
}

// extreme alternates two sizes over the shape parameters.
func extreme(s Subject, a, b, timed float64) []float64 {
	p := make([]float64, len(s.Truth))
	for i := range p {
		switch {
		case s.Timed[i]:
			p[i] = timed
		case i == 0:
			p[i] = a
		default:
			p[i] = b
		}
	}
	return p
}

func finiteAnswers(t *testing.T, m Model, h btyd.History) {
	t.Helper()
	var dst [24]float64
	check := func(name string, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%v %+v: %s = %g", m.Parameters(), h, name, v)
		}
	}
	check("log-likelihood", m.LogLikelihood(h))
	check("P(alive)", m.ProbabilityAlive(h))
	for _, horizon := range []float64{1e-3, 52, 1e5} {
		check("expected", m.ExpectedPurchases(h, horizon))
		check("new customer", m.ExpectedNewCustomer(horizon))
		check("discounted", m.DiscountedPurchases(h, horizon, 0.002))
		check("none", m.ProbabilityOfNone(h, horizon))
	}
	total := m.Predictive(h, 52, dst[:])
	for _, p := range dst {
		check("predictive", p)
		total += p
	}
	if !near(total, 1, 1e-6) {
		t.Errorf("%v %+v: predictive adds up to %.12g", m.Parameters(), h, total)
	}
	if wait, ok := m.TimeToNext(h, 0.5); ok {
		check("wait", wait)
	}
}
