package ggomnbd

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
	iB
	iS
	iBeta
	dim
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
	return &pass{likelihood: l, m: Model{R: p[iR], Alpha: p[iAlpha], B: p[iB], S: p[iS], Beta: p[iBeta]}}
}

// pass is the likelihood at one point.
type pass struct {
	*likelihood
	m Model
}

// Shared sums ln Γ(r+x)/Γ(r) over the counts, and r ln α.
func (p *pass) Shared() (s estimate.Sum) {
	for i, x := range p.counts.Value {
		w := p.counts.Weight[i]
		s.F += w * numeric.LogRising(p.m.R, x)
		s.G[iR] += w * numeric.DigammaRise(p.m.R, x)
		s.H[iR][iR] += w * numeric.TrigammaRise(p.m.R, x)
	}
	c, log := p.customers, math.Log(p.m.Alpha)
	s.F += c * p.m.R * log
	s.G[iR] += c * log
	s.G[iAlpha] += c * p.m.R / p.m.Alpha
	s.H[iR][iAlpha] += c / p.m.Alpha
	s.H[iAlpha][iAlpha] -= c * p.m.R / (p.m.Alpha * p.m.Alpha)
	return s
}

// Rows adds ln(alive + dead) for each row.
func (p *pass) Rows(lo, hi int, s *estimate.Sum) {
	var work points
	for i := lo; i < hi; i++ {
		p.row(p.rows.X[i], p.rows.Tx[i], p.rows.T[i], p.rows.W[i], &work, s)
	}
}

// row adds one row; work is room for the quadrature.
func (p *pass) row(x, tx, t, w float64, work *points, s *estimate.Sum) {
	m := p.m.R + x
	var d died
	d.begin(&p.m, m, tx)
	var l lived
	l.reach(&p.m, &d, t)
	if tx == t {
		s.F += w * (d.common + l.log)
		for i := range dim {
			s.G[i] += w * l.g[i]
		}
		l.curve(w, s)
		return
	}
	d.integrate(&l, work)
	var dead float64 // weight of having died
	if d.log > l.log {
		e := math.Exp(l.log - d.log)
		dead = 1 / (1 + e)
		s.F += w * (d.common + d.log + math.Log(1+e))
	} else {
		e := math.Exp(d.log - l.log)
		dead = e / (1 + e)
		s.F += w * (d.common + l.log + math.Log(1+e))
	}
	wd, wa := w*dead, w*(1-dead)
	both := wd * (1 - dead)
	for i := range dim {
		s.G[i] += wa*l.g[i] + wd*d.g[i]
		for j := i; j < dim; j++ {
			s.H[i][j] += wd*d.h[i][j] + both*(l.g[i]-d.g[i])*(l.g[j]-d.g[j])
		}
	}
	l.curve(wa, s)
}

// lived is the logarithm, with derivatives, of (α+T)^-m S(T), the path on
// which the customer is alive, over what it shares with the other path.
type lived struct {
	p *Model
	g numeric.Vector
	// What the derivatives are made of: m = r+x, the time since t_x, ln of
	// (α+T)/(α+t_x), the fall of survival since t_x, the share v at T, and the
	// inverses of α+T and of W = β+e^(bT)-1; q = T e^(bT)/W.
	log, m, t, h, rise, fall, share, ia, iw, q float64
}

func (l *lived) reach(p *Model, d *died, t float64) {
	*l = lived{p: p, m: d.power, t: t, h: t - d.tx, ia: 1 / (p.Alpha + t)}
	l.rise = math.Log1p(l.h / d.a)
	l.fall, l.share = d.at(l.h)
	l.log = -l.m*l.rise - p.S*l.fall
	l.iw = math.Exp(-p.B*t) / l.share
	l.q = t / l.share
	l.g = numeric.Vector{
		iR: -(d.logA + l.rise), iAlpha: -l.m * l.ia,
		iB: -p.S * l.q, iS: -(d.fallen + l.fall), iBeta: p.S * (1/p.Beta - l.iw),
	}
}

// curve adds w times the second derivatives.
func (l *lived) curve(w float64, s *estimate.Sum) {
	ib := 1 / l.p.Beta
	s.H[iR][iAlpha] -= w * l.ia
	s.H[iAlpha][iAlpha] += w * l.m * l.ia * l.ia
	s.H[iB][iB] -= w * l.p.S * l.q * (l.t - l.q)
	s.H[iB][iS] -= w * l.q
	s.H[iB][iBeta] += w * l.p.S * l.q * l.iw
	s.H[iS][iBeta] += w * (ib - l.iw)
	s.H[iBeta][iBeta] += w * l.p.S * (l.iw*l.iw - ib*ib)
}
