package bgbb

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

var truth = Model{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.78}

func drawModel(t *rapid.T) Model {
	size := rapid.Custom(func(t *rapid.T) float64 { return math.Exp(rapid.Float64Range(-3, 4).Draw(t, "log")) })
	return Model{Alpha: size.Draw(t, "alpha"), Beta: size.Draw(t, "beta"), Gamma: size.Draw(t, "gamma"), Delta: size.Draw(t, "delta")}
}

func drawHistory(t *rapid.T) btyd.History {
	n := rapid.IntRange(0, 40).Draw(t, "n")
	tx := rapid.IntRange(0, n).Draw(t, "t_x")
	if tx == 0 {
		return history(0, 0, float64(n))
	}
	return history(float64(rapid.IntRange(1, tx).Draw(t, "x")), float64(tx), float64(n))
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))
}

// TestDerivatives compares with central differences.
func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, h := drawModel(t), drawHistory(t)
		rows := btyd.Rows{X: []float64{h.X, 0}, Tx: []float64{h.Tx, 0}, T: []float64{h.T, 3}, W: []float64{2, 3}}
		l, p := newLikelihood(rows), m.Parameters()
		f, g, hessian := estimate.Derivatives(l, p)
		if want := 2*m.LogLikelihood(h) + 3*m.LogLikelihood(history(0, 0, 3)); !near(f, want, 1e-12) {
			t.Fatalf("sum over rows %.15g, over histories %.15g", f, want)
		}
		for i := range p {
			step := 1e-5 * p[i]
			up, down := append([]float64(nil), p...), append([]float64(nil), p...)
			up[i] += step
			down[i] -= step
			fu, gu, _ := estimate.Derivatives(l, up)
			fd, gd, _ := estimate.Derivatives(l, down)
			agree(t, "gradient", (fu-fd)/(2*step), g[i], step, math.Abs(f))
			for j := range p {
				agree(t, "Hessian", (gu[j]-gd[j])/(2*step), hessian[i][j], step, math.Abs(g[j]))
			}
		}
	})
}

// agree allows for the rounding of a difference of numbers of size scale.
func agree(t *rapid.T, what string, difference, exact, step, scale float64) {
	if math.Abs(difference-exact) > 1e-6*math.Abs(exact)+1e-12*(1+scale)/step {
		t.Fatalf("%s by differences %.10g, by formula %.10g", what, difference, exact)
	}
}

// TestHistoriesAddUp: over all histories of n opportunities the likelihood,
// times the number of orders in which purchases can have happened, is one;
// so does the expectation of what is to come agree with that of a newcomer.
func TestHistoriesAddUp(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, n := drawModel(t), rapid.IntRange(1, 8).Draw(t, "n")
		total, later := 0.0, 0.0
		counts := make([]float64, n+1)
		for tx := range n + 1 {
			for x := min(1, tx); x <= tx; x++ {
				h := history(float64(x), float64(tx), float64(n))
				p := math.Exp(m.LogLikelihood(h)) * choose(tx-1, x-1)
				total += p
				counts[x] += p
				later += p * m.ExpectedPurchases(h, 5)
			}
		}
		if !near(total, 1, 1e-11) {
			t.Fatalf("all histories have probability %.15g", total)
		}
		for x, p := range counts {
			if !near(p, m.ProbabilityOf(x, n), 1e-9) {
				t.Fatalf("%d purchases: %.12g over histories, %.12g", x, p, m.ProbabilityOf(x, n))
			}
		}
		if want := m.ExpectedNewCustomer(n+5) - m.ExpectedNewCustomer(n); math.Abs(later-want) > 1e-10*(1+want) {
			t.Fatalf("expected later %.12g over histories, %.12g", later, want)
		}
	})
}

func choose(n, k int) float64 {
	if k < 0 {
		return 1
	}
	c := 1.0
	for i := range k {
		c *= float64(n-i) / float64(i+1)
	}
	return math.Round(c)
}

// TestPredictions: distributions add up to one, their means are the
// expectations, and chances lie between zero and one.
func TestPredictions(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, h, n := drawModel(t), drawHistory(t), rapid.IntRange(1, 40).Draw(t, "n*")
		check := func(what string, dst []float64, tail, mean float64) {
			total, first := tail, 0.0
			for x, p := range dst {
				if !(p >= 0) {
					t.Fatalf("%s: chance %g of %d purchases", what, p, x)
				}
				total += p
				first += float64(x) * p
			}
			if !near(total, 1, 1e-11) || math.Abs(first-mean) > 1e-10*(1+mean) {
				t.Fatalf("%s: %.14g in all with mean %.14g, expected %.14g", what, total, first, mean)
			}
		}
		dst := make([]float64, n+1)
		check("new", dst, m.ProbabilityOfAll(n, dst), m.ExpectedNewCustomer(n))
		check("history", dst, m.Predictive(h, n, dst), m.ExpectedPurchases(h, n))
		for x := range dst {
			dst[x] = m.ProbabilityBetween(x, 4, 4+n)
		}
		check("between", dst, 0, m.ExpectedNewCustomer(4+n)-m.ExpectedNewCustomer(4))
		if tail := m.Predictive(h, n, dst[:n]); math.Abs(tail-m.ProbabilityAliveAt(h, 0)*m.future(h).ProbabilityOf(n, n)) > 1e-12 {
			t.Fatalf("chance of all %d: %g", n, tail)
		}
		last := 1.0
		for ahead := range 5 {
			alive := m.ProbabilityAliveAt(h, ahead)
			if !(alive >= 0 && alive <= last) {
				t.Fatalf("alive %d ahead with chance %g after %g", ahead, alive, last)
			}
			last = alive
		}
	})
}

// TestDERT compares with the sum it stands for, which converges slowly
// without a discount.
func TestDERT(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, h := drawModel(t), drawHistory(t)
		d := rapid.SampledFrom([]float64{0.01, 0.1, 1}).Draw(t, "d")
		sum, before := 0.0, 0.0
		for j := 1; j <= 1000 && math.Pow(1+d, -float64(j)) > 1e-18; j++ {
			e := m.ProbabilityAliveAt(h, j) * m.future(h).chance()
			sum += e * math.Pow(1+d, -float64(j))
			before += e
			if want := m.ExpectedPurchases(h, j); !near(before, want, 1e-9) {
				t.Fatalf("expected at %d opportunities %.12g, one by one %.12g", j, want, before)
			}
		}
		if got := m.DERT(h, d); !near(got, sum, 1e-4) || d > 0.05 && !near(got, sum, 1e-10) {
			t.Fatalf("DERT %.14g, sum %.14g", got, sum)
		}
	})
	if got := truth.DERT(history(1, 2, 3), 0); !math.IsInf(got, 1) {
		t.Errorf("without discount and γ < 1: %g", got)
	}
	long := Model{Alpha: 1, Beta: 2, Gamma: 4, Delta: 3}
	if got, want := long.DERT(history(1, 2, 3), 0), long.ExpectedPurchases(history(1, 2, 3), 1e7); !near(got, want, 1e-9) {
		t.Errorf("without discount %.12g, in ten million opportunities %.12g", got, want)
	}
}

// TestManyOpportunities: the closed form continues the sum, also about γ = 1.
func TestManyOpportunities(t *testing.T) {
	for _, gamma := range []float64{1e-4, 0.3, 1 - 1e-9, 1, 1 + 1e-13, 1 + 1e-6, 1.7, 900} {
		for _, delta := range []float64{1e-3, 2.5, 1e6} {
			m := Model{Alpha: 1, Beta: 1, Gamma: gamma, Delta: delta}
			sum, alive := 0.0, 1.0
			for k := range 5000 {
				alive *= m.stay(float64(k))
				sum += alive
			}
			if got := m.present(5000); !near(got, sum, 1e-10) {
				t.Errorf("γ %g, δ %g: present at %.14g of 5000, sum %.14g", gamma, delta, got, sum)
			}
		}
	}
}

func TestExtremes(t *testing.T) {
	sizes := []float64{1e-6, 1, 1e6}
	histories := []btyd.History{{}, history(0, 0, 1), history(0, 0, 1e4), history(1, 1, 1e4), history(1e4, 1e4, 1e4), history(5000, 9999, 1e4)}
	for _, a := range sizes {
		for _, b := range sizes {
			for _, g := range sizes {
				for _, d := range sizes {
					for _, h := range histories {
						finite(t, Model{Alpha: a, Beta: b, Gamma: g, Delta: d}, h)
					}
				}
			}
		}
	}
}

func finite(t *testing.T, m Model, h btyd.History) {
	t.Helper()
	p, theta := m.PosteriorMeans(h)
	var dst [8]float64
	tail := m.Predictive(h, 100, dst[:])
	for i, v := range []float64{
		m.LogLikelihood(h), m.ProbabilityAlive(h), m.ProbabilityAliveAt(h, 1e6), m.ExpectedPurchases(h, 10), m.ExpectedPurchases(h, 1e9),
		m.ExpectedNewCustomer(1e9), m.DERT(h, 1e-4), m.DERT(h, math.Inf(1)), p, theta, tail, dst[0], dst[7], m.ProbabilityBetween(0, 1e6, 1e6+3),
	} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%+v %+v: figure %d is %g", m, h, i, v)
		}
	}
	if _, _, hessian := estimate.Derivatives(newLikelihood(btyd.Compress([]btyd.History{h})), m.Parameters()); math.IsNaN(hessian[0][0] + hessian[2][3] + hessian[3][3]) {
		t.Errorf("%+v %+v: Hessian %v", m, h, hessian)
	}
}

func simulated(m Model, n int, seed uint64) btyd.Rows {
	rng := rand.New(rand.NewPCG(seed, 3))
	histories := make([]btyd.History, n)
	for i := range histories {
		opportunities := 4 + rng.IntN(6)
		histories[i] = History(m.Simulate(rng, opportunities), opportunities)
	}
	return btyd.Compress(histories)
}

func TestRecovery(t *testing.T) {
	_, d, err := Fit(context.Background(), simulated(truth, 40000, 1), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range truth.Parameters() {
		if z := (d.Estimate[i] - want) / d.StdErr[i]; !(math.Abs(z) < 3) {
			t.Errorf("%s = %g, truth %g: %.1f standard errors away", d.Names[i], d.Estimate[i], want, z)
		}
	}
}

func TestHopeless(t *testing.T) {
	repeat := func(n int, h btyd.History) (out []btyd.History) {
		for range n {
			out = append(out, h)
		}
		return out
	}
	for name, c := range map[string]struct {
		histories []btyd.History
		want      error
	}{
		"nobody":             {nil, btyd.ErrTooLittleData},
		"three":              {repeat(3, history(1, 2, 3)), btyd.ErrTooLittleData},
		"no purchase":        {repeat(9, history(0, 0, 9)), btyd.ErrTooLittleData},
		"two opportunities":  {repeat(9, history(1, 1, 2)), btyd.ErrTooLittleData},
		"half opportunities": {repeat(9, history(1, 1.5, 4)), btyd.ErrInvalidRow},
		"too many purchases": {repeat(9, history(3, 2, 4)), btyd.ErrInvalidRow},
		"too long":           {repeat(9, history(3, 4, 1e6)), btyd.ErrInvalidRow},
		"recency after age":  {repeat(9, history(3, 4, 3)), btyd.ErrInvalidRow},
	} {
		if _, _, err := Fit(context.Background(), btyd.Compress(c.histories), btyd.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, histories := range map[string][]btyd.History{
		"all always":   repeat(100, history(6, 6, 6)),
		"all alike":    repeat(100, history(3, 5, 9)),
		"all or none":  append(repeat(50, history(9, 9, 9)), repeat(50, history(0, 0, 9))...),
		"one and many": append(repeat(50, history(1, 1, 9)), repeat(50, history(9, 9, 9))...),
	} {
		m, d, err := Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
		}
		if m.Validate() != nil || math.IsNaN(d.LogLikelihood) || len(d.Boundary)+len(d.Warnings) == 0 {
			t.Errorf("%s: %s", name, d.Summary())
		}
		finite(t, m, history(2, 3, 5))
	}
	if err := (Model{Alpha: 1, Beta: 1, Gamma: math.NaN(), Delta: 1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("not a number: %v", err)
	}
}
