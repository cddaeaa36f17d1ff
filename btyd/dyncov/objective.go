package dyncov

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// box bounds the logarithm of r, alpha/age, s, beta/age, and reach what one
// standard deviation of a covariate does to the logarithm of a rate.
const (
	box   = 14.0
	reach = 10.0
)

// objective is minus the mean log-likelihood of a customer, plus penalties, in
// the variables of the search: the logarithms of r, alpha/age, s, beta/age, at
// the means of the covariates, and coefficients per standard deviation.
type objective struct {
	records *records
	effects effects
	list    []coefficient
	penalty L2
	age     float64
	workers int
	passes  int
}

func (o *objective) model(x []float64) Model {
	return Model{R: math.Exp(x[iR]), Alpha: o.age * math.Exp(x[iAlpha]), S: math.Exp(x[iS]), Beta: o.age * math.Exp(x[iBeta])}
}

// at returns the value with gradient and Hessian.
func (o *objective) at(x []float64) (float64, []float64, [][]float64) {
	o.passes++
	m, e := o.model(x), o.effects
	for q := range processes {
		e.gamma[q] = make([]float64, len(e.columns[q]))
	}
	for i, c := range o.list {
		for q, place := range c.place {
			if place >= 0 {
				e.gamma[q][place] = x[iCoefficients+i]
			}
		}
	}
	f, natural := o.records.sum(m, &e, o.workers)
	per := -1 / o.records.customers
	g, h := o.inVariables(m, natural, per)
	penalty := 0.0
	for i, c := range o.list {
		weight := 0.0
		for q, w := range [processes]float64{o.penalty.Purchase, o.penalty.Dropout} {
			if c.place[q] >= 0 {
				weight += w / (e.scale[c.column] * e.scale[c.column])
			}
		}
		k := iCoefficients + i
		penalty += weight * x[k] * x[k]
		g[k] += 2 * weight * x[k]
		h[k][k] += 2 * weight
	}
	return per*f + penalty, g, h
}

// inVariables multiplies derivatives by a factor and turns them into those by
// the variables: d/d ln p = p d/dp for r, alpha, s, beta, and a sum over the
// processes for a coefficient.
func (o *objective) inVariables(m Model, t terms, factor float64) ([]float64, [][]float64) {
	n, variables := len(t.g), iCoefficients+len(o.list)
	variable, weight := make([]int, n), make([]float64, n)
	for i, p := range [iCoefficients]float64{m.R, m.Alpha, m.S, m.Beta} {
		variable[i], weight[i] = i, p
	}
	offset := [processes]int{iCoefficients, iCoefficients + len(o.effects.columns[buying])}
	for i, c := range o.list {
		for q, place := range c.place {
			if place >= 0 {
				variable[offset[q]+place], weight[offset[q]+place] = iCoefficients+i, 1
			}
		}
	}
	g, h := make([]float64, variables), square(variables)
	for i := range n {
		g[variable[i]] += factor * weight[i] * t.g[i]
		if i < iCoefficients {
			h[i][i] += g[i]
		}
		for j := i; j < n; j++ {
			v := factor * weight[i] * weight[j] * t.h[i*n+j]
			h[variable[i]][variable[j]] += v
			if i != j {
				h[variable[j]][variable[i]] += v
			}
		}
	}
	return g, h
}

// bounds of the search.
func (o *objective) bounds() (search numeric.DenseSearch) {
	for i := range iCoefficients + len(o.list) {
		edge := box
		if i >= iCoefficients {
			edge = reach
		}
		search.Lower = append(search.Lower, -edge)
		search.Upper = append(search.Upper, edge)
	}
	return search
}
