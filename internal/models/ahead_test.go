package models

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// asked is a model or a mixture.
type asked interface {
	Foreteller
	ExpectedPurchases(h btyd.History, t float64) float64
}

// forAhead are one model of every family, and mixtures of them.
func forAhead() map[string]asked {
	paced := examplePool(.5, .3, .2)
	paced.Pace = 1.3
	k := cnbd.Model{K: 2, R: .5, Alpha: 3, A: .8, B: 2, AtZero: true}
	return map[string]asked{
		"bg":      bgnbd.Model{R: .243, Alpha: 4.414, A: .793, B: 2.426},
		"mbg":     mbgnbd.Model{R: .525, Alpha: 6.183, A: .891, B: 1.614},
		"pareto":  paretonbd.Model{R: .553, Alpha: 10.578, S: .606, Beta: 11.669},
		"ggom":    ggomnbd.Model{R: .553, Alpha: 10.578, B: .0002, S: .603, Beta: .0026},
		"midlife": midlife.Model{Old: paretonbd.Model{R: .7, Alpha: 9, S: .6, Beta: 11}, Opening: 3, Window: 120, NewR: .5, NewAlpha: 12},
		"nbd":     nbd.Model{R: .385, Alpha: 12.07},
		"regular": k,
		"mixture": paced,
		"mixed":   NewPool([]Model{k, nbd.Model{R: .385, Alpha: 12.07}}, []float64{.7, .3}, []bool{true, false}),
	}
}

// Customers who share x and T are asked about one after the other, as scoring
// does; each gets the answers of the model itself.
func TestAheadIsTheModel(t *testing.T) {
	const horizon, delta, day = 52, 0.0018, 1. / 7
	for name, m := range forAhead() {
		t.Run(name, func(t *testing.T) {
			a := Foresee(m, horizon, delta)
			if want := name != "regular" && name != "mixed"; a.Shared() != want {
				t.Fatalf("shared: %v", a.Shared())
			}
			shares := make([]float64, a.Members())
			btydtest.Check(t, func(t *rapid.T) {
				h := drawHistory(t)
				for i := range 6 {
					if h.X > 0 {
						h.Tx = h.T * rapid.Float64Range(0.01, 1).Draw(t, "share")
					}
					if i == 0 || !a.Shared() {
						a.Of(h, 24, 768, 1e-6)
					}
					o := a.Outlook(h, shares)
					checkAhead(t, m, a, h, o, shares, horizon, delta)
					checkWaits(t, m, a, h, o, shares, horizon, day)
				}
			})
		})
	}
}

func checkAhead(t *rapid.T, m asked, a *Ahead, h btyd.History, o btyd.Outlook, shares []float64, horizon, delta float64) {
	n := len(a.Counts(0))
	want := make([]float64, n)
	direct := m.Outlook(h, horizon, delta, want)
	within, slack := 1e-11, 1e-20
	if _, ok := m.(midlife.Model); ok {
		within, slack = 1e-8, 1e-7 // it leaves out what has a chance of 1e-9
	}
	for _, c := range [][2]float64{{o.Alive, direct.Alive}, {o.Expected, direct.Expected}, {o.Discounted, direct.Discounted}} {
		if math.Abs(c[0]-c[1]) > within*c[1]+slack {
			t.Fatalf("%+v: foresees %+v, the model %+v", h, o, direct)
		}
	}
	if n < 768 && direct.Tail > 1e-6*(1+1e-9) {
		t.Fatalf("%+v: %d counts leave out %g", h, n, direct.Tail)
	}
	want[n-1] += direct.Tail
	for k := 1; k < n; k++ {
		p := 0.0
		for i, s := range shares {
			p += s * a.Counts(i)[k]
		}
		if math.Abs(p-want[k]) > within/10 {
			t.Fatalf("%+v: P(%d) = %g, the model %g", h, k, p, want[k])
		}
	}
}

// checkWaits compares with the moment at which the model says the chance is
// reached; only there, a rounding may make it another day.
func checkWaits(t *rapid.T, m asked, a *Ahead, h btyd.History, o btyd.Outlook, shares []float64, horizon, day float64) {
	for _, p := range []float64{0.5, 0.1} {
		got, ok := a.Waits(h, o, shares, p, day)
		wait, reached := m.TimeToNext(h, p)
		if math.Abs(wait-horizon) < 1e-4 || math.Abs(wait/day-math.Round(wait/day)) < 1e-4 {
			continue
		}
		reached = reached && wait < horizon
		if ok != reached || ok && got != int(math.Ceil(wait/day)) {
			t.Fatalf("%+v: bought with chance %g by day %d (%v), the model %g (%v)", h, p, got, ok, wait/day, reached)
		}
	}
}

// Those who cannot be alive, or asked about, do not get in the way of others.
func TestAheadOfExtremes(t *testing.T) {
	for name, m := range forAhead() {
		a := Foresee(m, 52, 0.002)
		shares := make([]float64, a.Members())
		for _, h := range []btyd.History{{T: 1e5}, {X: 1, Tx: 1, T: 1e6}, {X: 3000, Tx: 3, T: 400}, {X: 3000, Tx: 400, T: 400}, {}} {
			a.Of(h, 24, 768, 1e-6)
			o := a.Outlook(h, shares)
			days, ok := a.Waits(h, o, shares, 0.5, 1./7)
			if want := m.ExpectedPurchases(h, 52); !(math.Abs(o.Expected-want) <= 1e-9*want) || !(o.Alive >= 0 && o.Alive <= 1) || ok && (days < 1 || days > 364) {
				t.Errorf("%s %+v: %+v, want %g; day %d", name, h, o, want, days)
			}
		}
	}
}
