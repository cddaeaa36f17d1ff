package nbd

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// The maximum was found by Newton's method in 30 digit arithmetic (mpmath). It
// agrees with the r 0.384765875, α 12.0720137, log-likelihood -9763.6576147
// that BTYDplus finds, to the precision of that program's search.
func TestFitCDNOW(t *testing.T) {
	rows := btyd.Compress(sample.NeedCDNOW(t).Histories)
	m, d, err := Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.384766135768784862, 12.0720228448369052},
		StdErr:        []float64{0.0209853761631565, 0.80872318177678},
		LogLikelihood: -9763.65761467261524,
	})
	total := 0.0
	for i, w := range rows.W {
		total += w * m.ExpectedPurchases(btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]}, 39)
	}
	sample.CheckValues(t, []sample.Value{
		{Name: "purchases of all in the next 39 weeks", Got: total, Want: 2929.82029216429, Relative: 1e-6},
	})
}

// The values were computed in 40 digit arithmetic (mpmath) from the densities:
// sums and roots of the negative binomial, the discounted purchases by
// quadrature over time.
func TestReferenceValues(t *testing.T) {
	m := Model{R: 0.385, Alpha: 12.07}
	h := btyd.History{X: 2, Tx: 30.43, T: 38.86}
	var chances [12]float64
	tail := m.Predictive(h, 52, chances[:])
	wait, ok := m.TimeToNext(h, 0.5)
	if !ok {
		t.Error("no wait for a customer who is never lost")
	}
	sample.CheckValues(t, []sample.Value{
		{Name: "log-likelihood", Got: m.LogLikelihood(h), Want: -9.0440117925761007},
		{Name: "log-likelihood, none", Got: m.LogLikelihood(btyd.History{T: 39}), Want: -0.55535256913679328},
		{Name: "log-likelihood, many", Got: Model{R: 1e-3, Alpha: 5}.LogLikelihood(btyd.History{X: 1e7, Tx: 77, T: 78}), Want: 106992536.39763774},
		{Name: "expected", Got: m.ExpectedPurchases(h, 39), Want: 1.8263302572157864},
		{Name: "discounted", Got: m.DiscountedPurchases(h, 52, 0.002), Want: 2.3127593329121009},
		{Name: "DERT", Got: m.DERT(h, 0.0027), Want: 17.344067020092938},
		{Name: "count", Got: m.ProbabilityOf(0, 39), Want: 0.5738698967106813},
		{Name: "count", Got: m.ProbabilityOf(3, 39), Want: 0.054169811848578961},
		{Name: "count", Got: m.ProbabilityOf(10, 2), Want: 3.3000584393131529e-10},
		{Name: "interval", Got: m.ProbabilityBetween(3, 61, 100), Want: 0.054169811848578961},
		{Name: "predictive, none", Got: chances[0], Want: 0.18673237142632066},
		{Name: "predictive, four", Got: chances[4], Want: 0.096617593491063966},
		{Name: "predictive, twelve or more", Got: tail, Want: 0.0033564927713255764},
		{Name: "wait", Got: wait, Want: 17.176992622060674},
	})
}

func TestEdges(t *testing.T) {
	m := Model{R: 0.385, Alpha: 12.07}
	if p := m.ProbabilityOf(-1, 5); p != 0 {
		t.Errorf("chance of minus one purchase %g", p)
	}
	if a, b := m.ProbabilityOf(0, 0), m.ProbabilityOf(1, 0); a != 1 || b != 0 {
		t.Errorf("in no time: none %g, one %g", a, b)
	}
	if _, ok := m.TimeToNext(btyd.History{T: 9}, 1); ok {
		t.Error("certainty within finite time")
	}
	if d := m.DERT(btyd.History{T: 9}, 0); !math.IsInf(d, 1) {
		t.Errorf("purchases for ever, undiscounted: %g", d)
	}
	if err := (Model{R: 1, Alpha: math.NaN()}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("NaN passes: %v", err)
	}
}
