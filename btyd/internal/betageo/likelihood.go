package betageo

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

// likelihood is the sum over rows with its derivatives.
type likelihood struct {
	rows      btyd.Rows
	counts    estimate.Counts
	customers float64
	atZero    bool
}

// NewLikelihood of the rows of the BG/NBD, or with atZero of the MBG/NBD.
func NewLikelihood(rows btyd.Rows, atZero bool) estimate.Likelihood {
	return &likelihood{rows: rows, counts: estimate.Count(rows.X, rows.W),
		customers: rows.Customers(), atZero: atZero}
}

func (l *likelihood) Len() int           { return l.rows.Len() }
func (l *likelihood) Customers() float64 { return l.customers }

func (l *likelihood) At(p numeric.Vector) estimate.Pass {
	m := Model{R: p[iR], Alpha: p[iAlpha], A: p[iA], B: p[iB], AtZero: l.atZero}
	pass := &pass{likelihood: l, model: m}
	if top := l.counts.Top(); top < 4096 {
		pass.logB = make([]float64, int(top)+1)
		for x := range pass.logB {
			pass.logB[x] = math.Log(math.Max(0, m.B+float64(x)-1+m.shift()))
		}
	}
	return pass
}

// pass is the likelihood at one point; logB tabulates ln(b+x-1+s).
type pass struct {
	*likelihood
	model Model
	logB  []float64
}

// Shared sums the terms that depend on the count of purchases alone.
func (p *pass) Shared() (s estimate.Sum) {
	m, shift := p.model, p.model.shift()
	for i, x := range p.counts.Value {
		w, k := p.counts.Weight[i], x+shift
		s.F += w * (numeric.LogRising(m.R, x) + numeric.LogRising(m.B, k) - numeric.LogRising(m.A+m.B, k))
		ab, ab2 := numeric.DigammaRise(m.A+m.B, k), numeric.TrigammaRise(m.A+m.B, k)
		s.G[iR] += w * numeric.DigammaRise(m.R, x)
		s.G[iA] -= w * ab
		s.G[iB] += w * (numeric.DigammaRise(m.B, k) - ab)
		s.H[iR][iR] += w * numeric.TrigammaRise(m.R, x)
		s.H[iA][iA] -= w * ab2
		s.H[iA][iB] -= w * ab2
		s.H[iB][iB] += w * (numeric.TrigammaRise(m.B, k) - ab2)
	}
	c := p.customers
	s.F += c * m.R * math.Log(m.Alpha)
	s.G[iR] += c * math.Log(m.Alpha)
	s.G[iAlpha] += c * m.R / m.Alpha
	s.H[iR][iAlpha] += c / m.Alpha
	s.H[iAlpha][iAlpha] -= c * m.R / (m.Alpha * m.Alpha)
	return s
}

// Rows adds -(r+x) ln(alpha+T) + ln(1+e^u) for each row, u being the log odds
// of having dropped out.
func (p *pass) Rows(lo, hi int, s *estimate.Sum) {
	var acc sums
	r, alpha := p.model.R, p.model.Alpha
	logA, b := math.Log(p.model.A), p.model.B-1+p.model.shift()
	xs, txs, ts, ws := p.rows.X[lo:hi], p.rows.Tx[lo:hi], p.rows.T[lo:hi], p.rows.W[lo:hi]
	for i, x := range xs {
		w, m := ws[i], r+x
		logT, invT := math.Log(alpha+ts[i]), 1/(alpha+ts[i])
		acc.f -= w * m * logT
		acc.r -= w * logT
		acc.alpha -= w * m * invT
		acc.rAlpha -= w * invT
		acc.alpha2 += w * m * invT * invT
		if x == 0 && !p.atZero {
			continue
		}
		logX, invX := math.Log(alpha+txs[i]), 1/(alpha+txs[i])
		var logB float64
		if p.logB != nil {
			logB = p.logB[int(x)]
		} else {
			logB = math.Log(b + x)
		}
		acc.addDropped(w, m, logT-logX, invT-invX, invT+invX, logA-logB, 1/(b+x))
	}
	acc.spread(p.model.A, s)
}

// sums are the running sums of a chunk of rows.
type sums struct {
	f, r, alpha, rAlpha, alpha2        float64
	sigma, v, vd, vd2, vm, vb          float64
	rAlphaV, alpha2V, dB, vdB, vmB, bb float64
}

// addDropped adds ln(1+e^u) and its derivatives, u = m d + rest; d and di
// are the differences of the logarithms and of the inverses of alpha+T and
// alpha+t_x, isum the sum of the inverses, ib is 1/(b+x-1+s).
func (a *sums) addDropped(w, m, d, di, isum, rest, ib float64) {
	u := m*d + rest
	var sigma float64
	if u > 0 {
		e := math.Exp(-u)
		sigma = 1 / (1 + e)
		a.f += w * (u + math.Log(1+e))
	} else {
		e := math.Exp(u)
		sigma = e / (1 + e)
		a.f += w * math.Log(1+e)
	}
	v := w * sigma * (1 - sigma)
	sigma *= w
	mdi := m * di
	a.r += sigma * d
	a.alpha += sigma * mdi
	a.sigma += sigma
	a.dB += sigma * ib
	a.v += v
	a.vd += v * d
	a.vd2 += v * d * d
	a.vm += v * mdi
	a.vb += v * ib
	a.vdB += v * d * ib
	a.vmB += v * mdi * ib
	a.rAlphaV += sigma*di + v*d*mdi
	a.alpha2V += v*mdi*mdi - sigma*mdi*isum
	a.bb += (v + sigma) * ib * ib
}

// spread moves the running sums to where they belong.
func (a *sums) spread(pa float64, s *estimate.Sum) {
	s.F += a.f
	s.G[iR] += a.r
	s.G[iAlpha] += a.alpha
	s.G[iA] += a.sigma / pa
	s.G[iB] -= a.dB
	s.H[iR][iR] += a.vd2
	s.H[iR][iAlpha] += a.rAlpha + a.rAlphaV
	s.H[iR][iA] += a.vd / pa
	s.H[iR][iB] -= a.vdB
	s.H[iAlpha][iAlpha] += a.alpha2 + a.alpha2V
	s.H[iAlpha][iA] += a.vm / pa
	s.H[iAlpha][iB] -= a.vmB
	s.H[iA][iA] += (a.v - a.sigma) / (pa * pa)
	s.H[iA][iB] -= a.vb / pa
	s.H[iB][iB] += a.bb
}
