package models

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/internal/store"
)

// shop invents customers who all buy alike to the models' eye, but those with
// a large first order buy three times as often.
func shop(customers int, telling bool) []store.Panelist {
	rng := rand.New(rand.NewPCG(7, 7))
	var out []store.Panelist
	for range customers {
		spend, rate := 20.0, 1.0/40
		if rng.IntN(4) == 0 {
			rate *= 3
			if telling {
				spend = 80
			}
		}
		day := float64(rng.IntN(200))
		var c store.Panelist
		for ; day < 500; day += math.Max(1, rng.ExpFloat64()/rate) {
			c.Days = append(c.Days, store.PanelDay{Day: int32(day), Orders: 1, Gross: spend + rng.Float64()})
		}
		out = append(out, c)
	}
	return out
}

func rolledShop(t *testing.T, sample []store.Panelist) (Panel, []Origin, Asked, Pool, []float64) {
	t.Helper()
	p := NewPanel(sample, 7)
	var families []Family
	for _, name := range []string{"mbg-nbd", "nbd"} {
		f, _ := Find(name)
		families = append(families, f)
	}
	origins, err := p.Roll(context.Background(), families, Plan{First: 0, End: 400, HorizonDays: 364, Shares: DefaultShares, MinDays: 14, MinRepeaters: 50})
	if err != nil || len(origins) != 4 {
		t.Fatalf("%d origins: %v", len(origins), err)
	}
	mix, _ := Stack(origins)
	a := p.Ask(400, 500)
	var members []Model
	for _, f := range families {
		m, _, err := f.Fit(context.Background(), btyd.Compress(a.Histories), btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, m)
	}
	return p, origins, a, NewPool(members, mix.Weights, []bool{true, false}), mix.Weights
}

// Trees find what the models cannot see, keep the total, and explain
// themselves.
func TestLearnedFindsWhatModelsCannotSee(t *testing.T) {
	sample := shop(2500, true)
	p, origins, a, pool, _ := rolledShop(t, sample)
	mix, _ := Stack(origins)
	l, err := p.Learn(context.Background(), origins, mix, 0)
	if err != nil || l == nil {
		t.Fatalf("nothing learned: %v", err)
	}
	plain, corrected, err := l.TryLearned(p, a, pool)
	if err != nil {
		t.Fatal(err)
	}
	_, before := plain.Errors()
	_, after := corrected.Errors()
	if after > 0.97*before || corrected.LogScore() < plain.LogScore()+0.02 {
		t.Errorf("RMSE %.3f to %.3f, log score %.4f to %.4f", before, after, plain.LogScore(), corrected.LogScore())
	}
	was, _, _ := plain.Totals()
	is, _, _ := corrected.Totals()
	if math.Abs(is/was-1) > 1e-9 {
		t.Errorf("the total moved from %g to %g", was, is)
	}
	names, shares := l.Importance()
	spend := 0.0
	for i, n := range names {
		if n == "first spend" || n == "mean spend" {
			spend += shares[i]
		}
	}
	if spend < 0.3 {
		t.Errorf("spend explains %.2f of the gain; %v (%v)", spend, names, shares)
	}
	// The effects on one customer multiply up to the factor, but for what all
	// customers share.
	c := store.Panelist{Days: sample[0].Days[:1]}
	expected := pool.ExpectedPurchases(btyd.History{T: float64(400-int(c.Days[0].Day)) / 7}, a.Length)
	product := 1.0
	for _, e := range l.Explain(c, 400, 500, a.Length, expected) {
		product *= e.Factor
	}
	base := math.Exp(l.Correction.Exponent * l.Correction.Model.Explainer().Base())
	if got, want := math.Pow(product, 1/l.Share)*base, l.Factor(c, 400, 500, a.Length, expected); math.Abs(got/want-1) > 1e-9 {
		t.Errorf("effects multiply to %g, the factor is %g", got, want)
	}
}

// Where there is nothing to find, nothing is claimed.
func TestLearnedLeavesNoiseAlone(t *testing.T) {
	p, origins, a, pool, _ := rolledShop(t, shop(2500, false))
	mix, _ := Stack(origins)
	l, err := p.Learn(context.Background(), origins, mix, 0)
	if err != nil {
		t.Fatal(err)
	}
	if l == nil {
		return
	}
	plain, corrected, err := l.TryLearned(p, a, pool)
	if err != nil {
		t.Fatal(err)
	}
	if corrected.LogScore() < plain.LogScore()-0.005 {
		t.Errorf("what was learned of noise took the log score from %.4f to %.4f", plain.LogScore(), corrected.LogScore())
	}
}

func TestTilt(t *testing.T) {
	m := mbgnbd.Model{R: .525, Alpha: 6.183, A: .891, B: 1.614}
	h := btyd.History{X: 3, Tx: 20, T: 30}
	for _, factor := range []float64{0.2, 1, 3} {
		pmf := make([]float64, 400)
		m.Predictive(h, 39, pmf)
		mean := m.ExpectedPurchases(h, 39) * factor
		if !tilt(pmf, mean) {
			t.Fatalf("not tilted to %g", mean)
		}
		sum, got := 0.0, 0.0
		for n, p := range pmf {
			sum += p
			got += float64(n) * p
		}
		if math.Abs(sum-1) > 1e-12 || math.Abs(got/mean-1) > 1e-6 {
			t.Errorf("sums to %g with mean %g, want %g", sum, got, mean)
		}
	}
	if tilt([]float64{.5, .5}, 3) {
		t.Error("two counts cannot have a mean of three")
	}
}

// Weights taken from a model in which nobody is lost go to the others.
func TestBelievable(t *testing.T) {
	mortal, immortal := Fitted{}, Fitted{Family: Family{Immortal: true}}
	got := believable([]float64{.3, .2, .5}, []Fitted{mortal, mortal, immortal})
	for i, want := range []float64{.45, .3, .25} {
		if math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("weights %v", got)
		}
	}
	if got := believable([]float64{1}, []Fitted{immortal}); got[0] != 1 {
		t.Errorf("alone: %v", got)
	}
}
