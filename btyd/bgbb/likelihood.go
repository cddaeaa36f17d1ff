package bgbb

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The order of the parameters in vectors.
const (
	iAlpha = iota
	iBeta
	iGamma
	iDelta
)

// likelihood is the sum over rows with its derivatives.
type likelihood struct {
	rows      btyd.Rows
	customers float64
}

func newLikelihood(rows btyd.Rows) likelihood {
	return likelihood{rows: rows, customers: rows.Customers()}
}

func (l likelihood) Len() int           { return l.rows.Len() }
func (l likelihood) Customers() float64 { return l.customers }

func (l likelihood) At(p numeric.Vector) estimate.Pass {
	return pass{rows: l.rows, m: Model{Alpha: p[iAlpha], Beta: p[iBeta], Gamma: p[iGamma], Delta: p[iDelta]}}
}

// pass is the likelihood at one point.
type pass struct {
	rows btyd.Rows
	m    Model
}

// Shared is nothing: all is taken row by row.
func (p pass) Shared() (s estimate.Sum) { return s }

// Rows adds the logarithm of a sum of products for each row. With shares π_k
// of the sum and v_k, V_k the gradient and Hessian of the logarithm of term k,
// the sum has gradient g = Σ π_k v_k and Hessian Σ π_k (V_k + v_k v_k') - g g'.
func (p pass) Rows(lo, hi int, s *estimate.Sum) {
	for i := lo; i < hi; i++ {
		h := btyd.History{X: p.rows.X[i], Tx: p.rows.Tx[i], T: p.rows.T[i]}
		w := p.rows.W[i]
		one := p.one(h)
		s.F += w * one.F
		for j := range 4 {
			s.G[j] += w * one.G[j]
			for k := j; k < 4; k++ {
				s.H[j][k] += w * one.H[j][k]
			}
		}
	}
}

// one is the log-likelihood of one history with its derivatives.
func (p pass) one(h btyd.History) (s estimate.Sum) {
	m := p.m
	w := m.walk(h)
	total := w.total()
	s.F = w.common + math.Log(total)
	term := m.start(h)
	weight := 1.0
	for k := h.Tx; k < h.T; k++ {
		lost := term
		lost.leave(m, k)
		lost.spread(weight*m.Gamma/(m.Gamma+m.Delta+k)/total, &s)
		weight *= m.stay(k) * m.pass(h.X, k)
		term.miss(m, h.X, k)
	}
	term.spread(weight/total, &s)
	for j := range 4 {
		for k := j; k < 4; k++ {
			s.H[j][k] -= s.G[j] * s.G[k]
		}
	}
	return s
}

// slopes are the derivatives of the logarithm of one term: a product of
// functions of (α, β) and of (γ, δ), so that mixed second ones are zero.
type slopes struct {
	g          [4]float64
	aa, ab, bb float64
	gg, gd, dd float64
}

// start is up to the last purchase.
func (m Model) start(h btyd.History) (d slopes) {
	ab, ab2 := numeric.DigammaRise(m.Alpha+m.Beta, h.Tx), numeric.TrigammaRise(m.Alpha+m.Beta, h.Tx)
	gd, gd2 := numeric.DigammaRise(m.Gamma+m.Delta, h.Tx), numeric.TrigammaRise(m.Gamma+m.Delta, h.Tx)
	d.g = [4]float64{
		numeric.DigammaRise(m.Alpha, h.X) - ab,
		numeric.DigammaRise(m.Beta, h.Tx-h.X) - ab,
		-gd,
		numeric.DigammaRise(m.Delta, h.Tx) - gd,
	}
	d.aa = numeric.TrigammaRise(m.Alpha, h.X) - ab2
	d.ab = -ab2
	d.bb = numeric.TrigammaRise(m.Beta, h.Tx-h.X) - ab2
	d.gg, d.gd, d.dd = -gd2, -gd2, numeric.TrigammaRise(m.Delta, h.Tx)-gd2
	return d
}

// leave multiplies by γ/(γ+δ+k): lost before opportunity k+1.
func (d *slopes) leave(m Model, k float64) {
	both, g := 1/(m.Gamma+m.Delta+k), 1/m.Gamma
	d.g[iGamma] += g - both
	d.g[iDelta] -= both
	d.gg += both*both - g*g
	d.gd += both * both
	d.dd += both * both
}

// miss multiplies by the chances of being alive at opportunity k+1 and of not
// buying there.
func (d *slopes) miss(m Model, x, k float64) {
	both, b := 1/(m.Alpha+m.Beta+k), 1/(m.Beta+k-x)
	d.g[iAlpha] -= both
	d.g[iBeta] += b - both
	d.aa += both * both
	d.ab += both * both
	d.bb += both*both - b*b
	both, b = 1/(m.Gamma+m.Delta+k), 1/(m.Delta+k)
	d.g[iGamma] -= both
	d.g[iDelta] += b - both
	d.gg += both * both
	d.gd += both * both
	d.dd += both*both - b*b
}

// spread adds a term with the given share of the sum.
func (d *slopes) spread(share float64, s *estimate.Sum) {
	if share == 0 {
		return
	}
	for j := range 4 {
		s.G[j] += share * d.g[j]
		for k := j; k < 4; k++ {
			s.H[j][k] += share * d.g[j] * d.g[k]
		}
	}
	s.H[iAlpha][iAlpha] += share * d.aa
	s.H[iAlpha][iBeta] += share * d.ab
	s.H[iBeta][iBeta] += share * d.bb
	s.H[iGamma][iGamma] += share * d.gg
	s.H[iGamma][iDelta] += share * d.gd
	s.H[iDelta][iDelta] += share * d.dd
}
