package cnbd

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
)

var mixed = Latent{K: []int{1, 3, 8}, Weights: []float64{0.4, 0.35, 0.25}, R: 1.2, Alpha: 6, A: 0.6, B: 3, AtZero: true}

// simulated draws customers observed for 52, and their purchases in the 26 after.
func simulated(t testing.TB, m interface {
	Simulate(*rand.Rand, float64) []float64
}, n int, seed uint64) (customers []Customer, later []float64) {
	t.Helper()
	const age, horizon = 52, 26
	rng := rand.New(rand.NewPCG(seed, 3))
	for range n {
		times := m.Simulate(rng, age+horizon)
		c, err := Observe(times, age)
		if err != nil {
			t.Fatal(err)
		}
		customers, later = append(customers, c), append(later, float64(len(times))-c.X)
	}
	return customers, later
}

func TestLatentRecovers(t *testing.T) {
	customers, _ := simulated(t, mixed, 6000, 1)
	m, d, err := FitLatent(context.Background(), Compress(customers), LatentOptions{K: mixed.K, AtZero: true})
	if err != nil || !d.Converged || !d.HessianPositiveDefinite || len(d.Warnings) > 0 {
		t.Fatal(err, d.Summary(), d.Warnings)
	}
	for i, truth := range mixed.Parameters() {
		if z := (d.Estimate[i] - truth) / d.StdErr[i]; !(math.Abs(z) < 3) || d.Estimate[i] != m.Parameters()[i] {
			t.Errorf("%s = %g (se %.2g), truth %g", d.Names[i], d.Estimate[i], d.StdErr[i], truth)
		}
	}
	total := 0.0
	for _, c := range customers {
		total += m.LogLikelihood(c)
	}
	if math.Abs(total-d.LogLikelihood) > 1e-6 {
		t.Errorf("log-likelihood %.9f, over customers %.9f", d.LogLikelihood, total)
	}
	// One k for all fits worse, and by more than the parameters it saves.
	_, one, err := Fit(context.Background(), Compress(customers), Options{AtZero: true})
	if err != nil || !(one.BIC > d.BIC+100) {
		t.Errorf("one k: %v, BIC %.1f, classes %.1f", err, one.BIC, d.BIC)
	}
}

func TestLatentPredictsRight(t *testing.T) {
	customers, later := simulated(t, mixed, 15000, 6)
	for _, regular := range []bool{false, true} {
		checkGroup(t, mixed, customers, later, func(c Customer) bool { return c.X > 2 && (mixed.Regularity(c) > 4) == regular })
	}
}

// checkGroup compares predictions for some customers with what they did.
func checkGroup(t *testing.T, m Latent, customers []Customer, later []float64, in func(Customer) bool) {
	t.Helper()
	n, expected, actual, square, none, silent := 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
	for i, c := range customers {
		if !in(c) {
			continue
		}
		n++
		e := m.ExpectedPurchases(c, 26)
		expected += e
		actual += later[i]
		square += (later[i] - e) * (later[i] - e)
		none += m.ProbabilityOfNone(c, 26)
		if later[i] == 0 {
			silent++
		}
	}
	if n < 200 || math.Abs(actual-expected) > 3*math.Sqrt(square) || math.Abs(none-silent) > 3*math.Sqrt(n)/2 {
		t.Errorf("%.0f customers bought %.0f, expected %.1f (se %.1f); %.0f silent, expected %.1f",
			n, actual, expected, math.Sqrt(square), silent, none)
	}
}

func TestLatentDerivatives(t *testing.T) {
	customers, _ := simulated(t, mixed, 40, 2)
	customers = append(customers, Unspaced(btyd.History{X: 3, Tx: 20, T: 30}))
	l := newMixture(Compress(customers), mixed.K, true)
	c := climb{model: mixed, reference: 1}
	scale := [shared]float64{1, 50, 1, 1}
	x := c.coordinates(scale)
	f, g, h := c.objective(l, x, scale, 1)
	for i := range x {
		const step = 1e-4
		up, down := slices.Clone(x), slices.Clone(x)
		up[i] += step
		down[i] -= step
		fu, gu, _ := c.objective(l, up, scale, 1)
		fd, gd, _ := c.objective(l, down, scale, 1)
		if slope := (fu - fd) / (2 * step); math.Abs(slope-g[i]) > 1e-7*(1+math.Abs(f)) {
			t.Errorf("gradient %d: %g by formula, %g by differences", i, g[i], slope)
		}
		for j := range x {
			if bend := (gu[j] - gd[j]) / (2 * step); math.Abs(bend-h[i][j]) > 1e-7*(1+math.Abs(f)) {
				t.Errorf("Hessian %d %d: %g by formula, %g by differences", i, j, h[i][j], bend)
			}
		}
	}
}

func TestOneClassIsOneModel(t *testing.T) {
	m := Latent{K: []int{2, 4}, Weights: []float64{0, 1}, R: 1.2, Alpha: 6, A: 0.6, B: 3}
	one := Model{K: 4, R: 1.2, Alpha: 1.5, A: 0.6, B: 3}
	h := btyd.History{X: 5, Tx: 30, T: 39}
	var a, b [10]float64
	if got, want := m.Outlook(Unspaced(h), 26, 0.01, a[:]), one.Outlook(h, 26, 0.01, b[:]); got != want || a != b {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := m.ProbabilityBetween(2, 10, 30), one.ProbabilityBetween(2, 10, 30); got != want {
		t.Errorf("between %g, want %g", got, want)
	}
	if got := m.Regularity(Unspaced(h)); got != 4 {
		t.Errorf("regularity %g", got)
	}
}

func TestLatentConsistency(t *testing.T) {
	var dst [300]float64
	btydtest.Check(t, func(rt *rapid.T) {
		c := Customer{History: btyd.History{T: rapid.Float64Range(1, 100).Draw(rt, "T"), X: float64(rapid.IntRange(0, 20).Draw(rt, "x"))}}
		if c.X > 0 {
			c.Tx = c.T * rapid.Float64Range(0.01, 1).Draw(rt, "share")
			c.LogGaps = c.X * (math.Log(c.Tx/c.X) - rapid.Float64Range(0, 2).Draw(rt, "irregularity"))
		}
		horizon := rapid.Float64Range(0.1, 60).Draw(rt, "t")
		total, mean := mixed.Predictive(c, horizon, dst[:]), 0.0
		if total > 1e-12 {
			rt.Skip("more purchases than room")
		}
		for n, p := range dst {
			total += p
			mean += float64(n) * p
		}
		o := mixed.Outlook(c, horizon, 0, dst[:])
		if math.Abs(total-1) > 1e-9 || math.Abs(mean-o.Expected) > 1e-8*mean || math.Abs(o.Discounted-o.Expected) > 1e-9*mean {
			rt.Fatalf("total %.12g, mean %.12g, outlook %+v", total, mean, o)
		}
		if none := mixed.ProbabilityOfNone(c, horizon); math.Abs(none-dst[0]) > 1e-10 {
			rt.Fatalf("none %.12g, first %.12g", none, dst[0])
		}
		q := 0.9 * o.Alive
		if wait, ok := mixed.TimeToNext(c, q); !ok || math.Abs(1-mixed.ProbabilityOfNone(c, wait)-q) > 1e-9 {
			rt.Fatalf("wait %g has chance %.12g, want %.12g", wait, 1-mixed.ProbabilityOfNone(c, wait), q)
		}
	})
	total := mixed.ProbabilityOfAll(40, dst[:])
	for n, p := range dst {
		total += p
		if one := mixed.ProbabilityOf(n, 40); n < 30 && math.Abs(one-p) > 1e-9*p {
			t.Errorf("P(%d) = %g alone, %g among all", n, one, p)
		}
	}
	if math.Abs(total-1) > 1e-9 {
		t.Errorf("new customers: chances add up to %.12g", total)
	}
}

func TestLatentFitIsStable(t *testing.T) {
	customers, _ := simulated(t, mixed, 800, 4)
	fit := func(customers []Customer, parallel int) btyd.Diagnostics {
		_, d, err := FitLatent(context.Background(), Compress(customers), LatentOptions{K: []int{1, 4}, Options: btyd.Options{Parallel: parallel}})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	first := fit(customers, 1)
	if again := fit(customers, 3); !slices.Equal(again.Estimate, first.Estimate) {
		t.Errorf("the number of workers changes the answer: %v, %v", first.Estimate, again.Estimate)
	}
	repeats := 0.0
	for i := range customers {
		c := &customers[i]
		c.Tx, c.T, c.LogGaps = 7*c.Tx, 7*c.T, c.LogGaps+c.X*math.Log(7)
		repeats += c.X
	}
	days := fit(customers, 1)
	if want := first.LogLikelihood - repeats*math.Log(7); math.Abs(days.LogLikelihood-want) > 1e-6 ||
		math.Abs(days.Estimate[1]/first.Estimate[1]-7) > 1e-4 {
		t.Errorf("in days: %s, want log-likelihood %.6f and alpha %.6f", days.Summary(), want, 7*first.Estimate[1])
	}
}

// Data no model can learn from give a clear error or a usable answer.
func TestLatentHopeless(t *testing.T) {
	alike := func(n int, c Customer) []Customer { return slices.Repeat([]Customer{c}, n) }
	even := Customer{History: btyd.History{X: 3, Tx: 9, T: 12}, LogGaps: 3 * math.Log(3)}
	for name, customers := range map[string][]Customer{
		"nobody":             nil,
		"no repeat purchase": alike(100, Customer{History: btyd.History{T: 30}}),
		"all alike":          alike(100, even),
		"huge counts":        append(alike(50, Unspaced(btyd.History{X: 1e7, Tx: 70, T: 78})), alike(50, Customer{History: btyd.History{T: 78}})...),
	} {
		m, d, err := FitLatent(context.Background(), Compress(customers), LatentOptions{})
		if errors.Is(err, btyd.ErrTooLittleData) {
			continue
		}
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
		} else if e := m.ExpectedPurchases(even, 10); m.Validate() != nil || !(e >= 0) || math.IsInf(e, 0) {
			t.Errorf("%s: %v, expectation %g, %s", name, m.Validate(), e, d.Summary())
		}
	}
}
