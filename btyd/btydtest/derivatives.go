package btydtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
)

func testDerivatives(t *testing.T, s Subject) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawModel(rt, s).Parameters()
		h := drawHistory(rt)
		rows := btyd.Rows{X: []float64{h.X, 0}, Tx: []float64{h.Tx, 0}, T: []float64{h.T, h.T}, W: []float64{2, 3}}
		f, g, hess := s.Derivatives(rows, p)
		m := s.New(p)
		want := 2*m.LogLikelihood(h) + 3*m.LogLikelihood(btyd.History{T: h.T})
		if !near(f, want, 1e-10) && math.Abs(f-want) > 1e-9 {
			rt.Fatalf("sum over rows %.15g, over histories %.15g", f, want)
		}
		for i := range p {
			step := 1e-5 * p[i]
			fu, gu := shifted(s, rows, p, i, step)
			fd, gd := shifted(s, rows, p, i, -step)
			agree(rt, "gradient", (fu-fd)/(2*step), g[i], step, math.Abs(f))
			for j := range p {
				agree(rt, "Hessian", (gu[j]-gd[j])/(2*step), hess[i][j], step, math.Abs(g[j]))
			}
		}
	})
}

func shifted(s Subject, rows btyd.Rows, p []float64, i int, step float64) (float64, []float64) {
	q := append([]float64(nil), p...)
	q[i] += step
	f, g, _ := s.Derivatives(rows, q)
	return f, g
}

// agree allows for the rounding of a difference of numbers of size scale.
func agree(t *rapid.T, what string, difference, exact, step, scale float64) {
	if math.Abs(difference-exact) > 1e-6*math.Abs(exact)+1e-12*(1+scale)/step {
		t.Fatalf("%s by differences %.10g, by formula %.10g", what, difference, exact)
	}
}
