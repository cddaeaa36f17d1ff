package weibullgamma

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Fit finds the parameters of greatest likelihood, censored customers and
// those watched only from some tenure on included. The data must hold three
// customers and one loss, else the error wraps btyd.ErrTooLittleData; invalid
// rows give one that wraps btyd.ErrInvalidRow. When the search stops early the
// error wraps btyd.ErrNotConverged and the best model found is returned with
// it.
//
// If customers do not differ, r and α grow without bound, and the diagnostics
// name them as being at the boundary: predictions are those of one Weibull
// curve then.
func Fit(ctx context.Context, rows tenure.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	names := Model{}.Names()
	if err := rows.Enough(len(names)); err != nil {
		return Model{}, btyd.Diagnostics{Names: names}, err
	}
	// The search runs in a unit of time in which the mean wait for a loss is
	// one, so that α is of the order of one whatever c is.
	unit := rows.Exposure() / rows.Losses()
	if len(opts.Start) == len(names) {
		start := Model{R: opts.Start[iR], Alpha: opts.Start[iAlpha], C: opts.Start[iC]}
		if err := start.Validate(); err != nil {
			return Model{}, btyd.Diagnostics{Names: names}, err
		}
		opts.Start = start.in(1 / unit).Parameters()
	}
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  names,
		Scale:  numeric.Vector{1, 1, 1},
		Starts: []numeric.Vector{{1, 1, 1}, {3, 3, 1.5}, {1, 1, 0.5}},
		Sample: func(stride int) estimate.Likelihood { return likelihood{rows.Every(stride), unit} },
	}, opts)
	m := Model{R: p[iR], Alpha: p[iAlpha], C: p[iC]}.in(unit)
	inUnit(&d, m, unit, rows.Losses())
	if err == nil && m.Validate() != nil {
		err = fmt.Errorf("%w: lifetimes are so much alike that c = %.3g and alpha = %g in this unit of time",
			btyd.ErrNotConverged, m.C, m.Alpha)
	}
	return m, d, err
}

// in is the model on another scale: of t times the unit.
func (m Model) in(unit float64) Model {
	m.Alpha *= math.Pow(unit, m.C)
	return m
}

// inUnit turns a report on time divided by the unit into one on time itself:
// ln α gains c ln(unit), and each density of a loss is divided by the unit.
func inUnit(d *btyd.Diagnostics, m Model, unit, losses float64) {
	if len(d.Estimate) == 0 {
		return
	}
	d.Estimate = m.Parameters()
	shift := losses * math.Log(unit)
	d.LogLikelihood -= shift
	d.AIC += 2 * shift
	d.BIC += 2 * shift
	if len(d.LogCovariance) == 0 {
		return
	}
	slope := m.C * math.Log(unit) // of ln α in ln c
	l := d.LogCovariance
	l[iAlpha][iAlpha] += 2*slope*l[iAlpha][iC] + slope*slope*l[iC][iC]
	for _, i := range []int{iR, iC} {
		l[i][iAlpha] += slope * l[i][iC]
		l[iAlpha][i] = l[i][iAlpha]
	}
	for i := range l {
		for j := range l {
			d.Covariance[i][j] = d.Estimate[i] * d.Estimate[j] * l[i][j]
		}
		d.StdErr[i] = math.Sqrt(d.Covariance[i][i])
	}
}

// The order of the parameters in vectors.
const (
	iR = iota
	iAlpha
	iC
)

// likelihood is the sum over rows with its derivatives, in a unit of time.
type likelihood struct {
	tenure.Rows
	unit float64
}

// At prepares a pass; see estimate.Likelihood.
func (l likelihood) At(p numeric.Vector) estimate.Pass {
	return pass{l, Model{R: p[iR], Alpha: p[iAlpha], C: p[iC]}}
}

// pass is the likelihood at one point.
type pass struct {
	likelihood
	m Model
}

// Shared is nothing: all is taken row by row.
func (p pass) Shared() (s estimate.Sum) { return s }

// Rows adds, for each customer, ln S(exit) - ln S(entry), and for one who was
// lost ln h(exit) = ln r + ln c - ln t - ln(1+e^-z).
func (p pass) Rows(lo, hi int, s *estimate.Sum) {
	for i := lo; i < hi; i++ {
		w, exit := p.W[i], p.Exit[i]/p.unit
		if exit > 0 {
			p.survive(w, exit, s)
		}
		if entry := p.EntryOf(i) / p.unit; entry > 0 {
			p.survive(-w, entry, s)
		}
		if p.Lost[i] {
			s.F += w * p.m.logHazard(exit)
			s.G[iR] += w / p.m.R
			s.H[iR][iR] -= w / (p.m.R * p.m.R)
			s.G[iC] += w / p.m.C
			s.H[iC][iC] -= w / (p.m.C * p.m.C)
			// -ln(1+e^-z) has the slope 1 - logistic(z).
			z := p.m.odds(exit)
			p.along(w*logistic(-z), -w*logistic(z)*logistic(-z), exit, s)
		}
	}
}

// survive adds w ln S(t) = -w r ln(1+e^z).
func (p pass) survive(w, t float64, s *estimate.Sum) {
	z := p.m.odds(t)
	fall, slope := softplus(z), logistic(z)
	s.F -= w * p.m.R * fall
	s.G[iR] -= w * fall
	s.H[iR][iAlpha] += w * slope / p.m.Alpha
	s.H[iR][iC] -= w * slope * math.Log(t)
	p.along(-w*p.m.R*slope, -w*p.m.R*slope*logistic(-z), t, s)
}

// along adds a function of z = c ln t - ln α by its first two derivatives.
func (p pass) along(first, second, t float64, s *estimate.Sum) {
	l, a := math.Log(t), p.m.Alpha
	s.G[iAlpha] -= first / a
	s.G[iC] += first * l
	s.H[iAlpha][iAlpha] += (first + second) / (a * a)
	s.H[iAlpha][iC] -= second * l / a
	s.H[iC][iC] += second * l * l
}
