package ziln

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// TestDerivatives compares both parts with differences of five points.
func TestDerivatives(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		d := Data{Features: Table{Numbers: []Number{{Name: "a"}, {Name: "b"}}}}
		for range 12 {
			for k := range 2 {
				f := &d.Features.Numbers[k]
				f.Values = append(f.Values, rapid.Float64Range(-3, 3).Draw(t, "feature"))
			}
			d.Value = append(d.Value, math.Max(0, rapid.Float64Range(-10, 20).Draw(t, "value")))
			d.W = append(d.W, rapid.Float64Range(0.5, 3).Draw(t, "weight"))
		}
		all, back, err := parts(d, learn(d, 1), 0.7)
		if err != nil {
			t.Fatal(err)
		}
		beta := rapid.SliceOfN(rapid.Float64Range(-1, 1), 2*all.width, 2*all.width).Draw(t, "coefficients")
		agree(t, all.returning, beta[:all.width])
		if back.total > 0 {
			agree(t, back.spending, beta)
		}
	})
}

func agree(t *rapid.T, f numeric.DenseObjective, beta []float64) {
	_, g, h := f(beta)
	const step = 1e-3
	for i := range beta {
		value, gradient := 0.0, make([]float64, len(beta))
		for _, p := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
			q := slices.Clone(beta)
			q[i] += p.offset * step
			v, s, _ := f(q)
			value += p.weight * v / (12 * step)
			for j := range s {
				gradient[j] += p.weight * s[j] / (12 * step)
			}
		}
		if math.Abs(value-g[i]) > 1e-7*(1+math.Abs(g[i])) {
			t.Fatalf("slope %d by differences %.10g, by formula %.10g", i, value, g[i])
		}
		for j := range beta {
			if math.Abs(gradient[j]-h[i][j]) > 1e-6*(1+math.Abs(h[i][j])) {
				t.Fatalf("curvature %d, %d by differences %.10g, by formula %.10g", i, j, gradient[j], h[i][j])
			}
		}
	}
}

// truth is a shop in which the logarithm of the first amount and the channel
// tell of what is to come.
func truth(amount float64, channel string) Logits {
	z := Logits{Return: -1 + 0.5*amount, Mu: 3 + 0.4*amount, Scale: 0.3 - 0.2*amount}
	switch channel {
	case "search":
		z.Return, z.Mu = z.Return-0.6, z.Mu+0.5
	case "friend":
		z.Return, z.Scale = z.Return+0.8, z.Scale+0.5
	}
	return z
}

func simulated(n int, seed uint64) Data {
	rng := rand.New(rand.NewPCG(seed, 9))
	amount, channel := Number{Name: "amount"}, Category{Name: "channel"}
	var d Data
	for range n {
		a, c := rng.NormFloat64(), []string{"shop", "shop", "search", "friend"}[rng.IntN(4)]
		amount.Values, channel.Values = append(amount.Values, a), append(channel.Values, c)
		d.Value = append(d.Value, truth(a, c).Simulate(rng))
	}
	d.Features = Table{Numbers: []Number{amount}, Categories: []Category{channel}}
	return d
}

// TestRecovery: coefficients are within three and a half standard errors of
// the truth (there are twelve of them), and intervals cover what they claim on
// new customers.
func TestRecovery(t *testing.T) {
	d := simulated(20000, 1)
	m, with, err := Fit(context.Background(), d, Options{})
	if err != nil || !with.Converged || !with.HessianPositiveDefinite || len(with.Warnings) > 0 {
		t.Fatalf("%s %v, %v", with.Summary(), with.Warnings, err)
	}
	if want := []string{"intercept", "amount", "channel = friend", "channel = search"}; !sameSet(m.Encoding.Columns(), want) {
		t.Fatalf("columns %q", m.Encoding.Columns())
	}
	code := m.Encoding.Numbers[0]
	base := truth(code.Mean, "shop")
	friend, search, up := truth(code.Mean, "friend"), truth(code.Mean, "search"), truth(code.Mean+code.SD, "shop")
	want := map[string]float64{
		"return: intercept": base.Return, "location: intercept": base.Mu, "scale: intercept": base.Scale,
		"return: amount": up.Return - base.Return, "location: amount": up.Mu - base.Mu, "scale: amount": up.Scale - base.Scale,
		"return: channel = friend": friend.Return - base.Return, "location: channel = friend": friend.Mu - base.Mu, "scale: channel = friend": friend.Scale - base.Scale,
		"return: channel = search": search.Return - base.Return, "location: channel = search": search.Mu - base.Mu, "scale: channel = search": search.Scale - base.Scale,
	}
	for i, name := range with.Names {
		if z := (with.Estimate[i] - want[name]) / with.StdErr[i]; !(math.Abs(z) < 3.5) {
			t.Errorf("%s = %.4f, truth %.4f: %.1f standard errors away", name, with.Estimate[i], want[name], z)
		}
	}
	fresh := simulated(20000, 2)
	predictions, err := m.Predict(fresh.Features)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []float64{0.7, 0.9, 0.99} {
		below := 0.0
		for i, p := range predictions {
			// Where the quantile is zero, the mass there is more than asked for.
			if v := p.Quantile(q); v > 0 && fresh.Value[i] <= v {
				below++
			} else if v == 0 {
				below += q
			}
		}
		if e := math.Sqrt(q * (1 - q) / 20000); math.Abs(below/20000-q) > 4*e {
			t.Errorf("%.4f of new customers at or below their quantile of %g", below/20000, q)
		}
	}
	total, expected := 0.0, 0.0
	for i, p := range predictions {
		total += fresh.Value[i]
		expected += p.Expected
	}
	if math.Abs(expected/total-1) > 0.05 {
		t.Errorf("new customers brought %.0f, expected %.0f", total, expected)
	}
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// TestCalibration: the total expected in training is the one observed, also
// where a cap binds and tails are heavier than log-normal.
func TestCalibration(t *testing.T) {
	d := simulated(3000, 3)
	rng := rand.New(rand.NewPCG(5, 9))
	for i, v := range d.Value {
		if v > 0 && rng.Float64() < 0.02 {
			d.Value[i] = v * 300
		}
		d.W = append(d.W, 1+float64(i%3))
	}
	for name, opts := range map[string]Options{"default": {}, "cap": {Cap: 30}, "no cap": {Cap: math.Inf(1)}} {
		m, diagnostics, err := Fit(context.Background(), d, opts)
		if err != nil {
			t.Fatal(err)
		}
		predictions, err := m.Predict(d.Features)
		if err != nil {
			t.Fatal(err)
		}
		observed, expected, highest := 0.0, 0.0, 0.0
		for i, p := range predictions {
			observed += d.W[i] * d.Value[i]
			expected += d.W[i] * p.Expected
			highest = math.Max(highest, p.Expected/p.ProbabilityOfReturn()/m.Calibration)
		}
		if math.Abs(expected/observed-1) > 1e-12 || m.Validate() != nil {
			t.Errorf("%s: expected %.12g, observed %.12g, %v", name, expected, observed, m.Validate())
		}
		if highest > m.Cap*(1+1e-12) {
			t.Errorf("%s: a mean of %g above the cap of %g", name, highest, m.Cap)
		}
		warned := strings.Contains(strings.Join(diagnostics.Warnings, "\n"), "is held at the cap")
		if warned != (name == "cap") {
			t.Errorf("%s: %q", name, diagnostics.Warnings)
		}
	}
}

// TestInvariance: weights are repetition, the order of customers and columns
// does not matter, and the unit of money moves the location and the values.
func TestInvariance(t *testing.T) {
	ctx := context.Background()
	d := simulated(1500, 4)
	d.W = make([]float64, 1500)
	twice := Data{Features: Table{Numbers: []Number{{Name: "amount"}}, Categories: []Category{{Name: "channel"}}}}
	cents := d
	cents.Value = nil
	for i, v := range d.Value {
		d.W[i] = 1 + float64(i%2)
		cents.Value = append(cents.Value, 100*v)
	}
	for i := len(d.Value) - 1; i >= 0; i-- {
		for range int(d.W[i]) {
			twice.Value = append(twice.Value, d.Value[i])
			twice.Features.Numbers[0].Values = append(twice.Features.Numbers[0].Values, d.Features.Numbers[0].Values[i])
			twice.Features.Categories[0].Values = append(twice.Features.Categories[0].Values, d.Features.Categories[0].Values[i])
		}
	}
	first, _, err := Fit(ctx, d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data Data
		unit float64
	}{"repeated": {twice, 1}, "in cents": {Data{Features: cents.Features, Value: cents.Value, W: d.W}, 100}} {
		m, _, err := Fit(ctx, c.data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		a, errA := first.Predict(d.Features)
		b, errB := m.Predict(d.Features)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		for i := range a {
			if math.Abs(b[i].Expected/c.unit/a[i].Expected-1) > 1e-7 || math.Abs(b[i].Return-a[i].Return) > 1e-7 {
				t.Fatalf("%s: customer %d %+v, before %+v", name, i, b[i], a[i])
			}
		}
	}
	text, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	var read Model
	if err := json.Unmarshal(text, &read); err != nil || !reflect.DeepEqual(read, first) {
		t.Errorf("read back %+v, %v", read, err)
	}
}

// TestLikelihood: the log-likelihood reported is the sum of losses, and no
// small step from the answer lowers the penalised loss.
func TestLikelihood(t *testing.T) {
	d := simulated(800, 5)
	m, diagnostics, err := Fit(context.Background(), d, Options{L2: 3})
	if err != nil {
		t.Fatal(err)
	}
	penalised := func(m Model) float64 {
		l, err := m.LogLikelihood(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, beta := range [][]float64{m.Return, m.Location, m.Scale} {
			for _, b := range beta[1:] {
				l -= 3 * b * b / 2
			}
		}
		return l
	}
	best := penalised(m)
	for _, beta := range [][]float64{m.Return, m.Location, m.Scale} {
		for i := range beta {
			for _, step := range []float64{-0.01, 0.01} {
				beta[i] += step
				if penalised(m) >= best {
					t.Errorf("coefficient %d: a step of %g does not lower the likelihood", i, step)
				}
				beta[i] -= step
			}
		}
	}
	predictions, err := m.Predict(d.Features)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for i, p := range predictions {
		total -= p.Loss(d.Value[i])
	}
	if math.Abs(total-diagnostics.LogLikelihood) > 1e-8 {
		t.Errorf("log-likelihood %.12g, sum of losses %.12g", diagnostics.LogLikelihood, -total)
	}
}

func TestHopeless(t *testing.T) {
	ctx := context.Background()
	good := simulated(300, 6)
	with := func(change func(*Data)) Data {
		d := Data{Features: Table{Numbers: slices.Clone(good.Features.Numbers), Categories: good.Features.Categories}, Value: slices.Clone(good.Value)}
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		data Data
		want error
		says string
	}{
		"nobody":         {Data{}, btyd.ErrTooLittleData, "0 different"},
		"nobody back":    {with(func(d *Data) { clear(d.Value) }), btyd.ErrTooLittleData, "0 different"},
		"negative":       {with(func(d *Data) { d.Value[7] = -3 }), btyd.ErrInvalidRow, "row 7: value -3"},
		"weight":         {with(func(d *Data) { d.W = make([]float64, 300) }), btyd.ErrInvalidRow, "row 0: weight 0"},
		"weights":        {with(func(d *Data) { d.W = []float64{1} }), btyd.ErrInvalidRow, "1 weights"},
		"length":         {with(func(d *Data) { d.Value = d.Value[:9] }), btyd.ErrInvalidRow, "9 values for 300"},
		"column length":  {with(func(d *Data) { d.Features.Categories = []Category{{Name: "c"}} }), btyd.ErrInvalidRow, `"c" has 0 values`},
		"twice the name": {with(func(d *Data) { d.Features.Numbers = append(d.Features.Numbers, d.Features.Numbers[0]) }), btyd.ErrInvalidRow, "two features"},
		"no name":        {with(func(d *Data) { d.Features.Numbers[0].Name = "" }), btyd.ErrInvalidRow, "no name"},
		"infinite": {with(func(d *Data) {
			d.Features.Numbers = []Number{{Name: "x", Values: append([]float64{math.Inf(1)}, make([]float64, 299)...)}}
		}), btyd.ErrInvalidRow, "row 0"},
	} {
		if _, _, err := Fit(ctx, c.data, Options{}); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := Fit(ctx, good, Options{L2: -1}); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("negative penalty: %v", err)
	}
	if _, d, err := Fit(ctx, good, Options{MaxIterations: 1}); !errors.Is(err, btyd.ErrNotConverged) || d.Converged {
		t.Errorf("one step: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := Fit(cancelled, good, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// A feature that tells exactly who comes back, and everybody coming back.
	tells := with(func(d *Data) {
		for i, v := range d.Value {
			if i == 0 {
				d.Features.Numbers[0].Values = make([]float64, len(d.Value))
			}
			if v > 0 {
				d.Features.Numbers[0].Values[i] = 1
			}
		}
	})
	everybody := with(func(d *Data) {
		for i := range d.Value {
			d.Value[i] += 1 + float64(i)
		}
	})
	for name, c := range map[string]struct {
		data Data
		opts Options
		edge bool
	}{
		"separated": {tells, Options{}, false}, "separated, unpenalised": {tells, Options{Unpenalised: true}, true}, "everybody": {everybody, Options{}, true},
	} {
		m, d, err := Fit(ctx, c.data, c.opts)
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) || m.Validate() != nil || math.IsNaN(d.LogLikelihood) {
			t.Errorf("%s: %s, %v", name, d.Summary(), err)
		}
		if c.edge != (len(d.Warnings) > 0) {
			t.Errorf("%s: %q", name, d.Warnings)
		}
	}
}
