package resample

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// pace is the mean number of repeat purchases a customer: an estimate whose
// distribution is known.
func pace(_ context.Context, rows btyd.Rows) (btyd.Diagnostics, error) {
	return btyd.Diagnostics{Names: []string{"pace"}, Estimate: []float64{rows.Repeats() / rows.Customers()}}, nil
}

// paces is its likelihood were counts Poisson.
type paces struct{ x, w []float64 }

func (paces) Names() []string      { return []string{"pace"} }
func (p paces) Weights() []float64 { return p.w }
func (p paces) LogLikelihood(v, g []float64) (f float64) {
	g[0] = 0
	for i, x := range p.x {
		f += p.w[i] * (x*math.Log(v[0]) - v[0])
		g[0] += p.w[i] * (x/v[0] - 1)
	}
	return f
}
func (p paces) RowLogLikelihoods(v []float64, lo, hi int, dst []float64) {
	for k := range dst[:hi-lo] {
		dst[k] = p.x[lo+k]*math.Log(v[0]) - v[0]
	}
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 3)) }

// shop has few customers with skewed counts.
var shop = btyd.Rows{
	X: []float64{0, 1, 2, 9}, Tx: []float64{0, 5, 6, 9}, T: []float64{10, 10, 10, 10}, W: []float64{20, 10, 6, 4},
}

func TestCustomersOfAMean(t *testing.T) {
	d, err := Customers(context.Background(), source(1), shop, pace, Options{Replicates: 4000})
	if err != nil {
		t.Fatal(err)
	}
	// Mean 58/40 and variance of the counts over customers.
	const mean = 58. / 40
	variance := (10*1+6*4+4*81)/40. - mean*mean
	i, err := d.Percentile(0.95, Parameter(0))
	if err != nil {
		t.Fatal(err)
	}
	want := math.Sqrt(variance / 40)
	if i.Estimate != mean || math.Abs(i.StdErr/want-1) > 0.04 {
		t.Errorf("estimate %g, standard error %g, want %g, %g", i.Estimate, i.StdErr, mean, want)
	}
	in, err := NewInfluence(context.Background(), paces{shop.X, shop.W}, d.Estimate)
	if err != nil {
		t.Fatal(err)
	}
	// One customer of count x moves the mean by (x - mean)/40.
	for k, v := range in.On(Parameter(0)) {
		if math.Abs(v-(shop.X[k]-mean)/40) > 1e-6 {
			t.Errorf("influence of row %d: %g", k, v)
		}
	}
	if se := in.StdErr(Parameter(0)); math.Abs(se/want-1) > 1e-6 {
		t.Errorf("sandwich %g, want %g", se, want)
	}
	third := (20*math.Pow(-mean, 3) + 10*math.Pow(1-mean, 3) + 6*math.Pow(2-mean, 3) + 4*math.Pow(9-mean, 3)) / 40
	skewness := third / math.Pow(variance, 1.5)
	if a, want := in.Acceleration(Parameter(0)), skewness/6/math.Sqrt(40); math.Abs(a/want-1) > 1e-5 {
		t.Errorf("acceleration %g, want %g", a, want)
	}
	b, err := d.BCa(0.95, Parameter(0), in)
	if err != nil {
		t.Fatal(err)
	}
	// Skewed to the right: both ends move up.
	if !(b.Low > i.Low && b.High > i.High && b.Low < mean && mean < b.High) {
		t.Errorf("percentile %+v, BCa %+v", i, b)
	}
}

// Of a normal estimate without bias the two intervals agree.
func TestBCaOfASymmetricEstimate(t *testing.T) {
	even := btyd.Rows{X: []float64{1, 3}, Tx: []float64{5, 6}, T: []float64{10, 10}, W: []float64{400, 400}}
	d, err := Customers(context.Background(), source(2), even, pace, Options{Replicates: 4000})
	if err != nil {
		t.Fatal(err)
	}
	in, err := NewInfluence(context.Background(), paces{even.X, even.W}, d.Estimate)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := d.Percentile(0.9, Parameter(0))
	b, errB := d.BCa(0.9, Parameter(0), in)
	if errA != nil || errB != nil || math.Abs(a.Low-b.Low) > 0.1*a.StdErr || math.Abs(a.High-b.High) > 0.1*a.StdErr {
		t.Errorf("%+v, %+v, %v %v", a, b, errA, errB)
	}
}

func TestParametricFollowsTheModel(t *testing.T) {
	truth := bgnbd.Model{R: 0.8, Alpha: 6, A: 0.8, B: 2.5}
	rows := sample.Columns(sample.Histories(truth, 600, 12, 39, 1))
	fit := func(ctx context.Context, rows btyd.Rows) (btyd.Diagnostics, error) {
		_, d, err := bgnbd.Fit(ctx, rows, btyd.Options{Start: truth.Parameters(), Parallel: 1})
		return d, err
	}
	first, err := fit(context.Background(), rows)
	if err != nil {
		t.Fatal(err)
	}
	p := first.Estimate
	fitted := bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	density, err := bgnbd.NewDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	in, err := NewInfluence(context.Background(), density, p)
	if err != nil {
		t.Fatal(err)
	}
	model, err := Parametric(context.Background(), source(3), rows, fitted.Simulate, fit, Options{Replicates: 150})
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := Customers(context.Background(), source(3), rows, fit, Options{Replicates: 150})
	if err != nil {
		t.Fatal(err)
	}
	// The model is right, so all three standard errors of a well determined
	// number agree: the expected purchases of a new customer.
	expected := func(p []float64) float64 {
		return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]}.ExpectedNewCustomer(39)
	}
	want := in.StdErr(expected)
	for name, d := range map[string]*Draws{"parametric": model, "customers": drawn} {
		i, err := d.Percentile(0.9, expected)
		if err != nil || math.Abs(i.StdErr/want-1) > 0.25 || !(i.Low < i.Estimate && i.Estimate < i.High) {
			t.Errorf("%s: %+v, sandwich %g, %v", name, i, want, err)
		}
		if d.Failed > 0 {
			t.Errorf("%s: %d fits failed", name, d.Failed)
		}
	}
}

func TestDrawsDoNotDependOnGoroutines(t *testing.T) {
	var columns [2][]float64
	for k, parallel := range []int{1, 4} {
		d, err := Customers(context.Background(), source(4), shop, pace, Options{Replicates: 50, Parallel: parallel})
		if err != nil {
			t.Fatal(err)
		}
		columns[k] = d.Values[0]
	}
	for i, v := range columns[0] {
		if columns[1][i] != v {
			t.Fatalf("replicate %d: %g, %g", i, v, columns[1][i])
		}
	}
}

func TestRecorded(t *testing.T) {
	rng := source(5)
	days := 0.0
	const n = 20000
	for range n {
		h := recorded([]float64{0.2, 0.3, 2.9, 3, 6.999}, 7, 1, rng)
		if err := h.Validate(); err != nil || h.X > 4 || h.Tx < 6 {
			t.Fatalf("%+v: %v", h, err)
		}
		days += h.X
	}
	// The first two are on the day of the first with chance 0.7, on the next,
	// together or not, otherwise; 2.9 and 3 share a day with chance 0.9.
	want := 0.3 + 1.1 + 1
	if math.Abs(days/n-want) > 4*0.6/math.Sqrt(n) {
		t.Errorf("%g days a customer, want %g", days/n, want)
	}
	if h := recorded([]float64{0.2, 0.3}, 7, 0, rng); h != (btyd.History{X: 2, Tx: 0.3, T: 7}) {
		t.Errorf("exact times: %+v", h)
	}
}

func TestRefusals(t *testing.T) {
	ctx := context.Background()
	wrong := errors.New("wrong")
	failing := func(n int) Fit {
		calls := 0
		return func(ctx context.Context, rows btyd.Rows) (btyd.Diagnostics, error) {
			if calls++; calls > n {
				return btyd.Diagnostics{}, wrong
			}
			return pace(ctx, rows)
		}
	}
	one := Options{Replicates: 4, Parallel: 1}
	if _, err := Customers(ctx, source(1), shop, failing(0), one); !errors.Is(err, wrong) {
		t.Errorf("first fit: %v", err)
	}
	if _, err := Customers(ctx, source(1), shop, failing(1), one); !errors.Is(err, btyd.ErrNotConverged) || !errors.Is(err, wrong) {
		t.Errorf("all replicates: %v", err)
	}
	d, err := Customers(ctx, source(1), shop, failing(3), one)
	if err != nil || d.Failed != 2 || len(d.Values[0]) != 2 {
		t.Errorf("half of the replicates: %+v, %v", d, err)
	}
	for _, run := range []func() error{
		func() error {
			_, err := Customers(ctx, source(1), btyd.Rows{X: []float64{1}}, pace, one)
			return err
		},
		func() error {
			_, err := Parametric(ctx, source(1), btyd.Rows{X: []float64{1}}, nil, pace, one)
			return err
		},
	} {
		if err := run(); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("invalid rows: %v", err)
		}
	}
	for _, level := range []float64{0, 1, math.NaN()} {
		if _, err := d.Percentile(level, Parameter(0)); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("level %g: %v", level, err)
		}
	}
	if _, err := d.Percentile(0.9, func([]float64) float64 { return math.NaN() }); !errors.Is(err, btyd.ErrNotFinite) {
		t.Errorf("not a number: %v", err)
	}
	if _, err := d.BCa(0.9, Parameter(0), nil); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("no influence: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Customers(cancelled, source(1), shop, pace, one); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkCustomersCDNOW(b *testing.B) {
	rows := btyd.Compress(sample.NeedCDNOW(b).Histories)
	first, _, err := bgnbd.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		b.Fatal(err)
	}
	fit := func(ctx context.Context, rows btyd.Rows) (btyd.Diagnostics, error) {
		_, d, err := bgnbd.Fit(ctx, rows, btyd.Options{Start: first.Parameters(), Parallel: 1})
		return d, err
	}
	for b.Loop() {
		if _, err := Customers(context.Background(), source(1), rows, fit, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
