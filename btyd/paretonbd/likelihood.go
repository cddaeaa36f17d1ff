package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The order of the parameters in vectors.
const (
	iR = iota
	iAlpha
	iS
	iBeta
)

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
	return &pass{likelihood: l, m: Model{R: p[iR], Alpha: p[iAlpha], S: p[iS], Beta: p[iBeta]}}
}

// pass is the likelihood at one point.
type pass struct {
	*likelihood
	m Model
}

// Shared sums ln Γ(r+x)/Γ(r) over the counts, and r ln α + s ln β.
func (p *pass) Shared() (s estimate.Sum) {
	for i, x := range p.counts.Value {
		w := p.counts.Weight[i]
		s.F += w * numeric.LogRising(p.m.R, x)
		s.G[iR] += w * numeric.DigammaRise(p.m.R, x)
		s.H[iR][iR] += w * numeric.TrigammaRise(p.m.R, x)
	}
	c := p.customers
	la, lb := math.Log(p.m.Alpha), math.Log(p.m.Beta)
	s.F += c * (p.m.R*la + p.m.S*lb)
	s.G[iR] += c * la
	s.G[iAlpha] += c * p.m.R / p.m.Alpha
	s.G[iS] += c * lb
	s.G[iBeta] += c * p.m.S / p.m.Beta
	s.H[iR][iAlpha] += c / p.m.Alpha
	s.H[iAlpha][iAlpha] -= c * p.m.R / (p.m.Alpha * p.m.Alpha)
	s.H[iS][iBeta] += c / p.m.Beta
	s.H[iBeta][iBeta] -= c * p.m.S / (p.m.Beta * p.m.Beta)
	return s
}

// Rows adds ln(alive + dead) for each row.
func (p *pass) Rows(lo, hi int, s *estimate.Sum) {
	for i := lo; i < hi; i++ {
		p.row(p.rows.X[i], p.rows.Tx[i], p.rows.T[i], p.rows.W[i], s)
	}
}

// ends are the logarithms and inverses of α+u and β+u at one time u.
type ends struct{ a, b, la, lb float64 }

func (m *Model) ends(u float64) ends {
	a, b := m.Alpha+u, m.Beta+u
	return ends{a, b, math.Log(a), math.Log(b)}
}

func (p *pass) row(x, tx, t, w float64, s *estimate.Sum) {
	m := p.m.R + x
	at := p.m.ends(t)
	alive := -m*at.la - p.m.S*at.lb
	ia, ib := 1/at.a, 1/at.b
	g := numeric.Vector{-at.la, -m * ia, -at.lb, -p.m.S * ib}
	if tx == t {
		s.F += w * alive
		for i := range g {
			s.G[i] += w * g[i]
		}
		p.curve(m, ia, ib, w, s)
		return
	}
	var d died
	d.integrate(&p.m, m, p.m.ends(tx), at)
	var dead float64 // weight of having died
	if d.log > alive {
		e := math.Exp(alive - d.log)
		dead = 1 / (1 + e)
		s.F += w * (d.log + math.Log(1+e))
	} else {
		e := math.Exp(d.log - alive)
		dead = e / (1 + e)
		s.F += w * (alive + math.Log(1+e))
	}
	wd, wa := w*dead, w*(1-dead)
	both := wd * (1 - dead)
	for i := range g {
		s.G[i] += wa*g[i] + wd*d.g[i]
		for j := i; j < len(g); j++ {
			s.H[i][j] += wd*d.h[i][j] + both*(g[i]-d.g[i])*(g[j]-d.g[j])
		}
	}
	p.curve(m, ia, ib, wa, s)
}

// curve adds the second derivatives of the logarithm of the alive term.
func (p *pass) curve(m, ia, ib, w float64, s *estimate.Sum) {
	s.H[iR][iAlpha] -= w * ia
	s.H[iAlpha][iAlpha] += w * m * ia * ia
	s.H[iS][iBeta] -= w * ib
	s.H[iBeta][iBeta] += w * p.m.S * ib * ib
}
