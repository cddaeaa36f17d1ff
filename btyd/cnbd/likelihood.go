package cnbd

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
	iA
	iB
)

// likelihood is the sum over rows with its derivatives, for one k and without
// the terms of the gaps, which no parameter changes.
type likelihood struct {
	rows      btyd.Rows
	counts    estimate.Counts
	customers float64
	k         int
	atZero    bool
}

func newLikelihood(rows btyd.Rows, k int, atZero bool) *likelihood {
	return &likelihood{rows: rows, counts: estimate.Count(rows.X, rows.W), customers: rows.Customers(), k: k, atZero: atZero}
}

func (l *likelihood) Len() int           { return l.rows.Len() }
func (l *likelihood) Customers() float64 { return l.customers }

func (l *likelihood) At(p numeric.Vector) estimate.Pass {
	return &pass{likelihood: l, model: Model{K: l.k, R: p[iR], Alpha: p[iAlpha], A: p[iA], B: p[iB], AtZero: l.atZero}}
}

// pass is the likelihood at one point.
type pass struct {
	*likelihood
	model Model
}

// Shared sums the terms that depend on the count of purchases alone.
func (p *pass) Shared() (s estimate.Sum) {
	for i, x := range p.counts.Value {
		accumulate(&s, p.counts.Weight[i], p.model.ofCount(x))
	}
	return s
}

// Rows adds the terms that depend on times.
func (p *pass) Rows(lo, hi int, s *estimate.Sum) {
	for i := lo; i < hi; i++ {
		accumulate(s, p.rows.W[i], p.model.ofTimes(p.rows.X[i], p.rows.Tx[i], p.rows.T[i]))
	}
}

func accumulate(s *estimate.Sum, w float64, o estimate.Sum) {
	s.F += w * o.F
	for i := range s.G {
		s.G[i] += w * o.G[i]
		for j := i; j < len(s.G); j++ {
			s.H[i][j] += w * o.H[i][j]
		}
	}
}

// ofCount is ln[ Γ(r+kx)/Γ(r) α^r B(a,b+x+s)/B(a,b) ] with its derivatives.
func (m Model) ofCount(x float64) (s estimate.Sum) {
	n, k := m.ticks()*x, x+m.shift()
	logAlpha := math.Log(m.Alpha)
	ab, ab2 := numeric.DigammaRise(m.A+m.B, k), numeric.TrigammaRise(m.A+m.B, k)
	s.F = numeric.LogRising(m.R, n) + m.R*logAlpha + numeric.LogRising(m.B, k) - numeric.LogRising(m.A+m.B, k)
	s.G[iR] = numeric.DigammaRise(m.R, n) + logAlpha
	s.G[iAlpha] = m.R / m.Alpha
	s.G[iA] = -ab
	s.G[iB] = numeric.DigammaRise(m.B, k) - ab
	s.H[iR][iR] = numeric.TrigammaRise(m.R, n)
	s.H[iR][iAlpha] = 1 / m.Alpha
	s.H[iAlpha][iAlpha] = -m.R / (m.Alpha * m.Alpha)
	s.H[iA][iA] = -ab2
	s.H[iA][iB] = -ab2
	s.H[iB][iB] = numeric.TrigammaRise(m.B, k) - ab2
	return s
}

// ofTimes is -(r+kx) ln(α+T) + ln(e^d + e^u) with its derivatives: d is the
// logarithm of the sum over phases of a customer alive, u that of the term of
// one who has dropped out.
func (m Model) ofTimes(x, tx, T float64) (s estimate.Sum) {
	n := m.R + m.ticks()*x
	logT, invT := math.Log(m.Alpha+T), 1/(m.Alpha+T)
	d := m.phaseSum(n, (T-tx)*invT, invT)
	s.F = d.f - n*logT
	s.G[iR] = d.r - logT
	s.G[iAlpha] = d.alpha - n*invT
	s.H[iR][iR] = d.rr
	s.H[iR][iAlpha] = d.rAlpha - invT
	s.H[iAlpha][iAlpha] = d.alpha2 + n*invT*invT
	if x == 0 && !m.AtZero {
		return s
	}
	invX, last := 1/(m.Alpha+tx), m.B+x-1+m.shift()
	gap, inv := math.Log1p((T-tx)*invX), invT-invX
	u := n*gap + math.Log(m.A/last) - d.f
	sigma, f := logistic(u)
	v := sigma * (1 - sigma)
	s.F += f
	e := [4]float64{gap - d.r, n*inv - d.alpha, 1 / m.A, -1 / last}
	for i := range e {
		s.G[i] += sigma * e[i]
		for j := i; j < len(e); j++ {
			s.H[i][j] += v * e[i] * e[j]
		}
	}
	s.H[iR][iR] -= sigma * d.rr
	s.H[iR][iAlpha] += sigma * (inv - d.rAlpha)
	s.H[iAlpha][iAlpha] -= sigma * (n*inv*(invT+invX) + d.alpha2)
	s.H[iA][iA] -= sigma / (m.A * m.A)
	s.H[iB][iB] += sigma / (last * last)
	return s
}

// logistic returns 1/(1+e^-u) and ln(1+e^u).
func logistic(u float64) (sigma, softplus float64) {
	if u > 0 {
		e := math.Exp(-u)
		return 1 / (1 + e), u + math.Log1p(e)
	}
	e := math.Exp(u)
	return e / (1 + e), math.Log1p(e)
}

// phased is the logarithm of the sum over phases with its derivatives in r and
// alpha.
type phased struct{ f, r, alpha, rr, rAlpha, alpha2 float64 }

// phaseSum is ln Σ (n)_j/j! w^j over j < k, where w = (T-t_x)/(α+T) and n moves
// with r. Its derivatives are moments over the phases j of the slope φ of
// ln (n)_j and of j itself.
func (m Model) phaseSum(n, w, invT float64) (s phased) {
	if m.K == 1 {
		return s
	}
	term, phi, bend := 1.0, 0.0, 0.0
	total, p1, p2, pj, j1, j2, scale := 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
	for i := 1; i < m.K; i++ {
		at := n + float64(i-1)
		term *= at / float64(i) * w
		if term > 1e200 {
			const down = 1e-200
			term, total, p1, p2, pj, j1, j2 = term*down, total*down, p1*down, p2*down, pj*down, j1*down, j2*down
			scale += 200 * math.Ln10
		}
		phi += 1 / at
		bend -= 1 / (at * at)
		j := float64(i)
		total += term
		p1 += term * phi
		p2 += term * (phi*phi + bend)
		pj += term * phi * j
		j1 += term * j
		j2 += term * j * j
	}
	inv := 1 / total
	p1, p2, pj, j1, j2 = p1*inv, p2*inv, pj*inv, j1*inv, j2*inv
	return phased{
		f: scale + math.Log(total), r: p1, alpha: -j1 * invT,
		rr: p2 - p1*p1, rAlpha: -(pj - p1*j1) * invT, alpha2: (j2 - j1*j1 + j1) * invT * invT,
	}
}
