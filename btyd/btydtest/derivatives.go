package btydtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
)

func testDerivatives(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		p := drawModel(rt, s).Parameters()
		h := drawHistory(rt)
		rows := btyd.Rows{X: []float64{h.X, 0}, Tx: []float64{h.Tx, 0}, T: []float64{h.T, h.T}, W: []float64{2, 3}}
		f, g, hess := s.Derivatives(rows, p)
		m := s.New(p)
		want := 2*m.LogLikelihood(h) + 3*m.LogLikelihood(btyd.History{T: h.T})
		if !near(f, want, 1e-10) && math.Abs(f-want) > 1e-9 {
			rt.Fatalf("sum over rows %.15g, over histories %.15g", f, want)
		}
		customers := rows.Customers()
		for i := range p {
			step := 1e-3 * p[i]
			value, gradient := differences(s, rows, p, i, step)
			agree(rt, "gradient", value, g[i], (1e-10*customers+1e-13*math.Abs(f)/1e-3)/p[i])
			for j := range p {
				agree(rt, "Hessian", gradient[j], hess[i][j], 1e-7*customers/(p[i]*p[j]))
			}
		}
	})
}

// differences returns the derivatives, with respect to parameter i, of the
// log-likelihood and of its gradient, by the central difference of five points.
// Its error falls with the fourth power of the step, so that the step can be
// wide enough to drown the rounding of functions whose large terms cancel.
func differences(s Subject, rows btyd.Rows, p []float64, i int, step float64) (float64, []float64) {
	value, gradient := 0.0, make([]float64, len(p))
	for _, point := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
		q := append([]float64(nil), p...)
		q[i] += point.offset * step
		f, g, _ := s.Derivatives(rows, q)
		value += point.weight * f / (12 * step)
		for j := range g {
			gradient[j] += point.weight * g[j] / (12 * step)
		}
	}
	return value, gradient
}

// agree compares at a millionth of the number. Large terms cancel in both, so
// it also allows a slack: a ten-billionth per customer in the gradient and a
// ten-millionth in the curvature, by the logarithms of the parameters. Those
// are the scales in which a fit steps and in which its precision is read.
func agree(t *rapid.T, what string, difference, exact, slack float64) {
	if math.Abs(difference-exact) > 1e-6*math.Abs(exact)+slack {
		t.Fatalf("%s by differences %.10g, by formula %.10g", what, difference, exact)
	}
}
