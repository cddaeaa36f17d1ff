package cnbd

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// every returns each k-th row.
func (r Rows) every(k int) Rows {
	out := Rows{Rows: r.Rows.Every(k)}
	for i := 0; i < len(r.LogGaps); i += k {
		out.LogGaps = append(out.LogGaps, r.LogGaps[i])
	}
	return out
}

// report describes the maximum found, and gives classes at the edge of the
// search the share zero.
func (s *latentSearch) report(l *mixture, c climb) btyd.Diagnostics {
	d := btyd.Diagnostics{
		Names: c.model.Names(), LogLikelihood: -c.end.F * l.customers,
		Customers: l.customers, Rows: l.rows.Len(),
		Iterations: s.iterations, Evaluations: s.evaluations, Starts: s.starts,
		Converged: c.end.Converged,
	}
	var free []int
	for i, g := range c.end.G {
		switch {
		case !c.end.AtBound[i]:
			free = append(free, i)
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(g))
		case i < shared:
			d.Boundary = append(d.Boundary, d.Names[i])
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs to the edge of what is searched: the data put no bound on it", d.Names[i]))
		case c.end.X[i] <= rare:
			c.model.Weights[c.entry(i)-shared] = 0
		}
	}
	normalise(c.model.Weights)
	d.Estimate = c.model.Parameters()
	n := float64(len(free))
	d.AIC, d.BIC = 2*n-2*d.LogLikelihood, n*math.Log(l.customers)-2*d.LogLikelihood
	c.covariances(&d, free, l.customers)
	return d
}

// covariances inverts the Hessian in the directions that are free, and carries
// it over to the parameters and the shares.
func (c *climb) covariances(d *btyd.Diagnostics, free []int, customers float64) {
	h := make([][]float64, len(free))
	for i, a := range free {
		for _, b := range free {
			h[i] = append(h[i], c.end.H[a][b])
		}
	}
	inverse, ok := numeric.InversePositiveDense(h)
	d.HessianPositiveDefinite = ok
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return
	}
	n := len(d.Estimate)
	// slope[i][a] is the derivative of the logarithm of parameter i.
	slope := make([][]float64, n)
	for i := range slope {
		slope[i] = make([]float64, len(free))
		for a, coordinate := range free {
			at := c.entry(coordinate)
			if i == at {
				slope[i][a] = 1
			}
			if i >= shared && at >= shared {
				slope[i][a] -= d.Estimate[at]
			}
		}
	}
	d.Covariance, d.LogCovariance, d.StdErr = make([][]float64, n), make([][]float64, n), make([]float64, n)
	for i := range n {
		d.Covariance[i], d.LogCovariance[i] = make([]float64, n), make([]float64, n)
		for j := range n {
			for a := range free {
				for b := range free {
					d.LogCovariance[i][j] += slope[i][a] * inverse[a][b] * slope[j][b] / customers
				}
			}
			d.Covariance[i][j] = d.Estimate[i] * d.Estimate[j] * d.LogCovariance[i][j]
		}
		d.StdErr[i] = math.Sqrt(d.Covariance[i][i])
	}
}
