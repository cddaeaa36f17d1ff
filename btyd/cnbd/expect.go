package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ExpectedPurchases is the expected number of purchases in (T, T+t].
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	s := m.future(h)
	return whenAlive(m.ProbabilityAlive(h), s.expected(t))
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase.
func (m Model) ExpectedNewCustomer(t float64) float64 {
	alive, s := m.newborn()
	return alive * s.expected(t)
}

// whenAlive is p v, also where p is zero and v infinite.
func whenAlive(p, v float64) float64 {
	if p == 0 {
		return 0
	}
	return p * v
}

// expected is the mean number of purchases within t: of M that would come,
// the sum of E[(1-p)^i] over i < M are made. All terms are positive.
func (s *ahead) expected(t float64) (total float64) {
	switch {
	case !(t > 0):
		return 0
	case math.IsInf(t, 1):
		if s.a <= 1 {
			return math.Inf(1)
		}
		return (s.a + s.b - 1) / (s.a - 1)
	case !s.short(t):
		return s.expectedMean(t)
	}
	for j, chance := range s.phases[:s.k] {
		if chance > faint {
			total += chance * s.expectedFrom(j, t)
		}
	}
	return total
}

// short says whether the series in z = t/(alpha+t) has few enough terms and does
// not underflow.
func (s *ahead) short(t float64) bool {
	r := s.r + float64(s.k)
	return r*math.Log1p(t/s.alpha) < 600 && t/(s.alpha+t) < 0.96 && r*t/s.alpha < 1500
}

// expectedFrom is the mean number of purchases within t in phase j.
func (s *ahead) expectedFrom(j int, t float64) (total float64) {
	r, z := s.r+float64(j), t/(s.alpha+t)
	p := math.Exp(-r * math.Log1p(t/s.alpha))
	made, survive, phase, n := 0.0, 1.0, j, 0.0
	for i := 0.0; i < 1e6; i++ {
		ratio := (r + i) / (i + 1) * z
		p *= ratio
		if phase++; phase == s.k {
			made += survive
			survive *= (s.b + n) / (s.a + s.b + n)
			phase, n = 0, n+1
		}
		total += p * made
		if ratio < 1 && made > 0 && p*(made+1)*ratio < 1e-15*total*(1-ratio)*(1-ratio) {
			break
		}
	}
	return total
}

// expectedMean is the same for series too long or too deep: a mean over p.
func (s *ahead) expectedMean(t float64) float64 {
	d := s.damp(t)
	return math.Exp(numeric.LogBetaMean(s.a, s.b, func(p, q float64) float64 {
		if q < 1e-4 {
			return math.Log(d.rarelySurvived(q))
		}
		return math.Log(d.given(math.Max(p, 1e-300), q))
	}))
}
