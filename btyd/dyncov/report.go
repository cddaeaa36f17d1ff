package dyncov

import (
	"fmt"
	"math"

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
	o.covariances(d, at.H, held)
	o.boundaries(d, at.X)
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

// covariances inverts the Hessian of minus the log-likelihood.
func (o *objective) covariances(d *btyd.Diagnostics, hessian [][]float64, held bool) {
	var inverse [][]float64
	ok := hessian != nil && !held
	if ok {
		inverse, ok = numeric.InversePositiveDense(hessian)
	}
	d.HessianPositiveDefinite = ok
	if !ok {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return
	}
	n := len(inverse)
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
	}
}

// boundaries names the parameters on which the data put no bound.
func (o *objective) boundaries(d *btyd.Diagnostics, x []float64) {
	for i, v := range x {
		edge, far, scale, ends := box, math.Log(1000), 1.0, [2]string{"zero", "infinity"}
		where := "" // covariates are measured from their means in the search
		if (i == iAlpha || i == iBeta) && len(o.list) > 0 {
			where = ", at the means of the covariates"
		}
		if i >= iCoefficients {
			edge, far, scale, ends[0] = reach, reach/2, o.effects.scale[o.list[i-iCoefficients].column], "minus infinity"
		}
		deviation := math.Inf(1) // of the variable
		if len(d.LogCovariance) > 0 {
			deviation = scale * math.Sqrt(d.LogCovariance[i][i])
		}
		end := ends[0]
		if v > 0 {
			end = ends[1]
		}
		switch {
		case math.Abs(v) >= edge || math.Abs(v) > far && deviation > 3:
			d.Boundary = append(d.Boundary, d.Names[i])
			d.Warnings = append(d.Warnings, fmt.Sprintf("%s runs towards %s%s: the data put no bound on it", d.Names[i], end, where))
		case deviation > 2 && len(d.LogCovariance) > 0:
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
