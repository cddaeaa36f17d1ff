package bdw

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
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

func drawModel(t *rapid.T) Model {
	size := func(low, high float64) *rapid.Generator[float64] {
		return rapid.Custom(func(t *rapid.T) float64 { return math.Exp(rapid.Float64Range(low, high).Draw(t, "log")) })
	}
	return Model{A: size(-3, 4).Draw(t, "a"), B: size(-3, 4).Draw(t, "b"), C: size(-1.5, 1.2).Draw(t, "c")}
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))
}

// TestDerivatives compares with central differences.
func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		count := rapid.Float64Range(0, 50)
		table, err := sbg.Tabulate([]sbg.Cohort{
			{Lost: rapid.SliceOfN(count, 1, 20).Draw(t, "lost"), Kept: count.Draw(t, "kept")},
			{Lost: []float64{3, 2}, Kept: 7},
		})
		if err != nil {
			t.Fatal(err)
		}
		l, p := likelihood{table}, m.Parameters()
		f, g, hessian := estimate.Derivatives(l, p)
		want := 0.0
		for i := range table.Lost {
			want += table.Lost[i]*(m.LogSurvival(i)+math.Log(-math.Expm1(-m.fall(i+1)))) + table.Kept[i]*m.LogSurvival(i+1)
		}
		if !near(f, want, 1e-10) {
			t.Fatalf("log-likelihood %.14g, from chances %.14g", f, want)
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
				agree(t, "Hessian", (gu[j]-gd[j])/(2*step), hessian[i][j], step, math.Abs(f)+math.Abs(g[j]))
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

func TestTrigammaRise(t *testing.T) {
	for _, a := range []float64{1e-3, 1, 50} {
		if got, want := trigammaRise(1000, a), numeric.TrigammaRise(1000, a); !near(got, want, 1e-9) {
			t.Errorf("a %g: %.14g, want %.14g", a, got, want)
		}
	}
}

// TestPredictions: the chances of being lost and of staying add up to one,
// survival falls, retention is its ratio, and discounted lifetimes are the
// sums they stand for.
func TestPredictions(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, n := drawModel(t), rapid.IntRange(0, 30).Draw(t, "n")
		total, s := 0.0, 0.0
		for k := 1; k <= 60; k++ {
			total += m.ProbabilityOfChurn(k)
			if !near(total+m.Survival(k), 1, 1e-11) {
				t.Fatalf("lost within %d renewals %.14g, kept %.14g", k, total, m.Survival(k))
			}
			if last := m.LogSurvival(k - 1); !(m.LogSurvival(k) < last) || !(m.Retention(k) <= 1) {
				t.Fatalf("renewal %d: survival e^%g after e^%g, retention %g", k, m.LogSurvival(k), last, m.Retention(k))
			}
			s -= m.fall(k)
			if math.Abs(m.LogSurvival(k)-s) > 1e-9*(1-s) {
				t.Fatalf("survival of %d renewals e^%.14g, product e^%.14g", k, m.LogSurvival(k), s)
			}
		}
		sum, given := 0.0, 0.0
		const d = 0.25
		for k := range 200 {
			sum += m.Survival(k) * math.Pow(1+d, -float64(k))
			given += m.SurvivalGiven(n, k+1) * math.Pow(1+d, -float64(k))
		}
		if !near(m.DEL(d), sum, 1e-10) || !near(m.DERL(d, n+1), given, 1e-10) {
			t.Fatalf("DEL %.14g, sum %.14g; DERL %.14g, sum %.14g", m.DEL(d), sum, m.DERL(d, n+1), given)
		}
		if m.DERL(d, 0) != m.DEL(d) || m.ProbabilityOfChurn(0) != 0 || m.Survival(-1) != 1 || m.Retention(0) != 1 {
			t.Fatal("before the first renewal")
		}
	})
}

// TestLongLifetimes compares the integral with a sum of a million terms.
func TestLongLifetimes(t *testing.T) {
	for _, m := range []Model{{0.2, 1.4, 1.7}, {0.5, 0.9, 0.4}, {2, 30, 1.1}, {8, 3, 0.2}} {
		for _, d := range []float64{1e-2, 1e-3, 1e-4} {
			sum := 0.0
			for k := range int(50 / d) {
				sum += math.Exp(m.LogSurvival(k) - float64(k)*math.Log1p(d))
			}
			if got := m.DEL(d); !near(got, sum, 1e-9) {
				t.Errorf("%+v, d %g: %.14g, sum %.14g", m, d, got, sum)
			}
		}
	}
}

func TestExtremes(t *testing.T) {
	sizes := []float64{1e-6, 1, 1e6}
	table, err := sbg.Tabulate([]sbg.Cohort{{Lost: []float64{9, 4, 0, 1}, Kept: 3}})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range sizes {
		for _, b := range sizes {
			for _, c := range []float64{1e-6, 0.1, 1, 10, 1e6} {
				m := Model{A: a, B: b, C: c}
				for i, v := range []float64{
					m.LogSurvival(1e9), m.Survival(1e9), m.Survival(2), m.ProbabilityOfChurn(1e9), m.Retention(1e9), m.SurvivalGiven(1e9, 1e9),
					m.DEL(1e-6), m.DEL(1e9), m.DERL(1e-6, 1e9), m.DERL(0.1, 1), m.DEL(math.Inf(1)),
				} {
					if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 && i > 0 {
						t.Errorf("%+v: figure %d is %g", m, i, v)
					}
				}
				if v := m.ExpectedLifetime(); math.IsNaN(v) || v < 1 || math.IsInf(v, 1) != (a*c <= 1) {
					t.Errorf("%+v: lifetime %g", m, v)
				}
				f, g, _ := estimate.Derivatives(likelihood{table}, m.Parameters())
				if math.IsNaN(f) || math.IsNaN(g[0]+g[1]+g[2]) && !math.IsInf(f, 0) {
					t.Errorf("%+v: log-likelihood %g, gradient %g", m, f, g)
				}
			}
		}
	}
	if err := (Model{A: 1, B: 1, C: 0}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("c = 0: %v", err)
	}
}

func TestRecovery(t *testing.T) {
	truth := Model{A: 0.5, B: 1.5, C: 1.4}
	rng := rand.New(rand.NewPCG(1, 5))
	cohorts := []sbg.Cohort{{Lost: make([]float64, 5)}, {Lost: make([]float64, 12)}}
	for i := range 60000 {
		c := &cohorts[i%2]
		if at, lost := truth.Simulate(rng, len(c.Lost)); lost {
			c.Lost[at-1]++
		} else {
			c.Kept++
		}
	}
	_, d, err := Fit(context.Background(), cohorts, btyd.Options{})
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
	for name, c := range map[string]struct {
		cohort sbg.Cohort
		want   error
	}{
		"nobody":       {sbg.Cohort{}, btyd.ErrTooLittleData},
		"two renewals": {sbg.FromSurvivors(100, 60, 40), btyd.ErrTooLittleData},
		"nobody lost":  {sbg.FromSurvivors(100, 100, 100, 100), btyd.ErrTooLittleData},
		"all lost":     {sbg.FromSurvivors(100, 0, 0, 0), btyd.ErrTooLittleData},
		"growing":      {sbg.FromSurvivors(100, 60, 70, 30), btyd.ErrInvalidRow},
	} {
		if _, _, err := Fit(context.Background(), []sbg.Cohort{c.cohort}, btyd.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]sbg.Cohort{
		"steady loss":      sbg.FromSurvivors(1000, 500, 250, 125),
		"accelerating":     sbg.FromSurvivors(1000, 990, 900, 200),
		"lost at once":     sbg.FromSurvivors(1000, 500, 500, 500),
		"lost at the last": sbg.FromSurvivors(1000, 1000, 1000, 500),
		"all lost in time": sbg.FromSurvivors(1000, 500, 100, 0),
	} {
		m, d, err := Fit(context.Background(), []sbg.Cohort{c}, btyd.Options{})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
		}
		if m.Validate() != nil || math.IsNaN(d.LogLikelihood) || len(d.Boundary)+len(d.Warnings) == 0 {
			t.Errorf("%s: %s, %v", name, d.Summary(), err)
		}
	}
}
