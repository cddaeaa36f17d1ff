package dyncov

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// report describes the maximum found and returns the model.
func (o *objective) report(d *btyd.Diagnostics, at numeric.DenseMinimum) Model {
	n := float64(len(at.X))
	d.Evaluations, d.Converged = o.passes, at.Converged
	d.Estimate = o.natural(at.X)
	m := o.fitted(d.Estimate)
	penalty := 0.0
	for _, v := range m.Purchase {
		penalty += o.penalty.Purchase * v * v
	}
	for _, v := range m.Dropout {
		penalty += o.penalty.Dropout * v * v
	}
	d.LogLikelihood = -(at.F - penalty) * d.Customers
	d.AIC = 2*n - 2*d.LogLikelihood
	d.BIC = n*math.Log(d.Customers) - 2*d.LogLikelihood
	held := false
	for i, g := range at.G {
		held = held || at.AtBound[i]
		if !at.AtBound[i] {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(g))
		}
	}
	o.boundaries(d, at.X, o.covariances(d, at.H, held))
	return m
}

// natural turns variables into parameters, in the order of the names.
func (o *objective) natural(x []float64) []float64 {
	p := make([]float64, len(x))
	for i, row := range o.jacobian() {
		for j, v := range row {
			p[i] += v * x[j]
		}
	}
	p[iAlpha] += math.Log(o.age)
	p[iBeta] += math.Log(o.age)
	for i := range iCoefficients {
		p[i] = math.Exp(p[i])
	}
	return p
}

// jacobian holds the derivatives of ln r, ln alpha, ln s, ln beta and the
// coefficients by the variables. A rate at the mean of a covariate is that at
// zero times exp(coefficient · mean), so alpha and beta move against it.
func (o *objective) jacobian() [][]float64 {
	j := square(iCoefficients + len(o.list))
	for i := range iCoefficients {
		j[i][i] = 1
	}
	for i, c := range o.list {
		k := iCoefficients + i
		j[k][k] = 1 / o.effects.scale[c.column]
		for q, offset := range [processes]int{iAlpha, iBeta} {
			if c.place[q] >= 0 {
				j[offset][k] = o.effects.centre[c.column] * j[k][k]
			}
		}
	}
	return j
}

// fitted lays estimates out as a model.
func (o *objective) fitted(p []float64) Model {
	m := Model{R: p[iR], Alpha: p[iAlpha], S: p[iS], Beta: p[iBeta],
		Purchase: make([]float64, len(o.records.grid.Names)), Dropout: make([]float64, len(o.records.grid.Names))}
	for i, c := range o.list {
		for q, of := range [processes][]float64{m.Purchase, m.Dropout} {
			if c.place[q] >= 0 {
				of[c.column] = p[iCoefficients+i]
			}
		}
	}
	return m
}

// covariances inverts the Hessian of minus the log-likelihood; it returns the
// standard errors of the variables, infinite where there are none.
func (o *objective) covariances(d *btyd.Diagnostics, hessian [][]float64, held bool) []float64 {
	var inverse [][]float64
	ok := hessian != nil && !held
	if ok {
		inverse, ok = numeric.InversePositiveDense(hessian)
	}
	d.HessianPositiveDefinite = ok
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return slices.Repeat([]float64{math.Inf(1)}, len(d.Names))
	}
	n := len(inverse)
	deviations := make([]float64, n)
	jacobian := o.jacobian()
	d.LogCovariance, d.Covariance, d.StdErr = square(n), square(n), make([]float64, n)
	natural := func(i int) float64 {
		if i < iCoefficients {
			return d.Estimate[i]
		}
		return 1
	}
	for i := range n {
		for j := range n {
			total := 0.0
			for k := range n {
				for l := range n {
					total += jacobian[i][k] * inverse[k][l] * jacobian[j][l]
				}
			}
			d.LogCovariance[i][j] = total / d.Customers
			d.Covariance[i][j] = natural(i) * natural(j) * d.LogCovariance[i][j]
		}
		d.StdErr[i] = math.Sqrt(d.Covariance[i][i])
		deviations[i] = math.Sqrt(inverse[i][i] / d.Customers)
	}
	return deviations
}

// boundaries names the parameters on which the data put no bound, given the
// variables and their standard errors.
func (o *objective) boundaries(d *btyd.Diagnostics, x, deviations []float64) {
	for i, v := range x {
		edge, far, ends := box, math.Log(1000), [2]string{"zero", "infinity"}
		where := ""
		if (i == iAlpha || i == iBeta) && len(o.list) > 0 {
			where = ", at the means of the covariates"
		}
		if i >= iCoefficients {
			edge, far, ends[0] = reach, reach/2, "minus infinity"
		}
		end := ends[0]
		if v > 0 {
			end = ends[1]
		}
		switch {
		case math.Abs(v) >= edge || math.Abs(v) > far && deviations[i] > 3:
			d.Boundary = append(d.Boundary, d.Names[i])
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs towards %s%s: the data put no bound on it", d.Names[i], end, where))
		case d.HessianPositiveDefinite && deviations[i] > 2:
			d.Warnings = append(d.Warnings, d.Names[i]+" is poorly determined by these data")
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
