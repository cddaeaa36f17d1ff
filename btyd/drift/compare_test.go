package drift_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/drift"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

const watched = 40 // weeks

// group simulates customers watched for the same time.
func group(rng *rand.Rand, m paretonbd.Model, n int) (out []btyd.History) {
	for range n {
		h := btyd.History{T: watched}
		for _, t := range m.Simulate(rng, watched) {
			h.X, h.Tx = h.X+1, t
		}
		out = append(out, h)
	}
	return out
}

func ofNBD(p []float64) drift.Likelihood { return nbd.Model{R: p[0], Alpha: p[1]} }

func yearOfNBD(p []float64) float64 { return nbd.Model{R: p[0], Alpha: p[1]}.ExpectedNewCustomer(52) }

// compared fits NBD, which knows no customers who leave, to all groups.
func compared(t testing.TB, groups ...[]btyd.History) drift.Comparison {
	t.Helper()
	var rows []btyd.Rows
	for _, g := range groups {
		rows = append(rows, btyd.Compress(g))
	}
	_, fit, err := nbd.Fit(context.Background(), btyd.Compress(slices.Concat(groups...)), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := drift.Compare(ofNBD, fit, rows, yearOfNBD)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// usual customers leave, so that NBD is wrong about them: the level must hold
// nevertheless. A likelihood-ratio test at 5 % rejects 182 of 2,000 logs like
// these, this one 104.
var usual = paretonbd.Model{R: 0.5, Alpha: 6, S: 0.9, Beta: 6}

func TestLevelHoldsUnderAWrongModel(t *testing.T) {
	const runs, level = 400, 0.05
	rng := rand.New(rand.NewPCG(1, 2))
	all, derived, steps := 0, 0, 0
	for range runs {
		c := compared(t, group(rng, usual, 250), group(rng, usual, 200), group(rng, usual, 300))
		if c.Parameters.PValue < level {
			all++
		}
		if c.Derived.PValue < level {
			derived++
		}
		if slices.ContainsFunc(c.Steps, func(s drift.Step) bool { return s.Adjusted < level }) {
			steps++
		}
	}
	// 20 of 400 are expected; three standard deviations are 13.
	for what, n := range map[string]int{"parameters": all, "derived": derived} {
		if n < 7 || n > 33 {
			t.Errorf("%s: %d of %d constant logs rejected at %g", what, n, runs, level)
		}
	}
	if steps > 33 {
		t.Errorf("%d of %d constant logs have a step beyond chance", steps, runs)
	}
}

func TestChangeIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	slower := usual
	slower.Alpha *= 3
	found := 0
	for range 20 {
		c := compared(t, group(rng, usual, 600), group(rng, usual, 600), group(rng, slower, 600))
		if c.Parameters.PValue < 0.05 && c.Derived.PValue < 0.05 {
			found++
		}
		// To first order the change is that of the logarithm: ln(1/3) or
		// less, as some customers leave.
		if s := c.DerivedSteps[1]; s.From != 1 || s.To != 2 || s.Change > -0.1 || s.Change < -1.1 || s.Z > 0 {
			t.Errorf("the step to the changed group: %+v", s)
		}
		if last := c.DerivedSteps[2]; last.From != 0 || last.To != 2 || last.Parameter != -1 {
			t.Errorf("the last step is not from first to last: %+v", last)
		}
	}
	if found < 18 {
		t.Errorf("the change was found in %d logs of 20", found)
	}
}

// For NBD on customers watched equally long the mean count is the maximum of
// the likelihood: the derived test is that of means, with the variance of all.
func TestDerivedIsTheTestOfMeans(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	a, b := group(rng, usual, 300), group(rng, usual, 500)
	mean := func(hs []btyd.History) (m float64) {
		for _, h := range hs {
			m += h.X / float64(len(hs))
		}
		return m
	}
	all := slices.Concat(a, b)
	m, variance := mean(all), 0.0
	for _, h := range all {
		variance += (h.X - m) * (h.X - m) / float64(len(all))
	}
	want := (mean(b) - mean(a)) / math.Sqrt(variance*(1./300+1./500))
	c := compared(t, a, b)
	if got := c.DerivedSteps[0].Z; math.Abs(got-want) > 1e-4 {
		t.Errorf("z %v, by hand %v", got, want)
	}
	if got := c.Between(1, 0, -1); math.Abs(got.Z+want) > 1e-4 || got.From != 1 || got.Adjusted != got.PValue {
		t.Errorf("backwards %+v, by hand %v", got, -want)
	}
	if math.Abs(c.Derived.Statistic-want*want) > 1e-3 || c.Derived.Degrees != 1 {
		t.Errorf("chi-square %v on %d, by hand %v", c.Derived.Statistic, c.Derived.Degrees, want*want)
	}
}

func TestOrderAndUnitMakeNoDifference(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		scale := rapid.Float64Range(0.1, 10).Draw(t, "days a unit")
		rng := rand.New(rand.NewPCG(seed, 1))
		a, b := group(rng, usual, 120), group(rng, usual, 150)
		c := mustCompare(t, 1, a, b)
		rng.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		rng.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
		if d := mustCompare(t, 1, a, b); d.Parameters != c.Parameters || d.Derived != c.Derived || !slices.Equal(d.Steps, c.Steps) {
			t.Fatalf("in another order %+v, not %+v", d, c)
		}
		d := mustCompare(t, scale, a, b)
		if math.Abs(d.Parameters.Statistic-c.Parameters.Statistic) > 1e-4*(1+c.Parameters.Statistic) {
			t.Fatalf("in another unit %v, not %v", d.Parameters, c.Parameters)
		}
		swapped := mustCompare(t, 1, b, a)
		if math.Abs(swapped.DerivedSteps[0].Z+c.DerivedSteps[0].Z) > 1e-9 {
			t.Fatalf("backwards %v, forwards %v", swapped.DerivedSteps, c.DerivedSteps)
		}
	})
}

func mustCompare(t *rapid.T, scale float64, groups ...[]btyd.History) drift.Comparison {
	var rows []btyd.Rows
	var all []btyd.History
	for _, g := range groups {
		var scaled []btyd.History
		for _, h := range g {
			scaled = append(scaled, btyd.History{X: h.X, Tx: h.Tx * scale, T: h.T * scale})
		}
		rows, all = append(rows, btyd.Compress(scaled)), append(all, scaled...)
	}
	_, fit, err := nbd.Fit(context.Background(), btyd.Compress(all), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := drift.Compare(ofNBD, fit, rows, func(p []float64) float64 { return nbd.Model{R: p[0], Alpha: p[1]}.ExpectedNewCustomer(52 * scale) })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRobustCovariance(t *testing.T) {
	// The log of the mean of counts has the standard error of the mean over the
	// mean, whatever the model says: NBD alone would claim less.
	hs := group(rand.New(rand.NewPCG(7, 8)), usual, 600)
	rows := btyd.Compress(hs)
	_, fit, err := nbd.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	robust, err := drift.RobustCovariance(ofNBD, fit, rows)
	if err != nil {
		t.Fatal(err)
	}
	m, square := 0.0, 0.0
	for _, h := range hs {
		m, square = m+h.X/600, square+h.X*h.X/600
	}
	want := math.Sqrt((square-m*m)/600) / m
	if got := drift.StdErr(yearOfNBD, fit.Estimate, robust); math.Abs(got/want-1) > 1e-3 {
		t.Errorf("standard error %v, of the mean %v", got, want)
	}
	if _, err := drift.RobustCovariance(ofNBD, btyd.Diagnostics{Estimate: []float64{1, 1}}, rows); !errors.Is(err, btyd.ErrNotConverged) {
		t.Errorf("without a covariance: %v", err)
	}
}

func TestBadInput(t *testing.T) {
	good := btyd.Rows{X: []float64{0, 2}, Tx: []float64{0, 3}, T: []float64{9, 9}, W: []float64{5, 4}}
	fit := btyd.Diagnostics{Estimate: []float64{1, 5}, LogCovariance: [][]float64{{1, 0}, {0, 1}}, Converged: true}
	for name, c := range map[string]struct {
		fit    btyd.Diagnostics
		groups []btyd.Rows
		figure drift.Derived
		want   error
	}{
		"one group":       {fit, []btyd.Rows{good}, yearOfNBD, btyd.ErrTooLittleData},
		"an empty group":  {fit, []btyd.Rows{good, {}}, yearOfNBD, btyd.ErrTooLittleData},
		"an invalid row":  {fit, []btyd.Rows{good, {X: []float64{-1}, Tx: []float64{0}, T: []float64{1}, W: []float64{1}}}, yearOfNBD, btyd.ErrInvalidRow},
		"no fit":          {btyd.Diagnostics{Estimate: []float64{1, 5}}, []btyd.Rows{good, good}, yearOfNBD, btyd.ErrNotConverged},
		"not positive":    {fit, []btyd.Rows{good, good}, func([]float64) float64 { return -1 }, btyd.ErrNotFinite},
		"alike customers": {fit, []btyd.Rows{{X: []float64{0}, Tx: []float64{0}, T: []float64{9}, W: []float64{5}}, {X: []float64{0}, Tx: []float64{0}, T: []float64{9}, W: []float64{5}}}, yearOfNBD, btyd.ErrNotConverged},
	} {
		if _, err := drift.Compare(ofNBD, c.fit, c.groups, c.figure); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", name, err, c.want)
		}
	}
}

func TestHolm(t *testing.T) {
	// By hand, sorted 0.01 0.02 0.03 0.04: times 4 3 2 1, never falling.
	got := drift.Holm([]float64{0.03, 0.01, 0.04, 0.02})
	for i, want := range []float64{0.06, 0.04, 0.06, 0.06} {
		if math.Abs(got[i]-want) > 1e-15 {
			t.Errorf("%v", got)
		}
	}
	if got := drift.Holm([]float64{0.7, 0.9}); got[0] != 1 || got[1] != 1 {
		t.Errorf("%v", got)
	}
}
