package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ahead is a customer known to be alive, of whom the phase is uncertain. In
// phase j, of chance phases[j], the clock ticks at a rate ~ Gamma(r+j, alpha)
// and its (k-j)-th tick is the next purchase, every k-th after that another.
// Each purchase is the last with probability p ~ Beta(a, b).
type ahead struct {
	k              int
	r, alpha, a, b float64
	phases         [MaxK]float64
}

// faint is the chance of a phase too small to matter.
const faint = 1e-18

// future is what lies ahead of the customer, given alive at T. It follows from
// conjugacy: given phase j, kx+j ticks were counted in T, and x+s chances to
// drop out survived.
func (m Model) future(h btyd.History) ahead {
	phases, _ := m.silence(h)
	return ahead{k: m.K, r: m.R + m.ticks()*h.X, alpha: m.Alpha + h.T, a: m.A, b: m.B + h.X + m.shift(), phases: phases}
}

// newborn returns the chance that a new customer survives the first purchase
// and what lies ahead of one who does.
func (m Model) newborn() (alive float64, s ahead) {
	if m.AtZero {
		alive = m.B / (m.A + m.B)
	} else {
		alive = 1
	}
	return alive, m.future(btyd.History{})
}

// arrivals fills dst with the chances that n = 0, 1, ... purchases would come
// within t were there no dropping out, and returns the chance of len(dst) or
// more: N ticks in phase j bring (j+N)/k purchases, rounded down.
func (s *ahead) arrivals(t float64, dst []float64) (tail float64) {
	clear(dst)
	for j, chance := range s.phases[:s.k] {
		if chance > faint {
			tail += chance * s.fromPhase(j, chance, t, dst)
		}
	}
	return tail
}

const (
	// deepest is the smallest logarithm a recursion may start from.
	deepest = -650.0
	// slow is the ratio of terms above which a tail is too long to be summed.
	slow = 0.999
)

// fromPhase adds to dst the chances of numbers of purchases in phase j, each
// times chance, and returns the chance of len(dst) or more, not so multiplied.
func (s *ahead) fromPhase(j int, chance, t float64, dst []float64) (tail float64) {
	r, l, z := s.r+float64(j), math.Log1p(t/s.alpha), t/(s.alpha+t)
	end := s.k*len(dst) - j
	i, lp := 0, -r*l
	if lp < deepest {
		// Begin where probabilities are no longer nothing.
		if i, lp = s.rise(r, l, math.Log(z), end); i == end {
			return 1
		}
	}
	p, cum := math.Exp(lp), 0.0
	n, phase := (i+j)/s.k, (i+j)%s.k
	for ; i < end; i++ {
		dst[n] += chance * p
		cum += p
		ratio := (r + float64(i)) / float64(i+1) * z
		p *= ratio
		if phase++; phase == s.k {
			n, phase = n+1, 0
			if ratio < 1 && p < 1e-100*(1-ratio) {
				return 0
			}
		}
	}
	if cum < 0.9 || z > slow {
		return math.Max(0, 1-cum)
	}
	for x := float64(end); x < 1e7; x++ {
		tail += p
		ratio := (r + x) / (x + 1) * z
		if ratio < 1 && p*ratio <= 1e-16*tail*(1-ratio) {
			break
		}
		p *= ratio
	}
	return tail
}

// rise finds the first number of ticks below end whose probability does not
// underflow, and its logarithm. Probabilities rise up to the mode, so bisection
// finds it.
func (s *ahead) rise(r, l, lz float64, end int) (int, float64) {
	at := func(i int) float64 {
		n := float64(i)
		return numeric.LogRising(r, n) - numeric.LogRising(1, n) - r*l + n*lz
	}
	z := math.Exp(lz)
	high := int(math.Min(float64(end), math.Max(0, math.Floor((r-1)*z/(1-z)))))
	if high == end && at(end) < deepest {
		return end, 0
	}
	low := 0
	for high-low > 1 {
		mid := (low + high) / 2
		if at(mid) < deepest {
			low = mid
		} else {
			high = mid
		}
	}
	return high, at(high)
}

// waits is the chance that the next purchase takes longer than t.
func (s *ahead) waits(t float64) (none float64) {
	t = math.Max(t, 0)
	l, z := math.Log1p(t/s.alpha), t/(s.alpha+t)
	for j, chance := range s.phases[:s.k] {
		if chance <= faint {
			continue
		}
		r := s.r + float64(j)
		p := math.Exp(-r * l)
		if p == 0 {
			p, _ = numeric.NegativeBinomialAt(r, s.alpha, t, s.k-j-1)
			for i := float64(s.k - j - 1); i >= 0; i-- {
				none += chance * p
				p *= i / ((r + i - 1) * z)
			}
			continue
		}
		for i := range s.k - j {
			none += chance * p
			p *= (r + float64(i)) / float64(i+1) * z
		}
	}
	return math.Min(none, 1)
}

// comes is the chance that the next purchase comes within t, accurate when it
// is small.
func (s *ahead) comes(t float64) (any float64) {
	if !(t > 0) {
		return 0
	}
	if none := s.waits(t); none < 0.9 || t/(s.alpha+t) > slow {
		return 1 - none
	}
	for j, chance := range s.phases[:s.k] {
		if chance > faint {
			_, atLeast := numeric.NegativeBinomialAt(s.r+float64(j), s.alpha, t, s.k-j)
			any += chance * atLeast
		}
	}
	return any
}

// density is that of the time of the next purchase, at t.
func (s *ahead) density(t float64) (f float64) {
	for j, chance := range s.phases[:s.k] {
		if chance > faint {
			r := s.r + float64(j)
			exactly, _ := numeric.NegativeBinomialAt(r+1, s.alpha, t, s.k-j-1)
			f += chance * r / s.alpha * exactly
		}
	}
	return f
}
