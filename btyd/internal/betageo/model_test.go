package betageo

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
)

// P(alive) from odds is that from logarithms, to ten digits, also where the
// odds overflow.
func TestAliveFromOddsAndLogarithms(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
		}
		m := Model{R: draw("r", 0.01, 50), Alpha: draw("alpha", 0.01, 1e3), A: draw("a", 0.01, 50), B: draw("b", 0.01, 50), AtZero: rapid.Bool().Draw(t, "at zero")}
		h := btyd.History{T: draw("T", 0.01, 1e3), X: math.Floor(draw("x", 0.5, 1000))}
		if h.X > 0 {
			h.Tx = h.T * rapid.Float64Range(0.001, 1).Draw(t, "share")
		}
		p, l := m.ProbabilityAlive(h), m.LogAlive(h)
		if math.Abs(p-math.Exp(l)) > 1e-10*(p+1e-300) {
			t.Fatalf("%+v %+v: %.15g, e^%g = %.15g", m, h, p, l, math.Exp(l))
		}
	})
}
