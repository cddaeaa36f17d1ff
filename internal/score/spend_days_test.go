package score

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestBuyers(t *testing.T) {
	bought := func(day int32, gross float64) store.PanelDay {
		return store.PanelDay{Day: day, Orders: 1, Gross: gross}
	}
	back := func(day int32, amount float64) store.PanelDay {
		return store.PanelDay{Day: day, Refunds: 1, Refunded: -amount}
	}
	got := buyersOf([]store.Panelist{
		{Days: []store.PanelDay{bought(1, 10), bought(5, 40), back(6, 25), bought(11, 30), back(12, 20), bought(20, 50), bought(21, 999)}},
		{Days: []store.PanelDay{bought(10, 8), bought(11, 6)}},
		{Days: []store.PanelDay{back(2, 5), bought(11, 6)}},                // first seen in the hold-out
		{Days: []store.PanelDay{bought(3, 5), back(11, 5)}},                // bought nothing in it
		{Days: []store.PanelDay{bought(3, 5), bought(15, 5), back(16, 9)}}, // cost more than it paid
	}, 10, 20)
	want := []buyer{
		{x: 1, means: [2]float64{store.RepeatDays: 20, store.AllDays: 12.5}, actual: 30},
		{x: 0, means: [2]float64{store.RepeatDays: 0, store.AllDays: 8}, actual: 6},
		{x: 0, means: [2]float64{store.RepeatDays: 0, store.AllDays: 5}, actual: 0},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(buyer{})); diff != "" {
		t.Error(diff)
	}
}

// world draws buyers of one purchase, three in four of them, or of three from
// Gamma-Gamma. With first independent of a customer's later spend, it says
// nothing.
func world(m gammagamma.Model, n int, telling bool) []buyer {
	rng := rand.New(rand.NewPCG(7, 7))
	out := make([]buyer, n)
	for i := range out {
		rate := numeric.GammaVariate(rng, m.Q, m.V)
		firstRate := rate
		if !telling {
			firstRate = numeric.GammaVariate(rng, m.Q, m.V)
		}
		first := numeric.GammaVariate(rng, m.P, firstRate)
		b := buyer{actual: numeric.GammaVariate(rng, m.P, rate), means: [2]float64{store.AllDays: first}}
		if i%4 == 0 {
			b.x = 2
			b.means[store.RepeatDays] = numeric.GammaVariate(rng, 2*m.P, 2*rate)
			b.means[store.AllDays] = (first + 2*b.means[store.RepeatDays]) / 3
		}
		out[i] = b
	}
	return out
}

func TestSpendDays(t *testing.T) {
	m := gammagamma.Model{P: 6, Q: 4, V: 15}
	both := [2]spending{newGammaSpend(m, store.RepeatDays), newGammaSpend(m, store.AllDays)}
	huge := world(m, 1000, true)
	huge[1].means[store.AllDays] = 1e6                    // ordered before the hold-out, cancelled in it
	huge[2].means[store.AllDays], huge[2].actual = 1, 1e6 // the other way round
	for _, c := range []struct {
		name   string
		buyers []buyer
		bias   float64 // of the total, with all days; 0.1 with repeat days
		want   store.SpendDays
		says   string
	}{
		{"first orders tell", world(m, 1000, true), -0.12, store.AllDays, "on all purchase days"},
		{"first orders mislead", world(m, 1000, false), 0, store.RepeatDays, "did not foretell"},
		{"huge orders do not decide", huge, 0.14, store.AllDays, "on all purchase days"},
		{"they do when the total suffers", huge, 1.5, store.RepeatDays, "took the total further off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			test := testSpend(both, c.buyers)
			test.decide(0.1, c.bias)
			r := test.records()
			if !r[c.want].Chosen || r[1-c.want].Chosen || r[store.AllDays].ValueBias != c.bias || r[0].Customers != 1000 {
				t.Errorf("records are %+v", r)
			}
			if says := test.says(c.want); !strings.Contains(says, c.says) || !strings.Contains(says, "1,000 customers") {
				t.Errorf("says %q", says)
			}
		})
	}
}

// TestCompareGini holds the jackknife's error against the spread of the
// difference over other draws of customers.
func TestCompareGini(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func() (a, b judge.Outcomes) {
		for range 400 {
			y := numeric.GammaVariate(rng, 2, 1)
			a.Predicted, b.Predicted = append(a.Predicted, y+rng.NormFloat64()), append(b.Predicted, y+2*rng.NormFloat64())
			a.Actual, a.Weight = append(a.Actual, y), append(a.Weight, 1)
		}
		b.Actual, b.Weight = a.Actual, a.Weight
		return a, b
	}
	const draws = 200
	var sum, squares, claimed float64
	for range draws {
		c := compareGini(draw())
		sum, squares, claimed = sum+c.Difference/draws, squares+c.Difference*c.Difference/draws, claimed+c.StdErr/draws
	}
	if spread := math.Sqrt(squares - sum*sum); math.Abs(claimed/spread-1) > 0.15 {
		t.Errorf("claims a standard error of %g, the spread over draws is %g", claimed, spread)
	}
	if a, _ := draw(); compareGini(a, a) != (judge.Comparison{}) {
		t.Error("differs from itself")
	}
}

// TestSpendOfAllDays: what is expected of somebody unknown is the mean of what
// is expected after a first purchase.
func TestSpendOfAllDays(t *testing.T) {
	g := newGammaSpend(gammagamma.Model{P: 6, Q: 4, V: 15}, store.AllDays)
	base, slope, scaleBase, scaleSlope := g.coefficients(0)
	if got := base + slope*g.population(); math.Abs(got-30) > 1e-12 || g.population() != 30 {
		t.Errorf("expects %g after a first purchase, %g before", got, g.population())
	}
	if want := g.model.ExpectedSpend(1, 50); base+slope*50 != want || scaleBase != 15 || scaleSlope != 1 {
		t.Errorf("one purchase of 50: %g + %g m, want %g; scale %g + %g m", base, slope, want, scaleBase, scaleSlope)
	}
}

func TestPredictorHonoursDays(t *testing.T) {
	run := value.Run{
		Definition: value.Definition{Unit: "week", Horizon: "52w"},
		Models: []value.Fit{
			{Name: GammaGamma, Parameters: map[string]float64{"p": 6, "q": 4, "v": 15}},
			{Name: GammaGammaAllDays, Parameters: map[string]float64{"p": 9, "q": 3, "v": 8}},
		},
	}
	for days, want := range map[string]gammaSpend{
		"":         {model: gammagamma.Model{P: 6, Q: 4, V: 15}, of: store.RepeatDays}, // a record of before
		repeatDays: {model: gammagamma.Model{P: 6, Q: 4, V: 15}, of: store.RepeatDays},
		allDays:    {model: gammagamma.Model{P: 9, Q: 3, V: 8}, of: store.AllDays},
	} {
		run.Chosen = value.Chosen{Spend: GammaGamma, SpendDays: days}
		got, ok := predictorOf(run).spend.(gammaSpend)
		if !ok || got.model != want.model || got.of != want.of {
			t.Errorf("%q: %+v", days, got)
		}
	}
}
