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
// the means of the covariates, and coefficients divided by their unit.
type objective struct {
	records *records
	effects effects
	list    []coefficient
	unit    []float64 // of each coefficient in the list
	penalty L2
	age     float64
	workers int
	passes  int
}

func (o *objective) model(x []float64) Model {
	return Model{R: math.Exp(x[iR]), Alpha: o.age * math.Exp(x[iAlpha]), S: math.Exp(x[iS]), Beta: o.age * math.Exp(x[iBeta])}
}

// at returns the value and its gradient.
func (o *objective) at(x []float64) (float64, []float64) {
	o.passes++
	m, e := o.model(x), o.effects
	for q := range processes {
		e.gamma[q] = make([]float64, len(e.columns[q]))
	}
	for i, c := range o.list {
		for q, place := range c.place {
			if place >= 0 {
				e.gamma[q][place] = x[iCoefficients+i] * o.unit[i] * e.scale[c.column]
			}
		}
	}
	f, natural := o.records.sum(m, &e, o.workers)
	per := -1 / o.records.customers
	g := make([]float64, len(x))
	for i, p := range [iCoefficients]float64{m.R, m.Alpha, m.S, m.Beta} {
		g[i] = per * p * natural[i]
	}
	f *= per
	offset := [processes]int{iCoefficients, iCoefficients + len(e.columns[buying])}
	weights := [processes]float64{o.penalty.Purchase, o.penalty.Dropout}
	for i, c := range o.list {
		gamma := x[iCoefficients+i] * o.unit[i]
		for q, place := range c.place {
			if place >= 0 {
				g[iCoefficients+i] += o.unit[i] * (per*natural[offset[q]+place]*e.scale[c.column] + 2*weights[q]*gamma)
				f += weights[q] * gamma * gamma
			}
		}
	}
	return f, g
}

// hessian is that of the objective by central differences of its gradient.
func (o *objective) hessian(x []float64) [][]float64 {
	const step = 1e-4
	h := make([][]float64, len(x))
	for i := range x {
		y := append([]float64(nil), x...)
		y[i] = x[i] + step
		_, up := o.at(y)
		y[i] = x[i] - step
		_, down := o.at(y)
		h[i] = make([]float64, len(x))
		for j := range x {
			h[i][j] = (up[j] - down[j]) / (2 * step)
		}
	}
	for i := range x {
		for j := range i {
			h[i][j] = (h[i][j] + h[j][i]) / 2
			h[j][i] = h[i][j]
		}
	}
	return h
}

// bounds of the search.
func (o *objective) bounds() (search numeric.DenseSearch) {
	for i := range iCoefficients + len(o.list) {
		edge := o.edge(i)
		search.Lower = append(search.Lower, -edge)
		search.Upper = append(search.Upper, edge)
	}
	return search
}

func (o *objective) edge(i int) float64 {
	if i < iCoefficients {
		return box
	}
	return reach / (o.unit[i-iCoefficients] * o.effects.scale[o.list[i-iCoefficients].column])
}

// measure chooses the units of the coefficients so that steps of one are
// natural: a standard deviation of the covariate, divided by the square root
// of the purchases of a customer that tell of it.
func (o *objective) measure() {
	for _, c := range o.list {
		unit := 1 / o.effects.scale[c.column]
		if c.place[buying] >= 0 {
			unit /= math.Sqrt(1 + o.records.purchases/o.records.customers)
		}
		o.unit = append(o.unit, unit)
	}
}
