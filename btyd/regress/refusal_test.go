package regress

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// TestRefusals: every refusal wraps its sentinel and names what is wrong.
func TestRefusals(t *testing.T) {
	const n = 60
	with := func(change func(*Data)) Data {
		d := customersOf(paretoTruth, n, 2)
		change(&d)
		return d
	}
	coupon := with(func(*Data) {}).Purchase[0]
	addPurchase := func(name string, value func(i int) float64) Data {
		return with(func(d *Data) {
			c := make([]float64, n)
			for i := range c {
				c[i] = value(i)
			}
			d.Purchase, d.PurchaseNames = append(d.Purchase, c), append(d.PurchaseNames, name)
		})
	}
	for name, test := range map[string]struct {
		data Data
		opts Options
		want error
		says []string
	}{
		"missing": {with(func(d *Data) { d.Purchase[1][7] = math.NaN() }), Options{}, btyd.ErrInvalidRow,
			[]string{"row 7", "basket", "NaN"}},
		"infinite": {with(func(d *Data) { d.Dropout[0][3] = math.Inf(1) }), Options{}, btyd.ErrInvalidRow,
			[]string{"row 3", "dropout covariate coupon", "+Inf"}},
		"short": {with(func(d *Data) { d.Dropout[0] = d.Dropout[0][1:] }), Options{}, btyd.ErrInvalidRow,
			[]string{"59 values for 60 rows"}},
		"nameless": {with(func(d *Data) { d.PurchaseNames = d.PurchaseNames[:1] }), Options{}, btyd.ErrInvalidRow,
			[]string{"1 names for 2"}},
		"twice": {with(func(d *Data) { d.PurchaseNames = []string{"a", "a"} }), Options{}, btyd.ErrInvalidRow,
			[]string{`"a"`}},
		"history": {with(func(d *Data) { d.Rows.T[5] = -1 }), Options{}, btyd.ErrInvalidRow, []string{"row 5"}},
		"constant": {addPurchase("shop", func(int) float64 { return 7 }), Options{}, btyd.ErrTooLittleData,
			[]string{"purchase covariate shop is 7 for every customer"}},
		"too wide": {addPurchase("wealth", func(i int) float64 { return (float64(i) - 30) * 5e306 }), Options{}, btyd.ErrInvalidRow,
			[]string{"wealth", "larger unit"}},
		"collinear": {addPurchase("no coupon", func(i int) float64 { return 1 - coupon[i] }), Options{}, btyd.ErrTooLittleData,
			[]string{"no coupon follows from coupon;"}},
		"equal of one": {with(func(*Data) {}), Options{Equal: []string{"basket"}}, btyd.ErrInvalidRow, []string{"basket"}},
		"L2":           {with(func(*Data) {}), Options{L2: -1}, btyd.ErrInvalidStart, []string{"-1"}},
		"start":        {with(func(*Data) {}), Options{Options: btyd.Options{Start: []float64{1, 1, -1, 1, 0, 0, 0}}}, btyd.ErrInvalidStart, []string{"s = -1"}},
		"start short":  {with(func(*Data) {}), Options{Options: btyd.Options{Start: []float64{1}}}, btyd.ErrInvalidStart, []string{"1 values for 7"}},
		"few": {Data{Rows: btyd.Rows{X: []float64{1, 0, 2, 0, 1}, Tx: []float64{2, 0, 3, 0, 4}, T: []float64{9, 9, 9, 9, 9}, W: []float64{1, 1, 1, 1, 1}},
			Purchase: [][]float64{{0, 1, 2, 3, 4}, {0, 1, 0, 1, 1}}, PurchaseNames: []string{"a", "b"}}, Options{}, btyd.ErrTooLittleData,
			[]string{"5 customers", "6 parameters"}},
		"far": {with(func(d *Data) {
			for i := range d.Purchase[1] {
				d.Purchase[1][i] += 1e5
			}
		}), Options{}, btyd.ErrInvalidRow, []string{"alpha", "subtract"}},
	} {
		_, _, err := Fit[paretonbd.Model](context.Background(), test.data, test.opts)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, part := range test.says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", name, err, part)
			}
		}
	}
}

func TestSpendRefusals(t *testing.T) {
	d := spendersOf(spendTruth, 50, 1)
	d.Covariates[1] = d.Covariates[0]
	_, _, err := FitSpend(context.Background(), d, Options{})
	if !errors.Is(err, btyd.ErrTooLittleData) || !strings.Contains(err.Error(), "spend covariate age follows from shop") {
		t.Error(err)
	}
	if _, _, err := FitSpend(context.Background(), spendersOf(spendTruth, 50, 1), Options{Equal: []string{"shop"}}); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Error(err)
	}
	if _, _, err := FitSpend(context.Background(), spendersOf(spendTruth, 4, 1), Options{}); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Error(err)
	}
}

func TestStops(t *testing.T) {
	data := customersOf(mbgTruth, 500, 2)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Fit[mbgnbd.Model](ctx, data, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	m, d, err := Fit[mbgnbd.Model](context.Background(), data, Options{Options: btyd.Options{MaxIterations: 2}})
	if !errors.Is(err, btyd.ErrNotConverged) || d.Converged || m.Base.Validate() != nil {
		t.Errorf("%v, %s", err, d.Summary())
	}
}

func TestFor(t *testing.T) {
	m := paretoTruth
	own, err := m.For([]float64{1, 2}, []float64{1})
	want := paretonbd.Model{R: 0.9, Alpha: 14 * math.Exp(-1), S: 0.8, Beta: 20 * math.Exp(0.6)}
	if err != nil {
		t.Fatal(err)
	}
	same(t, "own model", own.Parameters(), want.Parameters(), 1e-14)
	beta, err := mbgTruth.For([]float64{0, 2}, []float64{2})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "own model", beta.Parameters(), []float64{0.6, 9 * math.Exp(-0.5), 0.8 * math.Exp(-1.2), 2.4 * math.Exp(-1.2)}, 1e-14)
	spend, err := spendTruth.For([]float64{1, -1})
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := spendTruth.Base.Population()
	if mean, ok := spend.Population(); !ok || math.Abs(mean/plain-math.Exp(0.5)) > 1e-14 {
		t.Errorf("covariates multiply the mean spend by %g", mean/plain)
	}
	for _, z := range [][]float64{{1}, {1, math.NaN()}, {1e4, 0}, {math.Inf(-1), 1}} {
		if _, err := m.For(z, []float64{0}); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%v: %v", z, err)
		}
	}
	if _, err := spendTruth.For(nil); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Error(err)
	}
}

func TestCompressSpend(t *testing.T) {
	d := SpendData{Rows: btyd.SpendRows{X: []float64{2, 1, 2, 2}, M: []float64{5, 5, 5, 5}, W: []float64{1, 2, 3, 1}},
		Covariates: [][]float64{{1, 0, 1, 0}}, Names: []string{"shop"}}
	c := d.Compress()
	if !slices.Equal(c.Rows.W, []float64{2, 1, 4}) || !slices.Equal(c.Covariates[0], []float64{0, 0, 1}) ||
		!slices.Equal(c.Rows.X, []float64{1, 2, 2}) {
		t.Errorf("%+v", c)
	}
}

// TestLikelihoodRatio: quantiles of the chi-square distribution from tables,
// and what cannot be compared.
func TestLikelihoodRatio(t *testing.T) {
	base := btyd.Diagnostics{Names: []string{"r"}, LogLikelihood: -100, Customers: 9, Converged: true}
	for _, test := range []struct {
		degrees      int
		statistic, p float64
	}{{1, 3.841458820694124, 0.05}, {2, 5.991464547107979, 0.05}, {3, 16.26623619623813, 0.001}, {1, 0, 1}} {
		with := base
		with.LogLikelihood += test.statistic / 2
		with.Names = append([]string{"r"}, []string{"purchase.a", "purchase.b", "dropout.b"}[:test.degrees]...)
		got, err := LikelihoodRatio(with, base)
		if err != nil || got.Degrees != test.degrees || math.Abs(got.P-test.p) > 1e-12 {
			t.Errorf("%+v, %v; want %+v", got, err, test)
		}
	}
	change := func(f func(*btyd.Diagnostics)) btyd.Diagnostics {
		d := base
		d.Names = []string{"r", "purchase.a"}
		d.LogLikelihood = -90
		f(&d)
		return d
	}
	for name, test := range map[string]struct {
		with btyd.Diagnostics
		want error
	}{
		"others":    {change(func(d *btyd.Diagnostics) { d.Customers = 8 }), btyd.ErrInvalidRow},
		"no more":   {change(func(d *btyd.Diagnostics) { d.Names = d.Names[:1] }), btyd.ErrInvalidRow},
		"no part":   {change(func(d *btyd.Diagnostics) { d.Names[0] = "p" }), btyd.ErrInvalidRow},
		"stopped":   {change(func(d *btyd.Diagnostics) { d.Converged = false }), btyd.ErrNotConverged},
		"worse":     {change(func(d *btyd.Diagnostics) { d.LogLikelihood = -101 }), btyd.ErrNotConverged},
		"undefined": {change(func(d *btyd.Diagnostics) { d.LogLikelihood = math.NaN() }), btyd.ErrNotConverged},
	} {
		if _, err := LikelihoodRatio(test.with, base); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLikelihoodRatioFinds what moves customers, and not what does not.
func TestLikelihoodRatioFinds(t *testing.T) {
	data := customersOf(mbgTruth, 2000, 6)
	_, plain, err := mbgnbd.Fit(context.Background(), data.Rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, d := mustFit[mbgnbd.Model](t, data, Options{})
	if test, err := LikelihoodRatio(d, plain); err != nil || test.P > 1e-9 || test.Degrees != 3 {
		t.Errorf("%+v, %v", test, err)
	}
	noise := shuffled(data)
	noise.Rows = data.Rows
	_, d = mustFit[mbgnbd.Model](t, noise, Options{})
	if test, err := LikelihoodRatio(d, plain); err != nil || test.P < 0.01 {
		t.Errorf("%+v, %v; %s", test, err, d.Summary())
	}
}
