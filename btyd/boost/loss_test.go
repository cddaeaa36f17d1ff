package boost

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

var objectives = []objective{{Poisson, 1}, {Tweedie, 1.3}, {Tweedie, 1.7}, {Gamma, 2}, {Logistic, 0}, {Squared, 0}}

// Gradient and curvature are the derivatives of half the deviance.
func TestGradients(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		o := rapid.SampledFrom(objectives).Draw(t, "loss")
		f, y := rapid.Float64Range(-3, 3).Draw(t, "f"), rapid.Float64Range(0.01, 1).Draw(t, "y")
		const step = 1e-4
		down, here, up := o.deviance(y, f-step)/2, o.deviance(y, f)/2, o.deviance(y, f+step)/2
		c := o.at(y, f)
		if g := (up - down) / (2 * step); math.Abs(g-c.g) > 1e-6*(1+math.Abs(c.g)) {
			t.Fatalf("%v: gradient %g, by differences %g", o, c.g, g)
		}
		if h := (up - 2*here + down) / (step * step); math.Abs(h-c.h) > 1e-4*(1+c.h) {
			t.Fatalf("%v: curvature %g, by differences %g", o, c.h, h)
		}
		if o.loss != Logistic && (here < -1e-12 || math.Abs(o.deviance(y, link(o, y))) > 1e-12) {
			t.Fatalf("%v: deviance %g at f, %g at a perfect prediction", o, here, o.deviance(y, link(o, y)))
		}
	})
}

func link(o objective, y float64) float64 {
	if o.loss == Squared {
		return y
	}
	return math.Log(y)
}

// Without a penalty, the leaf of a log-link loss is its exact minimum.
func TestLeavesAreMinima(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		o := rapid.SampledFrom(objectives[:4]).Draw(t, "loss")
		var sum cell
		ys, fs := make([]float64, 5), make([]float64, 5)
		for i := range ys {
			ys[i], fs[i] = rapid.Float64Range(0.1, 9).Draw(t, "y"), rapid.Float64Range(-1, 1).Draw(t, "f")
			sum = sum.plus(o.at(ys[i], fs[i]))
		}
		leaf, slope, scale := o.leaf(sum, 0), 0.0, 0.0
		for i := range ys {
			c := o.at(ys[i], fs[i]+leaf)
			slope, scale = slope+c.g, scale+c.h
		}
		if math.Abs(slope) > 1e-12*scale {
			t.Fatalf("%v: slope %g at the leaf %g", o, slope, leaf)
		}
	})
}

// The constant over the offsets makes the gradients add up to zero.
func TestIntercepts(t *testing.T) {
	for _, o := range objectives {
		r := Rows{Target: []float64{0.2, 1, 0.5, 0.9}, Weight: []float64{1, 2, 0.5, 3}, Offset: []float64{0.3, -1, 2, 0}}
		for _, offsets := range [][]float64{r.Offset, nil} {
			r.Offset = offsets
			d := dataset(t, r)
			constant, sum := d.intercept(o, d.weighted(func(int) bool { return true })), 0.0
			for i, y := range r.Target {
				sum += r.Weight[i] * o.at(y, d.offset(i)+constant).g
			}
			if math.Abs(sum) > 1e-11 {
				t.Errorf("%v: gradient %g at the constant %g", o, sum, constant)
			}
		}
	}
}
