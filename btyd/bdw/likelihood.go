package bdw

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// The order of the parameters in vectors.
const (
	iA = iota
	iB
	iC
)

// likelihood is the sum over renewals with its derivatives. A table is short,
// so that there is no need to sample it.
type likelihood struct{ sbg.Table }

func (l likelihood) Len() int { return len(l.Lost) }

func (l likelihood) At(p numeric.Vector) estimate.Pass {
	return pass{table: l.Table, m: Model{A: p[iA], B: p[iB], C: p[iC]}}
}

// pass is the likelihood at one point.
type pass struct {
	table sbg.Table
	m     Model
}

// Shared is nothing: all is taken renewal by renewal.
func (p pass) Shared() (s estimate.Sum) { return s }

// Rows adds those lost at and those last seen after each renewal:
//
//	Σ lost_t ln(S(t-1) - S(t)) + kept_t ln S(t)
func (p pass) Rows(lo, hi int, s *estimate.Sum) {
	before := p.m.survival(lo)
	for i := lo; i < hi; i++ {
		after := p.m.survival(i + 1)
		if w := p.table.Lost[i]; w > 0 {
			add(w, &before, s)
			leave(w, p.m.fall(i+1), &before, &after, s)
		}
		if w := p.table.Kept[i]; w > 0 {
			add(w, &after, s)
		}
		before = after
	}
}

// survival is ln S(t) with its derivatives.
func (m Model) survival(t int) (s estimate.Sum) {
	if t < 1 {
		return s
	}
	u, l := m.clock(float64(t)), math.Log(float64(t))
	both, both2 := numeric.DigammaRise(m.A+m.B, u), numeric.TrigammaRise(m.A+m.B, u)
	// With respect to ln u, of which c ln t is the value.
	du := -u * numeric.DigammaRise(m.B+u, m.A)
	du2 := du - u*u*trigammaRise(m.B+u, m.A)
	s.F = m.LogSurvival(t)
	s.G[iA] = -both
	s.G[iB] = numeric.DigammaRise(m.B, u) - both
	s.G[iC] = du * l
	s.H[iA][iA], s.H[iA][iB] = -both2, -both2
	s.H[iB][iB] = numeric.TrigammaRise(m.B, u) - both2
	s.H[iA][iC] = -u * numeric.Trigamma(m.A+m.B+u) * l
	s.H[iB][iC] = -u * trigammaRise(m.B+u, m.A) * l
	s.H[iC][iC] = du2 * l * l
	return s
}

// trigammaRise is ψ'(z+a) - ψ'(z), by its series in 1/z where that is small, so
// that the product with z^2 keeps its digits.
func trigammaRise(z, a float64) float64 {
	if z < 1000 {
		return numeric.TrigammaRise(z, a)
	}
	p, q := 1/z, 1/(z+a)
	return -a * p * q * (1 + (p+q)/2 + (p*p+p*q+q*q)/6)
}

// add adds w times a logarithm with its derivatives.
func add(w float64, f, s *estimate.Sum) {
	s.F += w * f.F
	for i := range 3 {
		s.G[i] += w * f.G[i]
		for j := i; j < 3; j++ {
			s.H[i][j] += w * f.H[i][j]
		}
	}
}

// leave adds w ln(1 - e^-h), h = ln S(t-1) - ln S(t) being the fall at a
// renewal. Its derivatives in h are 1/(e^h-1) and -e^h/(e^h-1)^2.
func leave(w, h float64, before, after, s *estimate.Sum) {
	s.F += w * math.Log(-math.Expm1(-h))
	first := math.Exp(-h) / -math.Expm1(-h)
	second := -first * (1 + first)
	for i := range 3 {
		gi := before.G[i] - after.G[i]
		s.G[i] += w * first * gi
		for j := i; j < 3; j++ {
			gj := before.G[j] - after.G[j]
			s.H[i][j] += w * (first*(before.H[i][j]-after.H[i][j]) + second*gi*gj)
		}
	}
}
