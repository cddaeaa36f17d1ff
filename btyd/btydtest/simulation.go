package btydtest

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// testSimulatedCounts is a chi-square test at a fixed seed, 20 cells.
func testSimulatedCounts(t *testing.T, s Subject) {
	const customers, horizon, cells = 40000, 40.0, 20
	m := s.New(s.Truth)
	rng := rand.New(rand.NewPCG(11, 12))
	var seen [cells + 1]float64
	for range customers {
		seen[min(len(m.Simulate(rng, horizon)), cells)]++
	}
	var expected [cells + 1]float64
	expected[cells] = m.ProbabilityOfAll(horizon, expected[:cells])
	chi := 0.0
	for n, p := range expected {
		e := customers * p
		chi += (seen[n] - e) * (seen[n] - e) / e
	}
	// Mean 20, standard deviation 6.3: beyond 50 is one in 4,000.
	if chi > 50 {
		t.Errorf("chi-square %.1f on %d degrees of freedom", chi, cells)
	}
}

// testCalibration compares predictions with what simulated customers go on
// to do, in total and group by group.
func testCalibration(t *testing.T, s Subject) {
	const customers, age, horizon = 40000, 40.0, 30.0
	m := s.New(s.Truth)
	rng := rand.New(rand.NewPCG(21, 22))
	type group struct{ n, expected, actual, square, none, noneExpected float64 }
	groups := map[int]*group{}
	for range customers {
		h, later := split(m.Simulate(rng, age+horizon), age)
		key := int(math.Min(h.X, 4))
		if h.Tx > age/2 {
			key += 10
		}
		g := groups[key]
		if g == nil {
			g = &group{}
			groups[key] = g
		}
		g.n++
		g.expected += m.ExpectedPurchases(h, horizon)
		g.noneExpected += m.ProbabilityOfNone(h, horizon)
		g.actual += later
		g.square += later * later
		if later == 0 {
			g.none++
		}
	}
	for key, g := range groups {
		se := math.Sqrt(g.square + 1)
		if math.Abs(g.actual-g.expected) > 4*se {
			t.Errorf("group %d of %.0f: %.1f purchases, expected %.1f (se %.1f)", key, g.n, g.actual, g.expected, se)
		}
		p := g.noneExpected / g.n
		if se := math.Sqrt(g.n*p*(1-p)) + 1; math.Abs(g.none-g.noneExpected) > 4*se {
			t.Errorf("group %d of %.0f: %.0f silent, expected %.1f (se %.1f)", key, g.n, g.none, g.noneExpected, se)
		}
	}
}

// split cuts purchase times at an age into a history and a count after it.
func split(times []float64, age float64) (h btyd.History, later float64) {
	h.T = age
	for _, at := range times {
		if at <= age {
			h.X++
			h.Tx = at
		} else {
			later++
		}
	}
	return h, later
}

// customers simulates histories from the truth.
func customers(s Subject, n int, seed uint64) []btyd.History {
	return sample.Histories(s.New(s.Truth), n, 12, 78, seed)
}
