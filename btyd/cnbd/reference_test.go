package cnbd

import (
	"context"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
)

func customer(x, tx, t, logGaps float64) Customer {
	return Customer{History: btyd.History{X: x, Tx: tx, T: t}, LogGaps: logGaps}
}

// The values were computed in 20 digits without any of the formulas used here:
// the density of the gaps and the Poisson counts of the clock were averaged
// over the rate by quadrature of its Gamma density, and the chances to survive
// are beta functions.
func TestReferenceValues(t *testing.T) {
	for _, c := range []struct {
		model    Model
		customer Customer
		horizon  float64
		// log-likelihood, chance of being alive, expected purchases, chance of none
		want [4]float64
	}{
		{Model{2, 1.32919726868055, 2.81260032965383, 0.424715580356214, 0.790040222211147, true},
			customer(2, 30, 52, 5.3), 52, [4]float64{-9.9480141629428, 0.572445119298068, 1.48587869740024, 0.452001553017662}},
		{Model{3, 0.8, 2.5, 0.5, 2, true},
			customer(7, 35.5, 39, 10.9), 39, [4]float64{-18.1713227236508, 0.923934182223287, 5.83531426184003, 0.0760745684132876}},
		{Model{3, 0.8, 2.5, 0.5, 2, false},
			customer(0, 0, 39, 0), 39, [4]float64{-1.37720286207042, 1.0, 0.496240858348606, 0.60421723595817}},
		{Model{6, 2.1, 1.3, 0.4, 3, false},
			customer(12, 48, 52, 16.2), 26, [4]float64{-22.4948146818501, 0.940302075759667, 5.74951382606155, 0.0596979244482198}},
		{Model{6, 2.1, 1.3, 0.4, 3, true},
			customer(4, 20, 52, 6.0), 26, [4]float64{-13.4287519551841, 1.07421670128194e-5, 2.93205548141308e-5, 0.999989258686412}},
	} {
		m, h := c.model, c.customer.History
		sample.CheckValues(t, []sample.Value{
			{Name: "log-likelihood", Got: m.LogLikelihoodOf(c.customer), Want: c.want[0]},
			{Name: "alive", Got: m.ProbabilityAlive(h), Want: c.want[1]},
			{Name: "expected", Got: m.ExpectedPurchases(h, c.horizon), Want: c.want[2]},
			{Name: "none", Got: m.ProbabilityOfNone(h, c.horizon), Want: c.want[3]},
		})
	}
}

// BTYDplus 1.2.0, executed: P(alive) at its estimates from 1,525 grocery
// customers, for x = 1 to 5, t_x = 12 and T = 52. Its expectations are
// approximate for k > 1 and so are no reference.
func TestAliveAsBTYDplus(t *testing.T) {
	m := Model{K: 2, R: 1.32919726868055, Alpha: 2.81260032965383, A: 0.424715580356214, B: 0.790040222211147, AtZero: true}
	for i, want := range []float64{0.156425350574968, 0.0292111247707762, 0.00386127013534737, 0.000439830678159391, 4.61024317509296e-05} {
		got := m.ProbabilityAlive(btyd.History{X: float64(i + 1), Tx: 12, T: 52})
		sample.CheckValues(t, []sample.Value{{Name: "alive", Got: got, Want: want}})
	}
}

// The series and the closed form given p are two ways to one number.
func TestTwoWaysToExpect(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		draw := func(what string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(rt, what))
		}
		m := Model{K: rapid.IntRange(1, 12).Draw(rt, "k"), R: draw("r", 0.2, 20), Alpha: draw("alpha", 0.2, 20),
			A: draw("a", 0.1, 10), B: draw("b", 0.1, 10)}
		h := btyd.History{X: float64(rapid.IntRange(0, 20).Draw(rt, "x")), T: draw("T", 1, 50)}
		if h.X > 0 {
			h.Tx = h.T * rapid.Float64Range(0.01, 1).Draw(rt, "share")
		}
		s, horizon := m.future(h), draw("t", 0.5, 50)
		if !s.short(horizon) {
			rt.Skip("too long for the series")
		}
		series, mean := s.expected(horizon), s.expectedMean(horizon)
		// Where a purchase is unlikely, the closed form cancels.
		if math.Abs(series-mean) > 1e-9*series+1e-11 {
			rt.Fatalf("%+v %+v: series %.15g, mean over p %.15g", m, h, series, mean)
		}
	})
}

// transactions is what the models compared below have in common.
type transactions interface {
	LogLikelihood(h btyd.History) float64
	ProbabilityAlive(h btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	DiscountedPurchases(h btyd.History, t, delta float64) float64
	ExpectedNewCustomer(t float64) float64
	ProbabilityBetween(n int, from, to float64) float64
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
}

// With k = 1 the models are the BG/NBD and the MBG/NBD.
func TestRandomBuyers(t *testing.T) {
	const r, alpha, a, b = 0.525, 6.183, 0.891, 1.614
	pairs := [][2]transactions{
		{Model{K: 1, R: r, Alpha: alpha, A: a, B: b}, bgnbd.Model{R: r, Alpha: alpha, A: a, B: b}},
		{Model{K: 1, R: r, Alpha: alpha, A: a, B: b, AtZero: true}, mbgnbd.Model{R: r, Alpha: alpha, A: a, B: b}},
	}
	for _, h := range []btyd.History{{T: 39}, {X: 2, Tx: 30.43, T: 38.86}, {X: 26, Tx: 30.86, T: 31}, {X: 200, Tx: 70, T: 78}, {X: 5, Tx: 5, T: 100}} {
		for _, pair := range pairs {
			var figures [2][]float64
			for i, m := range pair {
				var dst [8]float64
				tail := m.Predictive(h, 52, dst[:])
				wait, _ := m.TimeToNext(h, 0.2)
				figures[i] = append(dst[:], tail, wait, m.LogLikelihood(h), m.ProbabilityAlive(h), m.ExpectedPurchases(h, 52),
					m.DiscountedPurchases(h, 52, 0.01), m.ExpectedNewCustomer(52), m.ProbabilityBetween(2, 10, 50))
			}
			for j, want := range figures[1] {
				if got := figures[0][j]; math.Abs(got-want) > 1e-10*math.Abs(want) && math.Abs(got-want) > 1e-15 {
					t.Errorf("%T %+v, figure %d: %.17g, want %.17g", pair[1], h, j, got, want)
				}
			}
		}
	}
}

// On CDNOW purchases are random: BTYDplus 1.2.0 chooses k = 1 for both models
// too. Gaps are not kept in the summary, so k is chosen from x, t_x and T.
func TestFitCDNOW(t *testing.T) {
	c := sample.NeedCDNOW(t)
	for _, want := range []struct {
		atZero bool
		ll     float64
	}{{false, -9582.42920667393}, {true, -9582.13571555375}} {
		m, d, err := Fit(context.Background(), Rows{Rows: btyd.Compress(c.Histories)}, Options{AtZero: want.atZero})
		if err != nil {
			t.Fatal(err)
		}
		if m.K != 1 || math.Abs(d.LogLikelihood-want.ll) > 1e-6 {
			t.Errorf("k = %d, log-likelihood %.9f, want 1 and %.9f", m.K, d.LogLikelihood, want.ll)
		}
	}
}
