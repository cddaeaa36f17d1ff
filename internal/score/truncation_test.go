package score

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// watched are the histories, to the day, of customers in a window of 40 weeks:
// some there before it, some who arrive in it.
func watched(before, arriving int) btyd.Rows {
	const window = 40
	rng, world := rand.New(rand.NewPCG(7, 1)), paretonbd.Model{R: .8, Alpha: 8, S: .6, Beta: 40}
	var all []btyd.History
	see := func(times []float64) {
		if len(times) == 0 {
			return
		}
		day := func(t float64) float64 { return math.Floor(7 * t) }
		h := btyd.History{T: (7*window - day(times[0])) / 7}
		last := day(times[0])
		for _, t := range times[1:] {
			if d := day(t); d > last {
				h.X, h.Tx, last = h.X+1, (d-day(times[0]))/7, d
			}
		}
		all = append(all, h)
	}
	for range before {
		see(world.Simulate(rng, window))
	}
	for range arriving {
		first := rng.Float64() * window
		times := []float64{first}
		for _, t := range world.Simulate(rng, window-first) {
			times = append(times, first+t)
		}
		see(times)
	}
	return btyd.Compress(all)
}

func TestMidLifeJoinsWhereThereIsEvidence(t *testing.T) {
	for name, c := range map[string]struct {
		before, arriving int
		joins            bool
		model            string
	}{
		"mostly old":   {1500, 200, true, Auto},
		"all new":      {0, 1500, false, Auto},
		"one is asked": {1500, 200, false, ParetoNBD},
	} {
		r := &running{opt: Options{Model: c.model}}
		wanted := len(r.wanted())
		fits, notices, err := r.fitAll(context.Background(), watched(c.before, c.arriving))
		if err != nil || len(notices) > 0 {
			t.Fatalf("%s: %v %v", name, notices, err)
		}
		if joined := len(fits) > wanted; joined != c.joins || len(r.wanted()) != len(fits) {
			t.Errorf("%s: fitted %d models of %d wanted, now %d are", name, len(fits), wanted, len(r.wanted()))
		}
	}
}
