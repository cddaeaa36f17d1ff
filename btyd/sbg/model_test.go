package sbg

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

func drawModel(t *rapid.T) Model {
	size := rapid.Custom(func(t *rapid.T) float64 { return math.Exp(rapid.Float64Range(-3, 5).Draw(t, "log")) })
	return Model{Alpha: size.Draw(t, "alpha"), Beta: size.Draw(t, "beta")}
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))
}

// TestDerivatives compares with central differences.
func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		count := rapid.Float64Range(0, 50)
		table, err := Tabulate([]Cohort{
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
			want += table.Lost[i]*math.Log(m.ProbabilityOfChurn(i+1)) + table.Kept[i]*m.LogSurvival(i+1)
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

// TestPredictions: the chances of being lost and of staying add up to one,
// survival falls, retention rises, and discounted lifetimes are the sums they
// stand for.
func TestPredictions(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		m, n := drawModel(t), rapid.IntRange(0, 30).Draw(t, "n")
		total, s := 0.0, 1.0
		for k := 1; k <= 60; k++ {
			total += m.ProbabilityOfChurn(k)
			if !near(total+m.Survival(k), 1, 1e-11) {
				t.Fatalf("lost within %d renewals %.14g, kept %.14g", k, total, m.Survival(k))
			}
			if !(m.Survival(k) < s) || m.Retention(k) < m.Retention(k-1) && k > 1 {
				t.Fatalf("renewal %d: survival %g after %g, retention %g", k, m.Survival(k), s, m.Retention(k))
			}
			s *= m.Retention(k)
			if !near(m.Survival(k), s, 1e-11) || !near(m.SurvivalGiven(n, k), m.Survival(n+k)/m.Survival(n), 1e-11) {
				t.Fatalf("survival of %d renewals %.14g, product %.14g", k, m.Survival(k), s)
			}
		}
		d := 0.25
		sum, given := 0.0, 0.0
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
		if m.Alpha > 2 && !near(m.ExpectedLifetime(), m.DEL(1e-9), 1e-6) {
			t.Fatalf("lifetime %g, hardly discounted %g", m.ExpectedLifetime(), m.DEL(1e-9))
		}
	})
	if got := (Model{Alpha: 0.7, Beta: 1.2}).ExpectedLifetime(); !math.IsInf(got, 1) {
		t.Errorf("lifetime %g with α < 1", got)
	}
}

func TestExtremes(t *testing.T) {
	for _, a := range []float64{1e-6, 1, 1e6} {
		for _, b := range []float64{1e-6, 1, 1e6} {
			m := Model{Alpha: a, Beta: b}
			for i, v := range []float64{
				m.LogSurvival(1e9), m.Survival(1e9), m.ProbabilityOfChurn(1e9), m.Retention(1e9), m.SurvivalGiven(1e9, 1e9),
				m.DEL(1e-9), m.DEL(1e9), m.DEL(math.Inf(1)), m.DERL(1e-9, 1e9), m.DERL(0.1, 1),
			} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%+v: figure %d is %g", m, i, v)
				}
			}
		}
	}
	if err := (Model{Alpha: 1, Beta: -1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("negative parameter: %v", err)
	}
}

func simulated(m Model, n int, seed uint64) []Cohort {
	rng := rand.New(rand.NewPCG(seed, 4))
	cohorts := []Cohort{{Lost: make([]float64, 3)}, {Lost: make([]float64, 12)}}
	for i := range n {
		c := &cohorts[i%2]
		if at, lost := m.Simulate(rng, len(c.Lost)); lost {
			c.Lost[at-1]++
		} else {
			c.Kept++
		}
	}
	return cohorts
}

func TestRecovery(t *testing.T) {
	truth := Model{Alpha: 0.7, Beta: 3}
	_, d, err := Fit(context.Background(), simulated(truth, 50000, 1), btyd.Options{})
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
		cohort Cohort
		want   error
	}{
		"nobody":          {Cohort{}, btyd.ErrTooLittleData},
		"no renewal yet":  {Cohort{Kept: 100}, btyd.ErrTooLittleData},
		"one renewal":     {FromSurvivors(100, 60), btyd.ErrTooLittleData},
		"nobody lost":     {FromSurvivors(100, 100, 100), btyd.ErrTooLittleData},
		"all lost":        {FromSurvivors(100, 0, 0), btyd.ErrTooLittleData},
		"growing":         {FromSurvivors(100, 60, 70), btyd.ErrInvalidRow},
		"negative":        {Cohort{Lost: []float64{3, 2}, Kept: -1}, btyd.ErrInvalidRow},
		"not a number":    {Cohort{Lost: []float64{3, math.NaN()}, Kept: 1}, btyd.ErrInvalidRow},
		"infinitely many": {Cohort{Lost: []float64{3, 1}, Kept: math.Inf(1)}, btyd.ErrInvalidRow},
	} {
		if _, _, err := Fit(context.Background(), []Cohort{c.cohort}, btyd.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]Cohort{
		"steady loss":      FromSurvivors(1000, 500, 250, 125),
		"accelerating":     FromSurvivors(1000, 990, 900, 200),
		"lost at once":     FromSurvivors(1000, 500, 500, 500),
		"lost at the last": FromSurvivors(1000, 1000, 1000, 500),
	} {
		m, d, err := Fit(context.Background(), []Cohort{c}, btyd.Options{})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Errorf("%s: %v", name, err)
		}
		if m.Validate() != nil || math.IsNaN(d.LogLikelihood) || len(d.Boundary)+len(d.Warnings) == 0 {
			t.Errorf("%s: %s", name, d.Summary())
		}
	}
}
