package models

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
)

// seasonal invents customers who buy twice as often in the last quarter of
// each year of 364 days, over three years.
func seasonal(customers int, factor float64) []store.Panelist {
	rng := rand.New(rand.NewPCG(3, 5))
	var out []store.Panelist
	for range customers {
		rate := 1.0 / 30 * (0.5 + rng.Float64())
		var c store.Panelist
		for day := rng.IntN(300); day < 1092; day++ {
			r := rate
			if day%364 >= 273 {
				r *= factor
			}
			if len(c.Days) == 0 || rng.Float64() < r {
				c.Days = append(c.Days, store.PanelDay{Day: int32(day), Orders: 1, Gross: 10})
			}
		}
		out = append(out, c)
	}
	return out
}

func paceOf(t *testing.T, sample []store.Panelist, first, at, until int) float64 {
	t.Helper()
	f, _ := Find("nbd")
	pace, err := NewPanel(sample, 7).Pace(context.Background(), []Family{f}, []float64{1}, first, at, until)
	if err != nil {
		t.Fatal(err)
	}
	return pace
}

func TestPaceIsLastYearsSeason(t *testing.T) {
	shop := seasonal(800, 2)
	// The last quarter of the third year, asked on its eve: twice the pace of
	// ordinary days, on a mixture that has seen a season or two of it.
	high := paceOf(t, shop, 0, 1001, 1092)
	if high < 1.6 || high > 2 {
		t.Errorf("pace of the season %.3f", high)
	}
	// The quarter after a season: fewer than the mixture expects.
	if low := paceOf(t, shop, 0, 728, 819); low > 0.95 {
		t.Errorf("pace after the season %.3f", low)
	}
	for name, got := range map[string]float64{
		"no season":            paceOf(t, seasonal(800, 1), 0, 1001, 1092),
		"a whole year":         paceOf(t, shop, 0, 728, 1092),
		"too little before":    paceOf(t, shop, 300, 700, 791),
		"not a year of log":    paceOf(t, shop, 700, 1001, 1092),
		"too few who returned": paceOf(t, shop[:40], 0, 1001, 1092),
	} {
		if math.Abs(got-1) > 0.02 {
			t.Errorf("%s: pace %.3f", name, got)
		}
	}
}

// At twice the pace a mixture says of ten weeks what it says of twenty.
func TestPaceRunsTime(t *testing.T) {
	slow, fast := examplePool(.5, .3, .2), examplePool(.5, .3, .2)
	fast.Pace = 2
	h := drawnHistory
	if a, b := fast.ExpectedPurchases(h, 10), slow.ExpectedPurchases(h, 20); math.Abs(a-b) > 1e-12 {
		t.Errorf("expects %g, want %g", a, b)
	}
	a, _ := fast.TimeToNext(h, 0.3)
	b, _ := slow.TimeToNext(h, 0.3)
	if math.Abs(a-b/2) > 1e-4 {
		t.Errorf("next after %g, want half of %g", a, b)
	}
	if fast.ProbabilityAlive(h) != slow.ProbabilityAlive(h) || fast.ExpectedNewCustomer(9) != slow.ExpectedNewCustomer(9) {
		t.Error("the past does not depend on the pace of what comes")
	}
}
