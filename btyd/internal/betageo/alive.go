package betageo

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Alive is a customer known to be alive: purchases come at rate ~ Gamma(R,
// Alpha), and each is the last with probability p ~ Beta(A, B).
type Alive struct{ R, Alpha, A, B float64 }

const (
	// longest bounds the terms of a series; beyond it a quadrature is used.
	longest = 3000
	// deepest is the smallest logarithm a recursion may start from.
	deepest = -600.0
)

// short says whether a series in z = t/(Alpha+t) with the given shape has few
// enough terms and does not underflow.
func (s Alive) short(shape, t float64) bool {
	z := t / (s.Alpha + t)
	return shape*math.Log1p(t/s.Alpha) < -deepest && z < 0.96 && shape*t/s.Alpha < longest/2
}

// Expected is the mean number of purchases within t.
//
// Given rate and p it is (1 - e^(-rate p t))/p. The series used instead of
// the customary hypergeometric form counts arrivals: n of them, were there no
// dropping out, with negative binomial probability, of which the expected
// number made is the sum of E[(1-p)^j], j < n. All its terms are positive, so
// nothing cancels and a = 1 is not special.
func (s Alive) Expected(t float64) float64 {
	switch {
	case !(t > 0):
		return 0
	case math.IsInf(t, 1):
		if s.A <= 1 {
			return math.Inf(1)
		}
		return (s.A + s.B - 1) / (s.A - 1)
	case s.short(s.R, t):
		return s.expectedSeries(t)
	}
	return s.expectedMean(t)
}

// expectedMean averages over p instead.
func (s Alive) expectedMean(t float64) float64 {
	y := t / s.Alpha
	return math.Exp(numeric.LogBetaMean(s.A, s.B, func(p, _ float64) float64 {
		if p*y*s.R < 1e-17 {
			return math.Log(s.R * y)
		}
		return math.Log(-math.Expm1(-s.R*math.Log1p(p*y))) - math.Log(p)
	}))
}

func (s Alive) expectedSeries(t float64) float64 {
	z := t / (s.Alpha + t)
	arrivals := math.Exp(-s.R * math.Log1p(t/s.Alpha))
	made, survive, total := 0.0, 1.0, 0.0
	for n := 0.0; n < 1e6; n++ {
		made += survive
		survive *= (s.B + n) / (s.A + s.B + n)
		ratio := (s.R + n) / (n + 1) * z
		arrivals *= ratio
		total += arrivals * made
		if ratio < 1 && arrivals*made*ratio < 1e-15*total*(1-ratio)*(1-ratio) {
			break
		}
	}
	return total
}

// Rate is the expected number of purchases per unit of time at time u ahead,
// the derivative of Expected:
//
//	R/Alpha E[(1 + p u/Alpha)^(-R-1)]
func (s Alive) Rate(u float64) float64 {
	if s.short(s.R+1, u) {
		return s.rateSeries(u)
	}
	y := u / s.Alpha
	return s.R / s.Alpha * math.Exp(numeric.LogBetaMean(s.A, s.B, func(p, _ float64) float64 {
		return -(s.R + 1) * math.Log1p(p*y)
	}))
}

// rateSeries sums over the arrivals before u, all survived.
func (s Alive) rateSeries(u float64) float64 {
	z := u / (s.Alpha + u)
	term := math.Exp(-(s.R + 1) * math.Log1p(u/s.Alpha))
	total := term
	for n := 0.0; n < 1e6; n++ {
		ratio := (s.R + 1 + n) * (s.B + n) / ((s.A + s.B + n) * (n + 1)) * z
		term *= ratio
		total += term
		if ratio < 1 && term*ratio < 1e-15*total*(1-ratio) {
			break
		}
	}
	return s.R / s.Alpha * total
}
