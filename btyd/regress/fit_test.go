package regress

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func TestRecovery(t *testing.T) {
	recovers(t, paretoTruth, customersOf(paretoTruth, 5000, 1))
	recovers(t, bgTruth, customersOf(bgTruth, 5000, 2))
	recovers(t, mbgTruth, customersOf(mbgTruth, 5000, 3))
	_, d, err := FitSpend(context.Background(), spendersOf(spendTruth, 5000, 4), Options{})
	near(t, "spend", d, err, append(spendTruth.Base.Parameters(), spendTruth.Coefficients...))
}

func recovers[B Base](t *testing.T, truth Model[B], data Data) {
	t.Helper()
	m, d, err := Fit[B](context.Background(), data, Options{})
	near(t, "transactions", d, err, append(append(truth.Base.Parameters(), truth.Purchase...), truth.Dropout...))
	if ll, err := m.LogLikelihood(data); err != nil || math.Abs(ll-d.LogLikelihood) > 1e-10*math.Abs(ll) {
		t.Errorf("customer by customer %.12g, %v; in the fit %.12g", ll, err, d.LogLikelihood)
	}
}

// near asks for every parameter within 3.3 standard errors of the truth.
func near(t *testing.T, what string, d btyd.Diagnostics, err error, truth []float64) {
	t.Helper()
	if err != nil || !d.HessianPositiveDefinite || len(d.Boundary)+len(d.Warnings) > 0 || d.GradientNorm > 1e-8 {
		t.Fatalf("%s: %v; %s; %v", what, err, d.Summary(), d.Warnings)
	}
	for i, name := range d.Names {
		if z := (d.Estimate[i] - truth[i]) / d.StdErr[i]; math.Abs(z) > 3.3 {
			t.Errorf("%s: %s = %g (se %.2g), truth %g", what, name, d.Estimate[i], d.StdErr[i], truth[i])
		}
	}
}

func mustFit[B Base](t *testing.T, data Data, opts Options) (Model[B], btyd.Diagnostics) {
	t.Helper()
	m, d, err := Fit[B](context.Background(), data, opts)
	if err != nil {
		t.Fatal(err, d.Warnings)
	}
	return m, d
}

func same(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	for i := range want {
		if math.Abs(got[i]-want[i]) > tolerance*math.Max(1, math.Abs(want[i])) {
			t.Errorf("%s: %v, want %v", what, got, want)
			return
		}
	}
}

// TestWithoutCovariates: a fit without any is the plain fit.
func TestWithoutCovariates(t *testing.T) {
	rows := customersOf(bgTruth, 3000, 5).Rows
	_, with := mustFit[bgnbd.Model](t, Data{Rows: rows}, Options{})
	_, without, err := bgnbd.Fit(context.Background(), rows, btyd.Options{})
	if err != nil || math.Abs(with.LogLikelihood-without.LogLikelihood) > 1e-7 {
		t.Errorf("%s; %s; %v", with.Summary(), without.Summary(), err)
	}
	same(t, "estimates", with.Estimate, without.Estimate, 1e-7)
	same(t, "standard errors", with.StdErr, without.StdErr, 1e-6)
}

// TestInvariance: workers, order, compression and the start do not matter, and
// the units of a covariate only to its coefficient and to the base at zero.
func TestInvariance(t *testing.T) {
	data := weekly(customersOf(paretoTruth, 4000, 6))
	m, first := mustFit[paretonbd.Model](t, data, Options{})
	_, alone := mustFit[paretonbd.Model](t, data, Options{Options: btyd.Options{Parallel: 1}})
	if !slices.Equal(alone.Estimate, first.Estimate) || alone.LogLikelihood != first.LogLikelihood {
		t.Errorf("one worker: %v, many: %v", alone.Estimate, first.Estimate)
	}
	compressed := data.Compress()
	if compressed.Rows.Len() >= 3500 || compressed.Rows.Customers() != 4000 {
		t.Errorf("%d rows of %g customers", compressed.Rows.Len(), compressed.Rows.Customers())
	}
	for name, d := range map[string]Data{"compressed": compressed, "shuffled": shuffled(data)} {
		_, other := mustFit[paretonbd.Model](t, d, Options{})
		same(t, name, other.Estimate, first.Estimate, 1e-6)
		same(t, name+", errors", other.StdErr, first.StdErr, 1e-5)
	}
	_, again := mustFit[paretonbd.Model](t, data, Options{Options: btyd.Options{Start: first.Estimate}})
	same(t, "from the answer", again.Estimate, first.Estimate, 1e-6)
	if again.Iterations > 3 {
		t.Errorf("%d steps from the answer", again.Iterations)
	}

	scaled := data
	scaled.Purchase = [][]float64{data.Purchase[0], slices.Clone(data.Purchase[1])}
	for i, v := range scaled.Purchase[1] {
		scaled.Purchase[1][i] = 5 + 1000*v
	}
	n, other := mustFit[paretonbd.Model](t, scaled, Options{})
	c := n.Purchase[1]
	same(t, "in another unit", []float64{1000 * c, n.Base.Alpha * math.Exp(-5*c), n.Base.S, n.Dropout[0]},
		[]float64{m.Purchase[1], m.Base.Alpha, m.Base.S, m.Dropout[0]}, 1e-6)
	same(t, "in another unit", []float64{other.LogLikelihood, 1000 * other.StdErr[5]},
		[]float64{first.LogLikelihood, first.StdErr[5]}, 1e-6)
}

// weekly rounds histories and covariates so that rows coincide.
func weekly(d Data) Data {
	for i := range d.Rows.T {
		d.Rows.T[i] = math.Ceil(d.Rows.T[i])
		d.Rows.Tx[i] = math.Ceil(d.Rows.Tx[i])
		d.Purchase[1][i] = math.Round(d.Purchase[1][i])
	}
	return d
}

func shuffled(d Data) Data {
	index := rand.New(rand.NewPCG(3, 4)).Perm(d.Rows.Len())
	r := d.Rows
	d.Rows = btyd.Rows{X: pick(r.X, index), Tx: pick(r.Tx, index), T: pick(r.T, index), W: pick(r.W, index)}
	d.Purchase, d.Dropout = pickEach(d.Purchase, index), pickEach(d.Dropout, index)
	return d
}

func TestEqual(t *testing.T) {
	truth := bgTruth
	truth.Dropout = []float64{truth.Purchase[0]}
	data := customersOf(truth, 4000, 7)
	m, d := mustFit[bgnbd.Model](t, data, Options{Equal: []string{"coupon"}})
	if m.Purchase[0] != m.Dropout[0] || !slices.Equal(d.Names[4:], []string{"both.coupon", "purchase.basket"}) {
		t.Errorf("%+v, %s", m, d.Summary())
	}
	_, free := mustFit[bgnbd.Model](t, data, Options{})
	test, err := LikelihoodRatio(free, d)
	if err != nil || test.Degrees != 1 || test.P < 0.01 || d.StdErr[4] > free.StdErr[4] {
		t.Errorf("%+v, %v; %s; %s", test, err, free.Summary(), d.Summary())
	}
	same(t, "equality", []float64{m.Purchase[0]}, []float64{0.5}, 3.3*d.StdErr[4])
}

// TestShrinkage follows the coefficients as the penalty grows.
func TestShrinkage(t *testing.T) {
	data := customersOf(bgTruth, 3000, 8)
	_, free := mustFit[bgnbd.Model](t, data, Options{})
	size := func(d btyd.Diagnostics) (total float64) {
		for _, v := range d.Estimate[4:] {
			total += v * v
		}
		return total
	}
	last, ll := size(free), free.LogLikelihood
	for _, l2 := range []float64{1e-4, 1e-2, 1, 1e4} {
		_, d := mustFit[bgnbd.Model](t, data, Options{L2: l2})
		if !(size(d) < last && d.LogLikelihood < ll) || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "L2") {
			t.Errorf("L2 %g: size %g after %g, log-likelihood %g after %g, %v", l2, size(d), last, d.LogLikelihood, ll, d.Warnings)
		}
		last, ll = size(d), d.LogLikelihood
	}
	_, plain, err := bgnbd.Fit(context.Background(), data.Rows, btyd.Options{})
	if err != nil || math.Abs(ll-plain.LogLikelihood) > 0.01 || last > 1e-6 {
		t.Errorf("under a great penalty %g with coefficients of %g, without covariates %g", ll, last, plain.LogLikelihood)
	}
	// The penalised maximum is where both slopes cancel, in the columns' units.
	const l2 = 0.02
	m, d := mustFit[bgnbd.Model](t, data, Options{L2: l2})
	const step = 1e-4
	for j := range m.Purchase {
		up, down := m, m
		up.Purchase, down.Purchase = slices.Clone(m.Purchase), slices.Clone(m.Purchase)
		up.Purchase[j] += step
		down.Purchase[j] -= step
		high, _ := up.LogLikelihood(data)
		low, _ := down.LogLikelihood(data)
		slope := (high - low) / (2 * step) / d.Customers
		if want := 2 * l2 * m.Purchase[j]; math.Abs(slope-want) > 1e-6 {
			t.Errorf("coefficient %d: likelihood rises by %g, penalty by %g", j, slope, want)
		}
	}
}
