package midlife

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// world is a shop that has been open for long: old customers, a few of whom
// are never seen in the log, and new ones that arrive evenly.
type world struct {
	old, fresh        paretonbd.Model
	before, newcomers int
	window            float64
}

// draw simulates a log, as histories.
func (w world) draw(seed uint64) (histories []btyd.History) {
	rng := rand.New(rand.NewPCG(seed, 1))
	see := func(times []float64) {
		n := 0
		for n < len(times) && times[n] <= w.window {
			n++
		}
		if n > 0 {
			histories = append(histories, btyd.History{X: float64(n - 1), Tx: times[n-1] - times[0], T: w.window - times[0]})
		}
	}
	for range w.before {
		see(w.old.Simulate(rng, w.window))
	}
	for range w.newcomers {
		first := rng.Float64() * w.window
		times := []float64{first}
		for _, t := range w.fresh.Simulate(rng, w.window-first) {
			times = append(times, first+t)
		}
		see(times)
	}
	return histories
}

var established = world{
	old: paretonbd.Model{R: 0.8, Alpha: 8, S: 0.6, Beta: 40}, fresh: paretonbd.Model{R: 0.8, Alpha: 8, S: 0.6, Beta: 40},
	before: 2000, newcomers: 300, window: 40,
}

func TestFitFindsTheOld(t *testing.T) {
	histories := established.draw(1)
	rows := btyd.Compress(histories)
	plain, p, err := paretonbd.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if z := Evidence(plain, rows); z < 3 {
		t.Errorf("evidence %.1f where most customers are old", z)
	}
	m, d, err := Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.BIC > p.BIC-20 {
		t.Errorf("BIC %.1f, that of Pareto/NBD is %.1f", d.BIC, p.BIC)
	}
	for i, want := range []float64{0.8, 8} {
		if math.Abs(d.Estimate[i]-want) > 4*d.StdErr[i] {
			t.Errorf("%s = %.3f (%.3f), was drawn from %g", d.Names[i], d.Estimate[i], d.StdErr[i], want)
		}
	}
	// 2000 × r/α old customers a week appear on the first day, 7.5 new ones.
	if want := 2000 * 0.1 / 7.5; math.Abs(math.Log(m.Opening/want)) > 4*math.Sqrt(d.LogCovariance[4][4]) {
		t.Errorf("opening %.1f (%.1f), was drawn from %.1f", m.Opening, d.StdErr[4], want)
	}
	truth := Model{Old: established.old, Opening: m.Opening, Window: m.Window, NewR: established.fresh.R, NewAlpha: established.fresh.Alpha}
	said, before, right := 0.0, 0.0, 0.0
	for _, h := range histories {
		said, before, right = said+m.ExpectedPurchases(h, 30), before+plain.ExpectedPurchases(h, 30), right+truth.ExpectedPurchases(h, 30)
	}
	if math.Abs(said/right-1) > 0.06 || math.Abs(before/right-1) < math.Abs(said/right-1) {
		t.Errorf("expected %.0f purchases, Pareto/NBD %.0f; the truth expects %.0f", said, before, right)
	}
}

func TestNoEvidenceInACohort(t *testing.T) {
	w := established
	w.before, w.newcomers = 0, 1500
	for seed := range uint64(5) {
		histories := w.draw(seed)
		rows := btyd.Compress(histories)
		plain, _, err := paretonbd.Fit(context.Background(), rows, btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if z := Evidence(plain, rows); z > 3 {
			t.Errorf("seed %d: evidence %.1f where all customers are new", seed, z)
		}
	}
}

// Given when a customer is first seen, all histories together are certain.
func TestLikelihoodIsADensity(t *testing.T) {
	m := Model{Old: paretonbd.Model{R: 0.7, Alpha: 5, S: 0.8, Beta: 20}, Opening: 3, Window: 12, NewR: 1.2, NewAlpha: 4}
	const age = 8.
	total := math.Exp(m.LogLikelihood(btyd.History{T: age}))
	none := total
	// With x purchases the last of which is at t, the others are anywhere
	// before: t^(x-1)/(x-1)! orders of equal density.
	nodes, weights := numeric.Legendre(32)
	for x := 1; x < 200; x++ {
		lg, _ := math.Lgamma(float64(x))
		for i, u := range nodes {
			at := age * u
			total += age * weights[i] * math.Exp(m.LogLikelihood(btyd.History{X: float64(x), Tx: at, T: age})+float64(x-1)*math.Log(at)-lg)
		}
	}
	if math.Abs(total-1) > 1e-6 {
		t.Errorf("all histories have probability %.8f", total)
	}
	// The same chance of silence, foretold on the day the customer was seen.
	seen := m.Later(-age)
	if got := seen.ProbabilityOfNone(btyd.History{}, age); math.Abs(got-none) > 1e-9 {
		t.Errorf("silence has probability %.10f, foretold %.10f", none, got)
	}
}

func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		draw := func(name string) float64 { return math.Exp(rapid.Float64Range(-2, 2).Draw(rt, name)) }
		x := []float64{math.Log(draw("r")), math.Log(10 * draw("alpha")), math.Log(draw("s")), math.Log(20 * draw("beta")), math.Log(draw("opening")),
			math.Log(draw("r new")), math.Log(10 * draw("alpha new"))}[:rapid.SampledFrom([]int{shared, apart}).Draw(rt, "n")]
		rows := btyd.Rows{X: []float64{0, 2, 7}, Tx: []float64{0, 5, 25}, T: []float64{9, 30, 25.5}, W: []float64{5, 1, 2}}
		s := &search{rows: rows, window: 30.07, customers: rows.Customers()}
		f, g, hessian := s.at(x)
		m, _ := s.model(x)
		sum := 0.0
		for i := range rows.X {
			sum += rows.W[i] * m.LogLikelihood(btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]})
		}
		if math.Abs(f*s.customers+sum) > 1e-9*math.Abs(sum) {
			rt.Fatalf("sum over rows %.12g, over histories %.12g", -f*s.customers, sum)
		}
		for i := range x {
			y := append([]float64(nil), x...)
			y[i] += 1e-4
			up, gUp, _ := s.at(y)
			y[i] -= 2e-4
			down, gDown, _ := s.at(y)
			if want := (up - down) / 2e-4; math.Abs(want-g[i]) > 1e-6*(1+math.Abs(want)) {
				rt.Fatalf("slope in %s by differences %.9g, by formula %.9g", searched(i), want, g[i])
			}
			for j := range x {
				if want := (gUp[j] - gDown[j]) / 2e-4; math.Abs(want-hessian[i][j]) > 1e-5*(1+math.Abs(want)) {
					rt.Fatalf("curvature in %s, %s by differences %.9g, by formula %.9g", searched(i), searched(j), want, hessian[i][j])
				}
			}
		}
	})
}

func TestPredictions(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		draw := func(name string) float64 { return math.Exp(rapid.Float64Range(-2, 2).Draw(rt, name)) }
		m := Model{Old: paretonbd.Model{R: draw("r"), Alpha: 10 * draw("alpha"), S: draw("s"), Beta: 20 * draw("beta")},
			Opening: draw("opening"), Window: 30, NewR: draw("r new"), NewAlpha: 10 * draw("alpha new")}
		h := btyd.History{X: float64(rapid.IntRange(0, 8).Draw(rt, "x")), T: rapid.Float64Range(0, 29).Draw(rt, "T")}
		if h.X > 0 {
			h.T++
			h.Tx = h.T * rapid.Float64Range(0.01, 1).Draw(rt, "t_x/T")
		}
		var pmf, alone [400]float64
		o := m.Outlook(h, 20, 0, pmf[:])
		tail := m.Predictive(h, 20, alone[:])
		mean := 0.0
		for n, p := range pmf {
			if math.Abs(p-alone[n]) > 1e-9 {
				rt.Fatalf("P(%d) = %g in an outlook, %g alone", n, p, alone[n])
			}
			mean += float64(n) * p
		}
		if tail < 1e-9 && math.Abs(mean-o.Expected) > 1e-5*(1+mean) {
			rt.Fatalf("mean of the distribution %g, expected %g", mean, o.Expected)
		}
		if math.Abs(o.Expected-m.ExpectedPurchases(h, 20)) > 1e-9*(1+o.Expected) || math.Abs(o.Alive-m.ProbabilityAlive(h)) > 1e-9 || math.Abs(pmf[0]-m.ProbabilityOfNone(h, 20)) > 1e-8 {
			rt.Fatalf("an outlook differs from its parts")
		}
		if at, ok := m.TimeToNext(h, 0.3); ok && math.Abs(m.ProbabilityOfNone(h, at)-0.7) > 1e-6 {
			rt.Fatalf("after %g the chance of none is %g", at, m.ProbabilityOfNone(h, at))
		}
		m.Opening = 0
		m.NewR, m.NewAlpha = m.Old.R, m.Old.Alpha
		if got, want := m.LogLikelihood(h), m.Old.LogLikelihood(h); got != want {
			rt.Fatalf("without old customers %g, Pareto/NBD %g", got, want)
		}
	})
}

func TestRefusals(t *testing.T) {
	once := btyd.Rows{X: []float64{0, 3}, Tx: []float64{0, 4}, T: []float64{9, 9}, W: []float64{50, 50}}
	if _, _, err := Fit(context.Background(), once, btyd.Options{}); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Errorf("all first seen on one day: %v", err)
	}
	if z := Evidence(paretonbd.Model{R: 1, Alpha: 1, S: 1, Beta: 1}, once); z != 0 {
		t.Errorf("evidence %g where all were first seen on one day", z)
	}
	if _, _, err := Fit(context.Background(), btyd.Rows{}, btyd.Options{}); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Errorf("no rows: %v", err)
	}
	if err := (Model{Opening: -1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("negative opening: %v", err)
	}
	histories := established.draw(2)
	if _, _, err := Fit(context.Background(), btyd.Compress(histories), btyd.Options{Start: []float64{1, 2}}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("two starting values: %v", err)
	}
}

func TestFitIsTheSameOnAnyNumberOfWorkers(t *testing.T) {
	histories := established.draw(3)
	rows := btyd.Compress(histories[:800])
	one, _, err := Fit(context.Background(), rows, btyd.Options{Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	five, _, err := Fit(context.Background(), rows, btyd.Options{Parallel: 5})
	if err != nil || one != five {
		t.Errorf("one worker %v, five %v (%v)", one, five, err)
	}
}
