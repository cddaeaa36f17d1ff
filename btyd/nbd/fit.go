package nbd

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The order of the parameters in vectors.
const (
	iR = iota
	iAlpha
)

// Fit finds the parameters of greatest likelihood. The data must hold at
// least two customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	if err := rows.Enough(2); err != nil {
		return Model{}, btyd.Diagnostics{Names: Model{}.Names()}, err
	}
	age, rate := rows.Pace()
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  Model{}.Names(),
		Scale:  numeric.Vector{1, age},
		Starts: []numeric.Vector{{0.5, 0.5 / rate}, {2, 2 / rate}},
		Sample: func(stride int) estimate.Likelihood {
			return newLikelihood(rows.Every(stride))
		},
	}, opts)
	return Model{R: p[iR], Alpha: p[iAlpha]}, d, err
}

// likelihood is the sum over rows with its derivatives.
type likelihood struct {
	rows      btyd.Rows
	counts    estimate.Counts
	customers float64
}

func newLikelihood(rows btyd.Rows) *likelihood {
	return &likelihood{rows: rows, counts: estimate.Count(rows.X, rows.W), customers: rows.Customers()}
}

func (l *likelihood) Len() int           { return l.rows.Len() }
func (l *likelihood) Customers() float64 { return l.customers }

func (l *likelihood) At(p numeric.Vector) estimate.Pass {
	return &pass{likelihood: l, m: Model{R: p[iR], Alpha: p[iAlpha]}}
}

// pass is the likelihood at one point.
type pass struct {
	*likelihood
	m Model
}

// Shared sums ln Γ(r+x)/Γ(r) over the counts, and r ln α.
func (p *pass) Shared() (s estimate.Sum) {
	r, alpha := p.m.R, p.m.Alpha
	for i, x := range p.counts.Value {
		w := p.counts.Weight[i]
		s.F += w * numeric.LogRising(r, x)
		s.G[iR] += w * numeric.DigammaRise(r, x)
		s.H[iR][iR] += w * numeric.TrigammaRise(r, x)
	}
	c, log := p.customers, math.Log(alpha)
	s.F += c * r * log
	s.G[iR] += c * log
	s.G[iAlpha] += c * r / alpha
	s.H[iR][iAlpha] += c / alpha
	s.H[iAlpha][iAlpha] -= c * r / (alpha * alpha)
	return s
}

// Rows adds -(r+x) ln(α+T) for each row.
func (p *pass) Rows(lo, hi int, s *estimate.Sum) {
	var logs, slopes, inverses, curves float64
	var f float64
	for i := lo; i < hi; i++ {
		m, w, inverse := p.m.R+p.rows.X[i], p.rows.W[i], 1/(p.m.Alpha+p.rows.T[i])
		log := w * math.Log(p.m.Alpha+p.rows.T[i])
		f += m * log
		logs += log
		slopes += w * m * inverse
		inverses += w * inverse
		curves += w * m * inverse * inverse
	}
	s.F -= f
	s.G[iR] -= logs
	s.G[iAlpha] -= slopes
	s.H[iR][iAlpha] -= inverses
	s.H[iAlpha][iAlpha] += curves
}
