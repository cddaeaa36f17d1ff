package dyncov

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func mustFit(t *testing.T, d Data, o Options) (Model, btyd.Diagnostics) {
	t.Helper()
	m, diagnostics, err := Fit(context.Background(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	return m, diagnostics
}

func TestFitRecoversTheTruth(t *testing.T) {
	m, d := mustFit(t, market(t, truth, 800, 60, 0, 7), Options{})
	want := slices.Concat([]float64{truth.R, truth.Alpha, truth.S, truth.Beta}, truth.Purchase, truth.Dropout)
	if !d.Converged || !d.HessianPositiveDefinite || len(d.Boundary) > 0 || len(d.Names) != len(want) {
		t.Fatalf("state of the fit: %s", d.Summary())
	}
	for i, name := range d.Names {
		if z := (d.Estimate[i] - want[i]) / d.StdErr[i]; math.Abs(z) > 3 {
			t.Errorf("%s = %g (se %.2g), truth %g: %.1f standard errors away", name, d.Estimate[i], d.StdErr[i], want[i], z)
		}
	}
	if got := slices.Concat([]float64{m.R, m.Alpha, m.S, m.Beta}, m.Purchase, m.Dropout); !slices.Equal(got, d.Estimate) {
		t.Errorf("model %v, estimates %v", got, d.Estimate)
	}
}

// TestLogLikelihoodOfFit: the fit's is the sum over customers, though it knows
// the purchases only in sum.
func TestLogLikelihoodOfFit(t *testing.T) {
	data := market(t, truth, 300, 30, 0, 8)
	m, d := mustFit(t, data, Options{Dropout: []string{"price"}})
	total := 0.0
	for _, c := range data.Customers {
		clocks, err := m.Along(data.Grid, data.Paths[c.Path])
		if err != nil {
			t.Fatal(err)
		}
		total += must(clocks.LogLikelihood(c))
	}
	if math.Abs(total-d.LogLikelihood) > 1e-8*math.Abs(total) {
		t.Errorf("fit says %.15g, customers add up to %.15g", d.LogLikelihood, total)
	}
}

// shop is a market whose customers share one path of a hundred weeks and
// arrive on a few days, so that many are alike.
func shop(t *testing.T, customers int) Data {
	const weeks = 100
	d := Data{Grid: Grid{Width: 1, Names: []string{"season", "price"}}, Paths: []Path{{make([]float64, weeks), make([]float64, weeks)}}}
	for k := range weeks {
		d.Paths[0][0][k] = math.Sin(2 * math.Pi * float64(k) / 52)
		d.Paths[0][1][k] = 5 + math.Mod(float64(k*k), 3)
	}
	m := Model{R: 0.8, Alpha: 12, S: 0.9, Beta: 10, Purchase: []float64{0.5, 0.3}, Dropout: []float64{-0.4, 0.3}}
	rng := rand.New(rand.NewPCG(9, 5))
	for range customers {
		c := Customer{Start: float64(rng.IntN(20)) / 7}
		c.T = weeks - c.Start
		d.Customers = append(d.Customers, simulated(t, m, d, c, rng))
	}
	return d
}

func TestFitIsIndifferent(t *testing.T) {
	data := shop(t, 300)
	o := Options{Equal: []string{"price"}}
	o.Parallel = 1
	_, want := mustFit(t, data, o)
	o.Parallel = 3
	if _, d := mustFit(t, data, o); !slices.Equal(d.Estimate, want.Estimate) || d.LogLikelihood != want.LogLikelihood {
		t.Errorf("the number of workers changes the answer: %v, %v", d.Estimate, want.Estimate)
	}
	if want.Rows >= 300 || want.Customers != 300 {
		t.Errorf("%d rows for %g customers", want.Rows, want.Customers)
	}

	near := func(what string, d btyd.Diagnostics, want []float64) {
		t.Helper()
		for i := range want {
			if math.Abs(d.Estimate[i]-want[i]) > 1e-5*math.Abs(want[i])+1e-7 {
				t.Errorf("%s: %v, want %v", what, d.Estimate, want)
				return
			}
		}
	}
	doubled := data
	doubled.Customers = slices.Clone(data.Customers)
	slices.Reverse(doubled.Customers)
	for i := range doubled.Customers {
		doubled.Customers[i].W = 2
	}
	_, d := mustFit(t, doubled, o)
	near("everybody twice, from the back", d, want.Estimate)

	_, d = mustFit(t, data, Options{Options: btyd.Options{Start: []float64{1, 8, 1, 30, 0.2, -0.1, 0.1}}, Equal: o.Equal})
	near("another start", d, want.Estimate)

	// A price in other units and from another zero: α and β refer to a price
	// of zero.
	moved := data
	moved.Paths = []Path{{data.Paths[0][0], slices.Clone(data.Paths[0][1])}}
	for k, p := range moved.Paths[0][1] {
		moved.Paths[0][1][k] = 100*p - 300
	}
	_, d = mustFit(t, moved, o)
	gamma := want.Estimate[5]
	if want.Names[5] != "both.price" {
		t.Fatalf("names %v", want.Names)
	}
	expected := slices.Clone(want.Estimate)
	expected[5] = gamma / 100
	expected[1] *= math.Exp(-3 * gamma)
	expected[3] *= math.Exp(-3 * gamma)
	near("price in cents", d, expected)
	if math.Abs(d.StdErr[5]*100/want.StdErr[5]-1) > 1e-4 {
		t.Errorf("standard error %g, want a hundredth of %g", d.StdErr[5], want.StdErr[5])
	}
}

func TestOptions(t *testing.T) {
	data := shop(t, 300)
	m, d := mustFit(t, data, Options{Purchase: []string{"season"}, Dropout: []string{}})
	if !slices.Equal(d.Names, []string{"r", "alpha", "s", "beta", "purchase.season"}) || m.Purchase[1] != 0 || m.Dropout[0] != 0 {
		t.Errorf("%v, %+v", d.Names, m)
	}
	free, _ := mustFit(t, data, Options{})
	equal, d := mustFit(t, data, Options{Equal: []string{"season"}})
	if equal.Purchase[0] != equal.Dropout[0] || equal.Purchase[1] == equal.Dropout[1] || len(d.Names) != 7 {
		t.Errorf("equal season: %+v", equal)
	}
	drawn, d := mustFit(t, data, Options{L2: L2{Purchase: 0.5, Dropout: 1e6}})
	if !(math.Abs(drawn.Purchase[0]) < math.Abs(free.Purchase[0])) || math.Abs(drawn.Dropout[0]) > 1e-6 {
		t.Errorf("penalised: %+v, free: %+v", drawn, free)
	}
	if drawn.Purchase[0] == 0 || len(d.StdErr) != 8 {
		t.Errorf("penalised: %+v", drawn)
	}
}

// TestErrors: what is wrong is named.
func TestErrors(t *testing.T) {
	spoil := func(change func(d *Data, o *Options)) (Data, Options) {
		d, o := shop(t, 20), Options{}
		d.Customers[3].Times = []float64{1, 2}
		change(&d, &o)
		return d, o
	}
	for _, c := range []struct {
		wraps  error
		says   string
		change func(d *Data, o *Options)
	}{
		{btyd.ErrInvalidRow, "width of the grid 0", func(d *Data, _ *Options) { d.Grid.Width = 0 }},
		{btyd.ErrInvalidRow, `"season"`, func(d *Data, _ *Options) { d.Grid.Names[1] = "season" }},
		{btyd.ErrInvalidRow, "path 0: btyd: invalid data: covariate price has 99 intervals", func(d *Data, _ *Options) { d.Paths[0][1] = d.Paths[0][1][:99] }},
		{btyd.ErrInvalidRow, "covariate price, interval 7: NaN", func(d *Data, _ *Options) { d.Paths[0][1][7] = math.NaN() }},
		{btyd.ErrInvalidRow, "1 series for 2", func(d *Data, _ *Options) { d.Paths[0] = d.Paths[0][:1] }},
		{btyd.ErrInvalidRow, "customer 2: path 1 of 1", func(d *Data, _ *Options) { d.Customers[2].Path = 1 }},
		{btyd.ErrInvalidRow, "customer 3: btyd: invalid data: repeat purchase 2 at 2 ", func(d *Data, _ *Options) { d.Customers[3].Times[0] = 3 }},
		{btyd.ErrInvalidRow, "customer 3: btyd: invalid data: x 2, t_x 2, T 1", func(d *Data, _ *Options) { d.Customers[3].T = 1 }},
		{btyd.ErrInvalidRow, "no covariates for interval 100, which begins at 100", func(d *Data, _ *Options) { d.Customers[3].T++ }},
		{btyd.ErrInvalidRow, "start -1", func(d *Data, _ *Options) { d.Customers[3].Start = -1 }},
		{btyd.ErrInvalidRow, "weight -1", func(d *Data, _ *Options) { d.Customers[3].W = -1 }},
		{btyd.ErrInvalidRow, `"weather"`, func(_ *Data, o *Options) { o.Purchase = []string{"weather"} }},
		{btyd.ErrInvalidRow, `"price" must act on both`, func(_ *Data, o *Options) { o.Dropout, o.Equal = []string{"season"}, []string{"price"} }},
		{btyd.ErrInvalidRow, "penalties -1", func(_ *Data, o *Options) { o.L2.Purchase = -1 }},
		{btyd.ErrInvalidStart, "1 values for 8", func(_ *Data, o *Options) { o.Start = []float64{1} }},
		{btyd.ErrInvalidStart, "beta = -1", func(_ *Data, o *Options) { o.Start = []float64{1, 1, 1, -1, 0, 0, 0, 0} }},
		{btyd.ErrTooLittleData, "no customer bought twice", func(d *Data, _ *Options) {
			for i := range d.Customers {
				d.Customers[i].Times = nil
			}
		}},
		{btyd.ErrTooLittleData, "5 customers", func(d *Data, _ *Options) { d.Customers = d.Customers[:5] }},
		{btyd.ErrTooLittleData, "covariate price is 4", func(d *Data, _ *Options) {
			for k := range d.Paths[0][1] {
				d.Paths[0][1][k] = 4
			}
		}},
		{btyd.ErrNotConverged, "after 2 steps", func(_ *Data, o *Options) { o.MaxIterations = 1 }},
	} {
		d, o := spoil(c.change)
		if _, _, err := Fit(context.Background(), d, o); !errors.Is(err, c.wraps) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Fit(ctx, shop(t, 20), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestPredictionErrors(t *testing.T) {
	data := shop(t, 20)
	m := Model{R: 1, Alpha: 1, S: 1, Beta: 1, Purchase: []float64{0.1, 0}, Dropout: []float64{0, 1}}
	clocks, err := m.Along(data.Grid, data.Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	c := Customer{Start: 3, T: 90}
	if _, err := clocks.ExpectedPurchases(c, 7); err != nil {
		t.Errorf("to the end of the path: %v", err)
	}
	for says, ask := range map[string]func() (float64, error){
		"no covariates for interval 100": func() (float64, error) { return clocks.ExpectedPurchases(c, 7.5) },
		"horizon -1":                     func() (float64, error) { return clocks.ExpectedPurchases(c, -1) },
		"horizon NaN":                    func() (float64, error) { return clocks.ExpectedNewCustomer(0, math.NaN()) },
		"discount rate -1":               func() (float64, error) { return clocks.DiscountedPurchases(c, 1, -1) },
		"start -2":                       func() (float64, error) { return clocks.ProbabilityAlive(Customer{Start: -2}) },
		"x 0, t_x 0, T -1":               func() (float64, error) { return clocks.LogLikelihood(Customer{T: -1}) },
	} {
		if _, err := ask(); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
	for _, bad := range []Model{{R: 1, Alpha: 0, S: 1, Beta: 1}, {R: 1, Alpha: 1, S: 1, Beta: 1},
		{R: 1, Alpha: 1, S: 1, Beta: 1, Purchase: []float64{1}},
		{R: 1, Alpha: 1, S: 1, Beta: 1, Purchase: []float64{1, 2}, Dropout: []float64{1, math.NaN()}}} {
		if _, err := bad.Along(data.Grid, data.Paths[0]); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	m.Purchase[1] = 200
	if _, err := m.Along(data.Grid, data.Paths[0]); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("runaway rate: %v", err)
	}
}

// TestHopeless gives data from which little can be learned: the answer is an
// error or a model that can be used.
func TestHopeless(t *testing.T) {
	alike := func(c Customer) func(*Data) {
		return func(d *Data) {
			for i := range d.Customers {
				d.Customers[i] = c
			}
		}
	}
	for name, change := range map[string]func(*Data){
		"all alike":       alike(Customer{Start: 2.5, Times: []float64{1, 5}, T: 30}),
		"all just bought": alike(Customer{Start: 2.5, Times: []float64{1, 30}, T: 30}),
		"one of many came back": func(d *Data) {
			for i := range d.Customers {
				d.Customers[i].Times = nil
			}
			d.Customers[0].Times = []float64{d.Customers[0].T}
		},
		"a frequent buyer": func(d *Data) {
			for range 20000 {
				d.Customers[0].Times = append(d.Customers[0].Times, d.Customers[0].T)
			}
			slices.Sort(d.Customers[0].Times)
		},
		"only bought when cheap": func(d *Data) {
			for i, c := range d.Customers {
				d.Customers[i].Times = slices.DeleteFunc(slices.Clone(c.Times), func(at float64) bool {
					return d.Paths[0][1][d.Grid.interval(c.Start+at)] > 5
				})
			}
		},
		"the same covariate twice": func(d *Data) { d.Paths[0][1] = d.Paths[0][0] },
	} {
		d := shop(t, 100)
		change(&d)
		m, diagnostics, err := Fit(context.Background(), d, Options{})
		if err != nil {
			if !errors.Is(err, btyd.ErrNotConverged) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		clocks, err := m.Along(d.Grid, d.Paths[0])
		if err != nil || math.IsNaN(diagnostics.LogLikelihood) {
			t.Errorf("%s: %v, %s", name, err, diagnostics.Summary())
			continue
		}
		if e := must(clocks.ExpectedPurchases(Customer{Start: 1, Times: []float64{1}, T: 2}, 10)); math.IsNaN(e) || math.IsInf(e, 0) {
			t.Errorf("%s: expectation %g from %s", name, e, diagnostics.Summary())
		}
		t.Logf("%s: %s; %v", name, diagnostics.Summary(), diagnostics.Warnings)
	}
}
