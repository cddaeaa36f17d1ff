package dyncov

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// line is the clock of a process in one interval as a line in time: what it
// would show at time zero of a customer whose clock begins at position from,
// and its slope. The published unit values are such intercepts.
func line(c *clocks, q int, start, from, inside float64) (intercept, slope float64) {
	k := c.segment(inside)
	slope = c.rate[q][k]
	return c.at(q, k, inside) - c.at(q, c.segment(from), from) - slope*(inside-start), slope
}

// build lays out clocks whose rates on both processes are given.
func built(t *testing.T, rates []float64) *clocks {
	t.Helper()
	series := make([]float64, len(rates))
	for k, r := range rates {
		series[k] = math.Log(r)
	}
	e := effects{columns: [processes][]int{{0}, {0}}, gamma: [processes][]float64{{1}, {1}},
		centre: []float64{0}, scale: []float64{1}}
	var c clocks
	if !c.build(1, Path{series}, &e, 0, len(rates)) {
		t.Fatal("rates out of bounds")
	}
	return &c
}

// TestPurchaseIntercepts has the published unit values B_1 to B_6 of CLVTools
// (src/test-cpp.cpp), to their precision of 1e-5. B_i is what the clock of
// purchases since the last purchase, at t_x, would show at time zero if it had
// always run as it does in the i-th interval from t_x's on. The first interval
// goes on for d1 after t_x. Their t_jk and T do not enter.
func TestPurchaseIntercepts(t *testing.T) {
	const tx, d1 = 35.11, 0.854
	walk := []float64{0.123, 0.234, 0.345, 0.456, 0.567, 0.678}
	// t_x is in interval 36 if the customer starts at 1-d1 before its end.
	rates := make([]float64, 36, 42)
	for k := range rates {
		rates[k] = 1 + 0.1*float64(k)
	}
	c := built(t, append(rates, walk...))
	last := 37 - d1
	start := last - tx
	for i, want := range []float64{-4.31853, -8.310534, -12.413538, -16.627542, -20.952546, -25.388550} {
		got, slope := line(c, buying, start, last, float64(36+i)+0.9)
		if math.Abs(got-want) > 1e-5 || math.Abs(slope-walk[i]) > 1e-14 {
			t.Errorf("B_%d = %.9g with slope %g, want %.9g", i+1, got, slope, want)
		}
	}
}

// TestDropoutIntercepts has the published unit values D_i, from the same
// source. D_i is what the clock of dropping out, from the first purchase on,
// would show at time zero if it had always run as in the i-th interval from
// that of t_x on. The real walk holds the intervals before that one, the
// auxiliary walk it and those behind; the first of all lasts d_omega.
func TestDropoutIntercepts(t *testing.T) {
	const omega = 0.854
	real, auxiliary := []float64{1.987, 1.876}, []float64{0.123, 0.234, 0.345, 0.456}
	for before, wants := range [][]float64{
		{0, -0.094794, -0.300588, -0.617382},
		{1.591856, 1.386062, 1.069268, 0.641474},
		{3.344856, 3.028062, 2.600268, 2.061474},
	} {
		c := built(t, append(append([]float64(nil), real[:before]...), auxiliary...))
		for i, want := range wants {
			got, _ := line(c, leaving, 1-omega, 1-omega, float64(before+i)+0.9)
			if math.Abs(got-want) > 1e-5 {
				t.Errorf("D_%d after %d intervals = %.9g, want %.9g", i+1, before, got, want)
			}
		}
	}
}

// TestReferenceValues compares with the formulas of the package comment
// evaluated with 40 digits by tanh-sinh quadrature (mpmath) on forty parts of
// each interval, with clocks added up from the grid's beginning.
func TestReferenceValues(t *testing.T) {
	path := Path{
		{0, 0.5, -0.3, 1.2, 0, 0, 0.7, -1.1, 0.4, 2, -0.6, 0.3},
		{1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1},
	}
	sixty := make([]float64, 60)
	for i := range sixty {
		sixty[i] = 0.01
	}
	for _, c := range []struct {
		model               Model
		customer            Customer
		width, ahead, delta float64
		want                [5]float64
	}{
		{Model{0.8, 3, 0.6, 5, []float64{0.7, -0.4}, []float64{-0.5, 0.3}},
			Customer{Start: 0.4, Times: []float64{1.1, 1.9, 4.25}, T: 7.5}, 1, 3.2, 0.05,
			[5]float64{-7.2575597340325766, 0.67969050481822534, 1.2266584448688463, 1.1376306855382459, 0.79737406225297385}},
		{Model{0.8, 3, 0.6, 5, []float64{0.7, -0.4}, []float64{-0.5, 0.3}},
			Customer{Start: 2.75, T: 4.5}, 1, 3.2, 0.05,
			[5]float64{-0.64770454471029582, 0.58247621602238204, 0.27412659950222325, 0.2484650152225173, 0.78113706988311463}},
		{Model{2.5, 0.05, 1, 0.2, []float64{1.5, -2}, []float64{2, 1}}, // s = 1, a twin, a purchase on a boundary
			Customer{Times: []float64{0.5, 0.5, 0.9, 1.3, 6.2}, T: 8}, 1, 4, 0.5,
			[5]float64{-25.003998331190934, 0.68872167776785283, 7.9871645496201829, 3.9534165150355067, 8.0230848674471272}},
		{Model{0.3, 40, 3, 900, []float64{-0.2, 3}, []float64{0, -1}},
			Customer{Start: 3.5, Times: []float64{1.5, 20}, T: 50}, 7, 20, 0.01,
			[5]float64{-7.8415021115310575, 0.89955050508600049, 1.1135150897761763, 1.0046670977476911, 0.90771055427332494}},
		{Model{0.5, 10, 30, 2, []float64{0.1, 0.2}, []float64{1, 2}}, // certainly lost
			Customer{Start: 1.25, Times: sixty, T: 8}, 1, 2, 0.1,
			[5]float64{50.306464476353982, 1.0695777773972923e-59, 1.0467652362822561e-59, 1.0181652808674003e-59, 0.0021987197624535368}},
	} {
		clocks, err := c.model.Along(Grid{Width: c.width, Names: []string{"price", "campaign"}}, path)
		if err != nil {
			t.Fatal(err)
		}
		got := [5]float64{
			must(clocks.LogLikelihood(c.customer)), must(clocks.ProbabilityAlive(c.customer)),
			must(clocks.ExpectedPurchases(c.customer, c.ahead)),
			must(clocks.DiscountedPurchases(c.customer, c.ahead, c.delta)),
			must(clocks.ExpectedNewCustomer(c.customer.Start, c.ahead)),
		}
		var values []sample.Value
		for i, name := range []string{"log-likelihood", "alive", "expected", "discounted", "new customer"} {
			values = append(values, sample.Value{Name: name, Got: got[i], Want: c.want[i], Relative: 1e-10})
		}
		sample.CheckValues(t, values)
	}
}

// must is for figures that cannot fail.
func must(v float64, err error) float64 {
	if err != nil {
		panic(err)
	}
	return v
}
