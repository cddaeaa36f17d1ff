package btydtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
)

func testCounts(t *testing.T, s Subject) {
	dst := make([]float64, 700)
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		horizon := logUniform(0.01, 100).Draw(rt, "t")
		tail := m.Predictive(h, horizon, dst)
		total, mean := tail, 0.0
		for n, p := range dst {
			if !(p >= 0 && p <= 1+1e-12) {
				rt.Fatalf("P(%d) = %g", n, p)
			}
			total += p
			mean += float64(n) * p
		}
		if !near(total, 1, 1e-9) {
			rt.Fatalf("probabilities add up to %.15g", total)
		}
		want := m.ExpectedPurchases(h, horizon)
		if tail*1e3 < 1e-9*want && !near(mean, want, 1e-7) {
			rt.Fatalf("mean of the distribution %.12g, expectation %.12g", mean, want)
		}
		if none := m.ProbabilityOfNone(h, horizon); math.Abs(none-dst[0]) > 1e-10 {
			rt.Fatalf("chance of none %.14g, first of the distribution %.14g", none, dst[0])
		}
	})
}

func testSingleCounts(t *testing.T, s Subject) {
	dst := make([]float64, 40)
	Check(t, func(rt *rapid.T) {
		m, horizon := drawModel(rt, s), logUniform(0.01, 100).Draw(rt, "t")
		m.ProbabilityOfAll(horizon, dst)
		n := rapid.IntRange(0, 39).Draw(rt, "n")
		one := m.ProbabilityOf(n, horizon)
		if !near(one, dst[n], 1e-6) && math.Abs(one-dst[n]) > 1e-12 {
			rt.Fatalf("P(%d) = %.14g alone, %.14g among all", n, one, dst[n])
		}
		if from := m.ProbabilityBetween(n, 0, horizon); !near(one, from, 1e-9) {
			rt.Fatalf("P(%d) = %.14g, from zero %.14g", n, one, from)
		}
	})
}

func testAlive(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		last := 1.0
		for range 6 {
			p := m.ProbabilityAlive(h)
			if !(p >= 0 && p <= 1) {
				rt.Fatalf("P(alive) = %g for %+v", p, h)
			}
			if p > last*(1+1e-12) {
				rt.Fatalf("P(alive) rose from %.15g to %.15g in silence", last, p)
			}
			last = p
			h.T = 1.5*h.T + 0.1
		}
	})
}

func testExpectations(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		last, lastNew := 0.0, 0.0
		for _, horizon := range []float64{0, 1e-6, 0.01, 1, 10, 60, 300, 1e4, 1e8} {
			e, n := m.ExpectedPurchases(h, horizon), m.ExpectedNewCustomer(horizon)
			if !(e >= last*(1-1e-11)) || !(n >= lastNew*(1-1e-11)) || math.IsInf(e, 0) || math.IsInf(n, 0) {
				rt.Fatalf("t %g: expectation %g after %g, new customer %g after %g", horizon, e, last, n, lastNew)
			}
			last, lastNew = e, n
		}
	})
}

func testDiscounted(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		horizon := logUniform(0.1, 300).Draw(rt, "t")
		if a, b := m.DiscountedPurchases(h, horizon, 0), m.ExpectedPurchases(h, horizon); !near(a, b, 1e-8) {
			rt.Fatalf("undiscounted %.14g, expected %.14g", a, b)
		}
		delta := logUniform(1e-4, 2).Draw(rt, "delta") / horizon
		got, want := m.DiscountedPurchases(h, horizon, delta), stieltjes(m, h, horizon, delta)
		if !near(got, want, 2e-6) {
			rt.Fatalf("discounted %.14g, summed by intervals %.14g", got, want)
		}
	})
}

// stieltjes sums the expected purchases of many short intervals, each
// discounted as if spread over it evenly in its own expectation.
func stieltjes(m Model, h btyd.History, horizon, delta float64) float64 {
	const slices = 1500
	total, last := 0.0, 0.0
	for k := 1; k <= slices; k++ {
		// Quadratic spacing follows the faster decline at the start.
		u0, u1 := horizon*math.Pow(float64(k-1)/slices, 2), horizon*math.Pow(float64(k)/slices, 2)
		e := m.ExpectedPurchases(h, u1)
		total += (e - last) * (math.Exp(-delta*u0) + math.Exp(-delta*u1)) / 2
		last = e
	}
	return total
}

func testWaiting(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		q := rapid.Float64Range(0.01, 0.99).Draw(rt, "probability")
		wait, ok := m.TimeToNext(h, q)
		if !ok {
			if p := 1 - m.ProbabilityOfNone(h, 1e12); p > q+1e-9 {
				rt.Fatalf("never %.3g, yet %.15g within 1e12", q, p)
			}
			return
		}
		if p := 1 - m.ProbabilityOfNone(h, wait); math.Abs(p-q) > 1e-9 {
			rt.Fatalf("wait %g has chance %.12g, asked %.12g", wait, p, q)
		}
	})
}

func testNewborn(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, horizon := drawModel(rt, s), logUniform(0.01, 1000).Draw(rt, "t")
		a, b := m.ExpectedPurchases(btyd.History{}, horizon), m.ExpectedNewCustomer(horizon)
		if !near(a, b, 1e-10) {
			rt.Fatalf("empty history %.14g, new customer %.14g", a, b)
		}
	})
}

func testSilence(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, T := drawModel(rt, s), logUniform(0.01, 1000).Draw(rt, "T")
		a, b := math.Exp(m.LogLikelihood(btyd.History{T: T})), m.ProbabilityOf(0, T)
		if !near(a, b, 1e-9) {
			rt.Fatalf("likelihood %.14g, chance of none %.14g", a, b)
		}
	})
}

func testOutlook(t *testing.T, s Subject) {
	var a, b [12]float64
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		horizon := logUniform(0.01, 300).Draw(rt, "t")
		want := btyd.Outlook{
			Alive:      m.ProbabilityAlive(h),
			Expected:   m.ExpectedPurchases(h, horizon),
			Discounted: m.DiscountedPurchases(h, horizon, 0.01),
			Tail:       m.Predictive(h, horizon, a[:]),
		}
		if got := m.Outlook(h, horizon, 0.01, b[:]); got != want || a != b {
			rt.Fatalf("outlook %+v, parts %+v", got, want)
		}
	})
}
