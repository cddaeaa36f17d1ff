package dyncov

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// scene is a model, a grid, a path and a customer on it.
type scene struct {
	model    Model
	grid     Grid
	path     Path
	customer Customer
	ahead    float64
}

func logUniform(t *rapid.T, name string, low, high float64) float64 {
	return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
}

// draw invents a scene with the given number of covariates.
func draw(t *rapid.T, covariates int) scene {
	s := scene{model: Model{R: logUniform(t, "r", 0.05, 20), Alpha: logUniform(t, "alpha", 0.05, 50),
		S: logUniform(t, "s", 0.05, 20), Beta: logUniform(t, "beta", 0.05, 50)},
		grid: Grid{Width: logUniform(t, "width", 0.2, 20)}, ahead: logUniform(t, "ahead", 0.01, 50)}
	effect := rapid.Float64Range(-1.5, 1.5)
	for i := range covariates {
		s.grid.Names = append(s.grid.Names, string(rune('a'+i)))
		s.model.Purchase = append(s.model.Purchase, effect.Draw(t, "purchase"))
		s.model.Dropout = append(s.model.Dropout, effect.Draw(t, "dropout"))
	}
	c := &s.customer
	c.Start = rapid.Float64Range(0, 30).Draw(t, "start")
	c.T = logUniform(t, "T", 0.1, 100)
	for range rapid.IntRange(0, 30).Draw(t, "x") {
		c.Times = append(c.Times, c.T*rapid.Float64Range(0.001, 1).Draw(t, "share"))
	}
	slices.Sort(c.Times)
	intervals := s.grid.ends(c.Start + c.T + s.ahead)
	for range covariates {
		series := make([]float64, intervals)
		for k := range series {
			series[k] = rapid.Float64Range(-1.5, 1.5).Draw(t, "covariate")
		}
		s.path = append(s.path, series)
	}
	return s
}

// figures are everything a model says of a customer.
func (s scene) figures(t interface{ Fatal(...any) }) (out [5]float64) {
	clocks, err := s.model.Along(s.grid, s.path)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(v float64, err error) float64 {
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	return [5]float64{ask(clocks.LogLikelihood(s.customer)), ask(clocks.ProbabilityAlive(s.customer)),
		ask(clocks.ExpectedPurchases(s.customer, s.ahead)), ask(clocks.DiscountedPurchases(s.customer, s.ahead, 0.02)),
		ask(clocks.ExpectedNewCustomer(s.customer.Start, s.ahead))}
}

func alike(t *rapid.T, got, want [5]float64, tolerance float64) {
	for i, name := range []string{"log-likelihood", "alive", "expected", "discounted", "new customer"} {
		if !(math.Abs(got[i]-want[i]) <= tolerance*math.Max(1, math.Abs(want[i]))) {
			t.Fatalf("%s %.15g, want %.15g", name, got[i], want[i])
		}
	}
}

func static(m paretonbd.Model, h btyd.History, t float64) [5]float64 {
	return [5]float64{m.LogLikelihood(h), m.ProbabilityAlive(h), m.ExpectedPurchases(h, t),
		m.DiscountedPurchases(h, t, 0.02), m.ExpectedNewCustomer(t)}
}

func TestWithoutEffectItIsParetoNBD(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		s := draw(rt, 2)
		clear(s.model.Purchase)
		clear(s.model.Dropout)
		m := paretonbd.Model{R: s.model.R, Alpha: s.model.Alpha, S: s.model.S, Beta: s.model.Beta}
		want := static(m, s.customer.History(), s.ahead)
		alike(rt, s.figures(rt), want, 1e-10)
		s.path, s.grid.Names, s.model.Purchase, s.model.Dropout = nil, nil, nil, nil
		alike(rt, s.figures(rt), want, 1e-10)
	})
}

// TestConstantCovariatesAreStatic: α exp(-γ·z) and β exp(-δ·z).
func TestConstantCovariatesAreStatic(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		s := draw(rt, 2)
		gz, dz := 0.0, 0.0
		for i, series := range s.path {
			for k := range series {
				series[k] = series[0]
			}
			gz += s.model.Purchase[i] * series[0]
			dz += s.model.Dropout[i] * series[0]
		}
		m := paretonbd.Model{R: s.model.R, Alpha: s.model.Alpha * math.Exp(-gz), S: s.model.S, Beta: s.model.Beta * math.Exp(-dz)}
		alike(rt, s.figures(rt), static(m, s.customer.History(), s.ahead), 1e-10)
	})
}

// TestFinerGrid cuts each interval into three with the same covariates, and
// nudges every other one by so little that they count as changes.
func TestFinerGrid(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		s := draw(rt, 1)
		want := s.figures(rt)
		var fine []float64
		for _, v := range s.path[0] {
			fine = append(fine, v, v+1e-14, v)
		}
		s.grid.Width /= 3
		s.path = Path{fine}
		alike(rt, s.figures(rt), want, 1e-10)
	})
}

// TestFutureIsUnknownToThePast: what covariates do after the end of
// observation does not change what is thought of the past.
func TestFutureIsUnknownToThePast(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		s := draw(rt, 1)
		before := s.figures(rt)
		for k := s.grid.interval(s.customer.Start+s.customer.T) + 1; k < len(s.path[0]); k++ {
			s.path[0][k] = 9
		}
		if after := s.figures(rt); before[0] != after[0] || before[1] != after[1] {
			rt.Fatalf("%v became %v", before, after)
		}
	})
}

// TestRules compares quadrature on one interval with that of the package
// numeric, which is good to 1e-10.
func TestRules(t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		a, b := logUniform(rt, "a", 1e-6, 1e3), logUniform(rt, "b", 1e-6, 1e3)
		m, n := logUniform(rt, "m", 0.01, 1e4), 1+logUniform(rt, "n", 0.01, 300)
		var p pieces
		p.plan(a, m, b, n)
		total := 0.0
		for panel := range p.panels {
			p.lay(panel)
			for i := range p.nodes {
				total += p.weight[i] * math.Exp(-m*math.Log1p(a*p.theta[i])-n*math.Log1p(b*p.theta[i]))
			}
		}
		if want := numeric.LogPowerIntegral(1/a, m, 1/b, n, 1); math.Abs(math.Log(total)-want) > 2e-10 {
			rt.Fatalf("logarithm %.14g, want %.14g", math.Log(total), want)
		}
	})
}

// TestDerivatives compares those of a fit's objective with differences of the
// value and of the gradient: all parameters, a coefficient on both processes, penalties.
func TestDerivatives(t *testing.T) {
	data := market(t, truth, 12, 15, 0, 3)
	btydtest.Check(t, func(rt *rapid.T) {
		o, err := prepare(data, Options{Equal: []string{"price"}, Dropout: []string{"price", "campaign"},
			L2: L2{Purchase: 0.3, Dropout: 0.1}})
		if err != nil {
			rt.Fatal(err)
		}
		x := make([]float64, iCoefficients+len(o.list))
		for i := range x {
			x[i] = rapid.Float64Range(-1.5, 1.5).Draw(rt, "x")
		}
		f, g, h := o.at(x)
		for i := range x {
			const step = 1e-3
			difference, gradient := 0.0, make([]float64, len(x))
			for _, point := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
				y := slices.Clone(x)
				y[i] += point.offset * step
				v, slope, _ := o.at(y)
				difference += point.weight * v / (12 * step)
				for j := range x {
					gradient[j] += point.weight * slope[j] / (12 * step)
				}
			}
			if math.Abs(difference-g[i]) > 1e-8*(1+math.Abs(g[i]))+1e-10*math.Abs(f) {
				rt.Fatalf("variable %d: gradient %.12g, by differences %.12g", i, g[i], difference)
			}
			for j := range x {
				if math.Abs(gradient[j]-h[i][j]) > 1e-7*(1+math.Abs(h[i][j])) {
					rt.Fatalf("variables %d and %d: Hessian %.12g, by differences %.12g", i, j, h[i][j], gradient[j])
				}
			}
		}
	})
}

// TestExpectations compares with simulated futures: for new customers, and for
// customers with a past, whose predicted sum the future must meet.
func TestExpectations(t *testing.T) {
	const weeks, ahead, customers = 60, 20.0, 8000
	rng := rand.New(rand.NewPCG(3, 4))
	path := Path{make([]float64, weeks)}
	for k := range path[0] {
		path[0][k] = 2 * rng.Float64()
	}
	m := Model{R: 0.8, Alpha: 10, S: 0.7, Beta: 15, Purchase: []float64{0.9}, Dropout: []float64{-0.6}}
	clocks, err := m.Along(Grid{Width: 1, Names: []string{"season"}}, path)
	if err != nil {
		t.Fatal(err)
	}
	var surprise, square, alive, aliveSquare, fresh, freshSquare float64
	for range customers {
		c := Customer{Start: 10 * rng.Float64()}
		c.T = weeks - ahead - c.Start
		all, err := clocks.Simulate(rng, c.Start, c.T+ahead)
		if err != nil {
			t.Fatal(err)
		}
		past := 0
		for past < len(all) && all[past] <= c.T {
			past++
		}
		c.Times = all[:past]
		e := float64(len(all)-past) - must(clocks.ExpectedPurchases(c, ahead))
		surprise += e
		square += e * e
		// Who buys again was alive: those with a chance of p did so no more
		// often than that.
		a := must(clocks.ProbabilityAlive(c))
		if len(all) > past {
			a--
		}
		alive += a
		aliveSquare += a * a
		e = float64(past) - must(clocks.ExpectedNewCustomer(c.Start, c.T))
		fresh += e
		freshSquare += e * e
	}
	if z := surprise / math.Sqrt(square); math.Abs(z) > 3 {
		t.Errorf("futures differ from expectations by %.3g purchases in all, %.1f standard errors", surprise, z)
	}
	if z := fresh / math.Sqrt(freshSquare); math.Abs(z) > 3 {
		t.Errorf("new customers differ from expectations by %.3g purchases in all, %.1f standard errors", fresh, z)
	}
	if alive < 0 {
		t.Errorf("%.4g more customers bought again than were thought alive", -alive)
	}
}

// TestFitWithoutCovariates equals the fit of package paretonbd.
func TestFitWithoutCovariates(t *testing.T) {
	data := market(t, truth, 400, 52, 0, 6)
	_, d, err := Fit(context.Background(), data, Options{Purchase: []string{}, Dropout: []string{}})
	if err != nil {
		t.Fatal(err)
	}
	var histories []btyd.History
	for _, c := range data.Customers {
		histories = append(histories, c.History())
	}
	_, want, err := paretonbd.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(d.LogLikelihood-want.LogLikelihood) > 1e-8 {
		t.Errorf("log-likelihood %.12g, want %.12g", d.LogLikelihood, want.LogLikelihood)
	}
	for i := range want.Estimate {
		if math.Abs(d.Estimate[i]/want.Estimate[i]-1) > 1e-6 || math.Abs(d.StdErr[i]/want.StdErr[i]-1) > 1e-5 {
			t.Errorf("%s %.9g (se %.9g), want %.9g (%.9g)", d.Names[i], d.Estimate[i], d.StdErr[i], want.Estimate[i], want.StdErr[i])
		}
	}
}
