package betageo

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// PMF fills dst with the probabilities of n = 0, 1, ... purchases within t
// and returns the probability of len(dst) or more.
//
// Either n arrivals happened and all were survived, or at least n happened
// and the customer dropped out at the n-th (Fader, Hardie and Lee 2005,
// eq. 8):
//
//	P(n) = E[(1-p)^n] P(N = n) + E[p (1-p)^(n-1)] P(N >= n)
func (s Alive) PMF(t float64, dst []float64) (tail float64) {
	if len(dst) == 0 {
		return 1
	}
	if !(t > 0) {
		clear(dst)
		dst[0] = 1
		return 0
	}
	reach := numeric.NegativeBinomial(s.R, s.Alpha, t, dst)
	survive := 1.0
	for n := range dst {
		survive *= (s.B + float64(n)) / (s.A + s.B + float64(n))
	}
	last := len(dst)
	tail = reach * survive * (s.A + s.B + float64(last-1)) / (s.B + float64(last-1))
	if survive < 1e-280 {
		return s.pmfForward(reach, dst)
	}
	for n := last - 1; n > 0; n-- {
		// survive is E[(1-p)^(n+1)] on entry.
		survive *= (s.A + s.B + float64(n)) / (s.B + float64(n))
		reach += dst[n]
		dst[n] = survive * (dst[n] + s.A/(s.B+float64(n-1))*reach)
	}
	return tail
}

// pmfForward does the same where E[(1-p)^n] underflows before the end.
func (s Alive) pmfForward(reach float64, dst []float64) (tail float64) {
	for n := len(dst) - 1; n >= 0; n-- {
		reach += dst[n]
		dst[n] = reach // P(N >= n), while the difference of two is P(N = n)
	}
	survive := 1.0
	for n := range dst {
		next := 0.0
		if n+1 < len(dst) {
			next = dst[n+1]
		}
		exactly := math.Max(0, dst[n]-next)
		drop := 0.0
		if n > 0 {
			drop = s.A / (s.B + float64(n-1)) * survive * dst[n]
		}
		dst[n] = survive*exactly + drop
		survive *= (s.B + float64(n)) / (s.A + s.B + float64(n))
	}
	return 0
}

// Probability of exactly n purchases within t.
func (s Alive) Probability(n int, t float64) float64 {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return s.None(t)
	case !(t > 0):
		return 0
	}
	k := float64(n)
	survive := math.Exp(numeric.LogRising(s.B, k) - numeric.LogRising(s.A+s.B, k))
	exactly, atLeast := numeric.NegativeBinomialAt(s.R, s.Alpha, t, n)
	return survive * (exactly + s.A/(s.B+k-1)*atLeast)
}

// None is the probability of no purchase within t: the next purchase does
// not depend on p.
func (s Alive) None(t float64) float64 {
	return math.Exp(-s.R * math.Log1p(math.Max(0, t)/s.Alpha))
}

// Any is the probability of at least one purchase within t, accurate when it
// is small.
func (s Alive) Any(t float64) float64 {
	return -math.Expm1(-s.R * math.Log1p(math.Max(0, t)/s.Alpha))
}

// Within inverts Any: the time within which a purchase has probability q < 1.
func (s Alive) Within(q float64) float64 {
	return s.Alpha * math.Expm1(-math.Log1p(-q)/s.R)
}
