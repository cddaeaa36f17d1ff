package estimate

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// report describes the maximum found.
func (r *search) report(l Likelihood, m numeric.Minimum) btyd.Diagnostics {
	n := len(r.problem.Names)
	customers := l.Customers()
	p := r.natural(m.X)
	ll := -m.F * customers
	d := btyd.Diagnostics{
		Names: r.problem.Names, Estimate: append([]float64(nil), p[:n]...),
		LogLikelihood: ll,
		AIC:           2*float64(n) - 2*ll,
		BIC:           float64(n)*math.Log(customers) - 2*ll,
		Customers:     customers, Rows: l.Len(),
		Iterations: r.iterations, Evaluations: r.evaluations, Starts: r.starts,
		Converged: m.Converged,
		Warnings:  r.warnings,
	}
	for i := range n {
		if !m.AtBound[i] {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(m.G[i]))
		}
	}
	r.covariances(&d, m, p, customers)
	r.boundaries(&d, m)
	return d
}

// covariances inverts the Hessian of minus the log-likelihood.
func (r *search) covariances(d *btyd.Diagnostics, m numeric.Minimum, p numeric.Vector, customers float64) {
	n := len(r.problem.Names)
	inverse, ok := numeric.InversePositive(m.H, n)
	for i := range n {
		ok = ok && !m.AtBound[i]
	}
	d.HessianPositiveDefinite = ok
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return
	}
	d.StdErr = make([]float64, n)
	d.Covariance, d.LogCovariance = square(n), square(n)
	for i := range n {
		for j := range n {
			d.LogCovariance[i][j] = inverse[i][j] / customers
			d.Covariance[i][j] = p[i] * p[j] * inverse[i][j] / customers
		}
		d.StdErr[i] = math.Sqrt(d.Covariance[i][i])
	}
}

// boundaries names the parameters without a finite positive best value: those
// at the edge of the box, and those that drifted far along a flat ridge.
func (r *search) boundaries(d *btyd.Diagnostics, m numeric.Minimum) {
	for i, name := range r.problem.Names {
		edge := math.Abs(m.X[i]) >= box
		far := math.Abs(m.X[i]) > math.Log(1000)
		vague := len(d.LogCovariance) == 0 || d.LogCovariance[i][i] > 9
		switch {
		case edge || far && vague:
			d.Boundary = append(d.Boundary, name)
			end := "zero"
			if m.X[i] > 0 {
				end = "infinity"
			}
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs towards %s: the data put no bound on it", name, end))
		case len(d.LogCovariance) > 0 && d.LogCovariance[i][i] > 4:
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s is poorly determined by these data", name))
		}
	}
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}
