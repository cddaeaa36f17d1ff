package regress

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// report describes the maximum found and turns a search that did not reach one
// into an error.
func (r *search) report(l *likelihood, m numeric.DenseMinimum) ([]float64, btyd.Diagnostics, error) {
	n := len(m.X)
	ll := -m.F
	for i, c := range r.design.coefficients {
		v := m.X[len(r.source.names)+i]
		ll += r.penalty(c) * v * v / 2
	}
	ll *= l.customers
	d := btyd.Diagnostics{
		Names: r.names(), Estimate: r.natural(m.X),
		LogLikelihood: ll,
		AIC:           2*float64(n) - 2*ll,
		BIC:           float64(n)*math.Log(l.customers) - 2*ll,
		Customers:     l.customers, Rows: l.rows,
		Iterations: r.iterations, Evaluations: r.evaluations, Starts: r.starts,
		Converged: m.Converged,
		Warnings:  r.warnings,
	}
	if math.IsNaN(m.F) || math.IsInf(m.F, 0) {
		return nil, d, fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	}
	for i := range n {
		if !m.AtBound[i] {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(m.G[i]))
		}
	}
	for i, p := range d.Estimate[:len(r.source.names)] {
		if !(p > 0) || math.IsInf(p, 0) {
			return nil, d, fmt.Errorf("%w: %s of a customer whose covariates are all zero is %g, because zero is too far from all of them; "+
				"subtract a typical value from each covariate", btyd.ErrInvalidRow, d.Names[i], p)
		}
	}
	r.covariances(&d, m)
	if r.options.L2 > 0 {
		d.Warnings = append(d.Warnings, fmt.Sprintf("the coefficients are drawn towards zero (L2 %g): standard errors are those of the "+
			"penalised likelihood, and a likelihood-ratio test does not apply", r.options.L2))
	}
	if !m.Converged {
		return d.Estimate, d, fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g; "+
			"the data may not tell the parameters apart", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return d.Estimate, d, nil
}

// covariances inverts the Hessian of minus the log-likelihood and judges each
// parameter by it.
func (r *search) covariances(d *btyd.Diagnostics, m numeric.DenseMinimum) {
	inverse, ok := numeric.InversePositiveDense(m.H)
	for i := range m.X {
		ok = ok && !m.AtBound[i]
	}
	d.HessianPositiveDefinite = ok
	r.boundaries(d, m, inverse)
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return
	}
	n := len(m.X)
	jacobian := r.jacobian()
	d.StdErr = make([]float64, n)
	d.LogCovariance, d.Covariance = make([][]float64, n), make([][]float64, n)
	half := product(jacobian, inverse)
	for i := range n {
		d.LogCovariance[i], d.Covariance[i] = make([]float64, n), make([]float64, n)
		for j := range n {
			for k := range n {
				d.LogCovariance[i][j] += half[i][k] * jacobian[j][k] / d.Customers
			}
			d.Covariance[i][j] = r.slope(d, i) * r.slope(d, j) * d.LogCovariance[i][j]
		}
		d.StdErr[i] = math.Sqrt(d.Covariance[i][i])
	}
}

// slope is the derivative of a reported parameter: of a base parameter by its
// logarithm, of a coefficient by itself.
func (r *search) slope(d *btyd.Diagnostics, i int) float64 {
	if i < len(r.source.names) {
		return d.Estimate[i]
	}
	return 1
}

// jacobian of the logarithms of the base parameters and of the coefficients,
// by what is searched.
func (r *search) jacobian() [][]float64 {
	nb := len(r.source.names)
	n := nb + len(r.design.coefficients)
	j := make([][]float64, n)
	for i := range j {
		j[i] = make([]float64, n)
		j[i][i] = 1
	}
	for i, c := range r.design.coefficients {
		j[nb+i][nb+i] = 1 / c.unit
		for b := range nb {
			j[b][nb+i] = r.origin(c, b)
		}
	}
	return j
}

func product(a, b [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range out {
		out[i] = make([]float64, len(b))
		for k, v := range a[i] {
			for j := range out[i] {
				out[i][j] += v * b[k][j]
			}
		}
	}
	return out
}

// boundaries names the parameters without a finite (or without a positive)
// best value: those at the edge of the box, and those that drifted far along a
// flat ridge. A base parameter is judged where the search has it, at the mean of
// the covariates; a coefficient by what it makes of their range.
func (r *search) boundaries(d *btyd.Diagnostics, m numeric.DenseMinimum, inverse [][]float64) {
	nb := len(r.source.names)
	for i, name := range d.Names {
		size, edge := 1.0, box
		low, high := "zero", "infinity"
		if i >= nb {
			c := r.design.coefficients[i-nb]
			size, edge = c.spread/c.unit, reach
			low = "minus infinity"
		}
		at := m.X[i] * size
		deviation := math.Inf(1)
		if inverse != nil {
			deviation = size * math.Sqrt(inverse[i][i]/d.Customers)
		}
		switch {
		case math.Abs(at) >= edge*(1-1e-9) || math.Abs(at) > math.Log(1000) && deviation > 3:
			end := low
			if at > 0 {
				end = high
			}
			d.Boundary = append(d.Boundary, name)
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs towards %s: the data put no bound on it", name, end))
		case inverse != nil && deviation > 2:
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s is poorly determined by these data", name))
		}
	}
	if f := r.source.family; len(r.design.dropout) > 0 && f.dropout[2] > 0 &&
		slices.Contains(d.Boundary, f.names[2]) && slices.Contains(d.Boundary, f.names[3]) {
		d.Warnings = append(d.Warnings, "customers do not differ in their chance of dropping out beyond chance, "+
			"so nothing can be said of what moves it; fit without covariates of dropout")
	}
}
