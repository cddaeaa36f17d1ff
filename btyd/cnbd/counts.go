package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// distribution fills dst with the chances of n = 0, 1, ... purchases within t,
// and returns the chance of len(dst) or more. Either n purchases would have come
// and all were survived, or at least n and the customer dropped out at the n-th:
//
//	P(n) = E[(1-p)^n] P(M = n) + E[p (1-p)^(n-1)] P(M >= n)
func (s *ahead) distribution(t float64, dst []float64) (tail float64) {
	if len(dst) == 0 {
		return 1
	}
	if !(t > 0) {
		clear(dst)
		dst[0] = 1
		return 0
	}
	reach := s.arrivals(t, dst)
	// survive is E[(1-p)^n], up to where it underflows.
	last, survive := 0, 1.0
	for last < len(dst) && survive > 1e-280 {
		survive *= (s.b + float64(last)) / (s.a + s.b + float64(last))
		last++
	}
	if n := float64(len(dst) - 1); last == len(dst) {
		tail = reach * survive * (s.a + s.b + n) / (s.b + n)
	}
	for n := len(dst) - 1; n > 0; n-- {
		reach += dst[n]
		if n >= last {
			dst[n] = 0
			continue
		}
		survive *= (s.a + s.b + float64(n)) / (s.b + float64(n))
		dst[n] = survive * (dst[n] + s.a/(s.b+float64(n-1))*reach)
	}
	return tail
}

// probability of exactly n purchases within t.
func (s *ahead) probability(n int, t float64) float64 {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return s.waits(t)
	case !(t > 0):
		return 0
	}
	z := t / (s.alpha + t)
	exactly, atLeast := 0.0, 0.0
	for j, chance := range s.phases[:s.k] {
		if chance <= faint {
			continue
		}
		r, from := s.r+float64(j), s.k*n-j
		p, tail := numeric.NegativeBinomialAt(r, s.alpha, t, from)
		atLeast += chance * tail
		for i := from; i < from+s.k; i++ {
			exactly += chance * p
			p *= (r + float64(i)) / float64(i+1) * z
		}
	}
	x := float64(n)
	survive := math.Exp(numeric.LogRising(s.b, x) - numeric.LogRising(s.a+s.b, x))
	return survive * (exactly + s.a/(s.b+x-1)*atLeast)
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase.
func (m Model) ProbabilityOf(n int, t float64) float64 {
	alive, s := m.newborn()
	p := alive * s.probability(n, t)
	if n == 0 {
		p += 1 - alive
	}
	return p
}

// ProbabilityOfAll fills dst with ProbabilityOf(0, t), ProbabilityOf(1, t), ...
// and returns the chance of len(dst) purchases or more.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	alive, s := m.newborn()
	return mix(alive, dst, s.distribution(t, dst))
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	s := m.future(h)
	return mix(m.ProbabilityAlive(h), dst, s.distribution(t, dst))
}

// mix scales a distribution by the chance of being alive; the rest of the
// mass is no purchase at all.
func mix(alive float64, dst []float64, tail float64) float64 {
	for n := range dst {
		dst[n] *= alive
	}
	if len(dst) > 0 {
		dst[0] += 1 - alive
	}
	return alive * tail
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	s := m.future(h)
	return 1 - m.ProbabilityAlive(h)*s.comes(t)
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase. It sums over
// the ticks of the clock before, each leaving a known phase and future.
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	if n < 0 || to <= from {
		if n == 0 {
			return 1
		}
		return 0
	}
	if from <= 0 {
		return m.ProbabilityOf(n, to)
	}
	alive, s := m.newborn()
	z := from / (m.Alpha + from)
	logP := -m.R * math.Log1p(from/m.Alpha)
	survive, live, total := alive, 0.0, 0.0
	for i := 0.0; i < 1e5; i++ {
		tick := int(i)
		if tick > 0 && tick%m.K == 0 {
			survive *= s.b / (s.a + s.b)
			s.b++
		}
		later := ahead{k: m.K, r: m.R + float64(tick-tick%m.K), alpha: m.Alpha + from, a: s.a, b: s.b}
		later.phases[tick%m.K] = 1
		term := survive * math.Exp(logP)
		live += term
		total += term * later.probability(n, to-from)
		ratio := (m.R + i) / (i + 1) * z
		logP += math.Log(ratio)
		if ratio < 1 && term*ratio < 1e-16*total*(1-ratio) {
			break
		}
	}
	if n == 0 {
		total += 1 - live
	}
	return total
}
