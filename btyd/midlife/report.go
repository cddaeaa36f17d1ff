package midlife

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// report describes the maximum found on all rows.
func (s *search) report(rows btyd.Rows, best numeric.DenseMinimum) (Model, btyd.Diagnostics, error) {
	m, _ := s.model(best.X)
	n, customers := float64(len(best.X)), rows.Customers()
	ll := m.derivatives(rows, s.opts.Parallel).f
	d := btyd.Diagnostics{
		Names: m.Names(), Estimate: m.Parameters(), LogLikelihood: ll,
		AIC: 2*n - 2*ll, BIC: n*math.Log(customers) - 2*ll, Customers: customers, Rows: rows.Len(),
		Iterations: s.iterations, Evaluations: s.evaluations, Starts: s.starts, Converged: best.Converged,
	}
	for i, at := range best.AtBound {
		if at {
			d.Boundary = append(d.Boundary, searched(i))
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs to the edge: the data put no bound on it", searched(i)))
		} else {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(best.G[i]))
		}
	}
	s.covariances(&d, m, best)
	if math.IsNaN(ll) || math.IsInf(ll, 0) {
		d.Converged = false
		return m, d, fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	}
	if !d.Converged {
		return m, d, fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return m, d, nil
}

// searched is the name of a parameter of the search.
func searched(i int) string {
	if i >= shared {
		i++ // the window is not searched
	}
	return Model{}.Names()[i]
}

// covariances inverts the Hessian. Parameters in common vary together; the
// window, and what ran to the edge, do not vary.
func (s *search) covariances(d *btyd.Diagnostics, m Model, best numeric.DenseMinimum) {
	n := len(best.X)
	var free []int
	at := make([]int, n) // place among the free, or -1
	for i, held := range best.AtBound {
		if at[i] = -1; !held {
			at[i] = len(free)
			free = append(free, i)
		}
	}
	inverse, ok := numeric.InversePositiveDense(among(best.H, free))
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return
	}
	d.HessianPositiveDefinite = len(free) == n
	place := []int{iR, iAlpha, iS, iBeta, iOpening, -1, iR, iAlpha}
	if n == apart {
		place[6], place[7] = iNewR, iNewA
	}
	p := m.Parameters()
	for i, a := range place {
		d.LogCovariance, d.Covariance = append(d.LogCovariance, make([]float64, len(p))), append(d.Covariance, make([]float64, len(p)))
		for j, b := range place {
			if a >= 0 && b >= 0 && at[a] >= 0 && at[b] >= 0 {
				d.LogCovariance[i][j] = inverse[at[a]][at[b]] / s.customers
				d.Covariance[i][j] = p[i] * p[j] * d.LogCovariance[i][j]
			}
		}
		d.StdErr = append(d.StdErr, math.Sqrt(d.Covariance[i][i]))
	}
}

// among is a matrix in the free parameters alone.
func among(h [][]float64, free []int) [][]float64 {
	out := make([][]float64, len(free))
	for k, i := range free {
		for _, j := range free {
			out[k] = append(out[k], h[i][j])
		}
	}
	return out
}
