package models

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func examplePool(weights ...float64) Pool {
	return NewPool([]Model{
		mbgnbd.Model{R: .525, Alpha: 6.183, A: .891, B: 1.614},
		paretonbd.Model{R: .553, Alpha: 10.578, S: .606, Beta: 11.669},
		nbd.Model{R: .385, Alpha: 12.07},
	}, weights, []bool{true, true, false})
}

func drawHistory(t *rapid.T) btyd.History {
	h := btyd.History{T: rapid.Float64Range(1, 100).Draw(t, "T"), X: float64(rapid.IntRange(0, 30).Draw(t, "x"))}
	if h.X > 0 {
		h.Tx = h.T * rapid.Float64Range(0.01, 1).Draw(t, "share")
	}
	return h
}

// drawnHistory is an ordinary one.
var drawnHistory = btyd.History{X: 3, Tx: 20, T: 26}

// A mixture's distribution adds up, has the mixture's mean, and its waiting
// time is where the chance of no purchase says.
func TestPoolIsAMixture(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		p, h := examplePool(.5, .3, .2), drawHistory(t)
		horizon := rapid.Float64Range(1, 60).Draw(t, "horizon")
		pmf := make([]float64, 700)
		o := p.Outlook(h, horizon, 0.002, pmf)
		sum, mean := o.Tail, 0.0
		for n, q := range pmf {
			sum += q
			mean += float64(n) * q
		}
		if math.Abs(sum-1) > 1e-9 || math.Abs(mean-o.Expected) > 1e-6*(1+mean) {
			t.Fatalf("sums to %.12f with mean %g, expected %g", sum, mean, o.Expected)
		}
		if want := p.ExpectedPurchases(h, horizon); math.Abs(o.Expected-want) > 1e-9*(1+want) {
			t.Fatalf("outlook expects %g, the model %g", o.Expected, want)
		}
		if want := .5/.8*p.Members[0].ProbabilityAlive(h) + .3/.8*p.Members[1].ProbabilityAlive(h); math.Abs(o.Alive-want) > 1e-12 {
			t.Fatalf("alive %g, want %g: who never leaves must not count", o.Alive, want)
		}
		if wait, ok := p.TimeToNext(h, 0.2); ok && math.Abs(p.ProbabilityOfNone(h, wait)-0.8) > 1e-6 {
			t.Fatalf("P(none by %g) = %g", wait, p.ProbabilityOfNone(h, wait))
		}
	})
}

func TestWorthDropsTheNegligible(t *testing.T) {
	w := Worth([]float64{.01, .495, .495})
	if w[0] != 0 || w[1] != .5 || len(examplePool(w...).Members) != 2 {
		t.Errorf("weights %v", w)
	}
}

// The naive rule is a proper distribution too, also far out.
func TestHabit(t *testing.T) {
	n := Habit{Rate: .05}
	for _, h := range []btyd.History{{T: 30}, {X: 5, Tx: 20, T: 30}, {X: 4000, Tx: 99, T: 100}} {
		pmf := make([]float64, 6000)
		tail := n.Predictive(h, 100, pmf)
		sum, mean := tail, 0.0
		for k, p := range pmf {
			sum += p
			mean += float64(k) * p
		}
		if want := n.ExpectedPurchases(h, 100); math.Abs(sum-1) > 1e-9 || math.Abs(mean/want-1) > 1e-6 {
			t.Errorf("x %g: sums to %g with mean %g, want %g", h.X, sum, mean, want)
		}
	}
}
