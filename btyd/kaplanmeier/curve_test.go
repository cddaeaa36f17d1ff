package kaplanmeier

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

func drawRows(t *rapid.T) []tenure.Observation {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) tenure.Observation {
		o := tenure.Observation{Entry: math.Max(0, float64(rapid.IntRange(-9, 6).Draw(t, "entry")))}
		o.Exit = o.Entry + float64(rapid.IntRange(0, 9).Draw(t, "watched"))
		o.Lost = o.Exit > o.Entry && rapid.Bool().Draw(t, "lost")
		return o
	}), 1, 80).Draw(t, "observations")
}

// TestDefinition compares with risk sets counted one by one, and asks of the
// rest what must hold for any curve.
func TestDefinition(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		list := drawRows(t)
		c, err := Fit(tenure.Compress(list))
		if err != nil {
			if !errors.Is(err, btyd.ErrTooLittleData) {
				t.Fatal(err)
			}
			return
		}
		s, h := 1.0, 0.0
		for i, at := range c.Time {
			n, d := 0.0, 0.0
			for _, o := range list {
				if o.Entry < at && at <= o.Exit {
					n++
				}
				if o.Lost && o.Exit == at {
					d++
				}
			}
			s *= (n - d) / n
			h += d / n
			if c.AtRisk[i] != n || c.Lost[i] != d || math.Abs(c.SurvivalAt(at)-s) > 1e-14 || math.Abs(c.HazardAt(at+0.5)-h) > 1e-13 {
				t.Fatalf("at %g: %g of %g, survival %g, hazard %g; want %g of %g, %g, %g", at, c.Lost[i], c.AtRisk[i], c.SurvivalAt(at), c.HazardAt(at), d, n, s, h)
			}
			low, high := c.Interval(at, 0.9)
			if !(0 <= low && low <= s+1e-14 && s <= high+1e-14 && high <= 1) {
				t.Fatalf("at %g: %g in [%g, %g]", at, s, low, high)
			}
			if low, high := c.HazardInterval(at, 0.9); !(low <= h && h <= high) {
				t.Fatalf("at %g: hazard %g in [%g, %g]", at, h, low, high)
			}
		}
		q, ok := c.Quantile(0.3)
		if ok && !(c.SurvivalAt(q) <= 0.7+1e-12 && c.SurvivalAt(q-1e-9) > 0.7) || !ok && c.SurvivalAt(c.Last) <= 0.7 {
			t.Fatalf("quantile %g, %t, survival %g", q, ok, c.SurvivalAt(q))
		}
		mean, _, _ := c.RestrictedMean(c.Last)
		area := 0.0
		for u := 0.5; u < c.Last; u++ { // constant between whole tenures
			area += c.SurvivalAt(u)
		}
		if math.Abs(mean-area) > 1e-12*(1+area) {
			t.Fatalf("restricted mean %g, area %g", mean, area)
		}
	})
}

// TestWithoutCensoring: the curve is then the share of those still there.
func TestWithoutCensoring(t *testing.T) {
	c, err := Fit(placebo)
	if err != nil {
		t.Fatal(err)
	}
	left := 21.0
	for i, at := range c.Time {
		left -= placebo.W[i]
		share := left / 21
		if math.Abs(c.SurvivalAt(at)-share) > 1e-15 || math.Abs(c.StdErr(at)-math.Sqrt(share*(1-share)/21)) > 1e-15 {
			t.Errorf("at %g: %g, standard error %g", at, c.SurvivalAt(at), c.StdErr(at))
		}
	}
}

// TestCoverage: of intervals of 90 percent about one in ten misses, on
// exponential lifetimes censored and entered late at random. The bound is four
// standard errors of the simulation.
func TestCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	const times, at = 1000, 1.0
	hits, hazards := 0.0, 0.0
	for range times {
		var list []tenure.Observation
		for len(list) < 150 {
			o := tenure.Observation{Entry: math.Max(0, rng.Float64()-0.5), Exit: rng.ExpFloat64()}
			if end := 0.5 + 2*rng.Float64(); o.Exit <= end {
				o.Lost = true
			} else {
				o.Exit = end
			}
			if o.Exit > o.Entry {
				list = append(list, o)
			}
		}
		c, err := Fit(tenure.Compress(list))
		if err != nil {
			t.Fatal(err)
		}
		if low, high := c.Interval(at, 0.9); low <= math.Exp(-at) && math.Exp(-at) <= high {
			hits++
		}
		if low, high := c.HazardInterval(at, 0.9); low <= at && at <= high {
			hazards++
		}
	}
	for _, n := range []float64{hits, hazards} {
		if math.Abs(n/times-0.9) > 4*math.Sqrt(0.09/times) {
			t.Errorf("covered %.3f", n/times)
		}
	}
}

// TestLogRankUnderNull: the chance it gives is uniform when groups do not
// differ.
func TestLogRankUnderNull(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	const times = 1000
	small := 0.0
	for range times {
		var groups [3][]tenure.Observation
		for i := range 180 {
			o := tenure.Observation{Exit: math.Ceil(10 * rng.ExpFloat64()), Lost: true}
			if end := 5 + float64(rng.IntN(15)); o.Exit > end {
				o = tenure.Observation{Exit: end}
			}
			groups[i%3] = append(groups[i%3], o)
		}
		test, err := LogRank(tenure.Compress(groups[0]), tenure.Compress(groups[1]), tenure.Compress(groups[2]))
		if err != nil {
			t.Fatal(err)
		}
		if test.P < 0.2 {
			small++
		}
	}
	if math.Abs(small/times-0.2) > 4*math.Sqrt(0.16/times) {
		t.Errorf("p below 0.2 in %.3f of tests", small/times)
	}
}

func TestWarnings(t *testing.T) {
	rows := func(o ...tenure.Observation) tenure.Rows { return tenure.Compress(o) }
	for says, r := range map[string]tenure.Rows{
		"before tenure 2":                  rows(tenure.Observation{Entry: 2, Exit: 5, Lost: true}, tenure.Observation{Entry: 3, Exit: 8}),
		"curve is zero from there":         rows(tenure.Observation{Exit: 1, Lost: true}, tenure.Observation{Entry: 1, Exit: 8, Lost: true}),
		"watched between tenures 3 and 4:": rows(tenure.Observation{Exit: 2, Lost: true}, tenure.Observation{Exit: 3}, tenure.Observation{Entry: 4, Exit: 8}),
	} {
		c, err := Fit(r)
		if err != nil || len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], says) {
			t.Errorf("want a warning of %q: %q, %v", says, c.Warnings, err)
		}
	}
}

func TestHopeless(t *testing.T) {
	kept := tenure.Rows{Exit: []float64{4}, Lost: []bool{false}, W: []float64{3}}
	if _, err := Fit(kept); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Errorf("nobody lost: %v", err)
	}
	bad := tenure.Rows{Exit: []float64{-4}, Lost: []bool{false}, W: []float64{3}}
	if _, err := LogRank(placebo, bad); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), "group 1") {
		t.Errorf("invalid group: %v", err)
	}
	apart := tenure.Rows{Entry: []float64{50}, Exit: []float64{60}, Lost: []bool{true}, W: []float64{3}}
	for _, groups := range [][]tenure.Rows{{placebo}, {placebo, {}}, {placebo, apart}, {kept, kept}} {
		if test, err := LogRank(groups...); !errors.Is(err, btyd.ErrTooLittleData) {
			t.Errorf("%+v, %v", test, err)
		}
	}
	// Everybody lost at the first tenure: no survival, and no interval below.
	c, err := Fit(tenure.Rows{Exit: []float64{1}, Lost: []bool{true}, W: []float64{1.1 + 2.2}})
	if low, high := c.Interval(1, 0.95); err != nil || low != 0 || high != 1 || c.StdErr(1) != 0 || c.SurvivalAt(0.5) != 1 {
		t.Errorf("[%g, %g], %+v, %v", low, high, c, err)
	}
}
