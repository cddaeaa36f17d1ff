package sbg

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Fit finds the parameters of greatest likelihood. Cohorts may differ in how
// many renewals they have behind them. Counts that are negative give an error
// that wraps btyd.ErrInvalidRow; fewer than two renewals, nobody lost or
// nobody kept one that wraps btyd.ErrTooLittleData. When the search stops
// early the error wraps btyd.ErrNotConverged and the best model found is
// returned with it.
func Fit(ctx context.Context, cohorts []Cohort, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	names := Model{}.Names()
	table, err := Tabulate(cohorts)
	if err == nil {
		err = table.Enough(len(names))
	}
	if err != nil {
		return Model{}, btyd.Diagnostics{Names: names}, err
	}
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  names,
		Scale:  numeric.Vector{1, 1},
		Starts: []numeric.Vector{{1, 2}, {3, 15}},
		Sample: func(int) estimate.Likelihood { return likelihood{table} },
	}, opts)
	return Model{Alpha: p[iAlpha], Beta: p[iBeta]}, d, err
}

// The order of the parameters in vectors.
const (
	iAlpha = iota
	iBeta
)

// likelihood is the sum over renewals with its derivatives. A table is short,
// so that there is no need to sample it.
type likelihood struct{ Table }

func (l likelihood) Len() int { return len(l.Lost) }

func (l likelihood) At(p numeric.Vector) estimate.Pass {
	return pass{table: l.Table, m: Model{Alpha: p[iAlpha], Beta: p[iBeta]}}
}

// pass is the likelihood at one point.
type pass struct {
	table Table
	m     Model
}

// Shared is nothing: all is taken renewal by renewal.
func (p pass) Shared() (s estimate.Sum) { return s }

// Rows adds those lost at and those last seen after each renewal (2007,
// appendix B):
//
//	Σ lost_t ln P(T = t) + kept_t ln S(t)
func (p pass) Rows(lo, hi int, s *estimate.Sum) {
	for i := lo; i < hi; i++ {
		if w := p.table.Lost[i]; w > 0 {
			p.survive(w, i, s)
			p.leave(w, float64(i), s)
		}
		if w := p.table.Kept[i]; w > 0 {
			p.survive(w, i+1, s)
		}
	}
}

// survive adds w times the logarithm of the survival of t renewals.
func (p pass) survive(w float64, t int, s *estimate.Sum) {
	n, a, b := float64(t), p.m.Alpha, p.m.Beta
	both, both2 := numeric.DigammaRise(a+b, n), numeric.TrigammaRise(a+b, n)
	s.F += w * p.m.LogSurvival(t)
	s.G[iAlpha] -= w * both
	s.G[iBeta] += w * (numeric.DigammaRise(b, n) - both)
	s.H[iAlpha][iAlpha] -= w * both2
	s.H[iAlpha][iBeta] -= w * both2
	s.H[iBeta][iBeta] += w * (numeric.TrigammaRise(b, n) - both2)
}

// leave adds w times the logarithm of α/(α+β+n): being lost after n renewals.
func (p pass) leave(w, n float64, s *estimate.Sum) {
	a, both := 1/p.m.Alpha, 1/(p.m.Alpha+p.m.Beta+n)
	s.F += w * math.Log(p.m.Alpha*both)
	s.G[iAlpha] += w * (a - both)
	s.G[iBeta] -= w * both
	s.H[iAlpha][iAlpha] += w * (both*both - a*a)
	s.H[iAlpha][iBeta] += w * both * both
	s.H[iBeta][iBeta] += w * both * both
}
