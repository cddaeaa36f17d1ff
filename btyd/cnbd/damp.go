package cnbd

import (
	"math"
	"math/cmplx"
)

// damped is the expectation given p in closed form, for one customer and
// horizon. With q = 1-p it is (1 - E[q^M])/p, and M = (j+N)/k rounded down:
// q^M is a function of N of the kind that roots of unity resolve,
//
//	q^M = Σ over l < k of c_l (ζ ω^l)^(j+N), ζ = q^(1/k), ω = e^(2πi/k),
//	c_l = -(p/q)/k / (1 - 1/(ζ ω^l)),
//
// and for a Gamma mixed Poisson N, E[v^N] = (1 + (1-v) t/alpha)^-(r+j). The
// term l = 0 is what purchases at even pace would give, the others tell how
// far the steps of the clock are still in line with its start.
type damped struct {
	*ahead
	y     float64 // t/alpha
	roots [MaxK/2 + 1]complex128
	first [5]float64 // P(M >= 1), ..., P(M >= 5)
}

func (s *ahead) damp(t float64) damped {
	d := damped{ahead: s, y: t / s.alpha}
	for l := range s.k/2 + 1 {
		d.roots[l] = cmplx.Rect(1, 2*math.Pi*float64(l)/float64(s.k))
	}
	reach := s.arrivals(t, d.first[:])
	for n := len(d.first) - 1; n >= 0; n-- {
		d.first[n], reach = reach, reach+d.first[n]
	}
	return d
}

// rarelySurvived is the expectation given p when q = 1-p is next to nothing:
// Σ q^(n-1) P(M >= n).
func (d *damped) rarelySurvived(q float64) float64 {
	total := 0.0
	for n := len(d.first) - 1; n >= 0; n-- {
		total = total*q + d.first[n]
	}
	return math.Max(total, math.SmallestNonzeroFloat64)
}

// given is the expectation given p and q = 1-p.
func (d *damped) given(p, q float64) float64 {
	k := float64(d.k)
	logQ := math.Log(q)
	if p < 0.5 {
		logQ = math.Log1p(-p)
	}
	step := -logQ / k
	pace := math.Log1p(-math.Expm1(-step) * d.y)
	level := logSinhc(k*step/2) - logSinhc(step/2) - d.r*pace
	total := 0.0
	for j, chance := range d.phases[:d.k] {
		x := level + (k-1-2*float64(j))*step/2 - float64(j)*pace
		total -= chance * math.Expm1(x) / p
	}
	zeta := math.Exp(-step)
	for l := 1; l <= d.k/2; l++ {
		share := 2.0
		if 2*l == d.k {
			share = 1
		}
		total += share / (q * k) * real(d.inLine(zeta, d.roots[l]))
	}
	return math.Max(total, math.SmallestNonzeroFloat64)
}

// inLine is the term of one root of unity.
func (d *damped) inLine(zeta float64, root complex128) complex128 {
	v := complex(zeta, 0) * root
	base := 1 + (1-v)*complex(d.y, 0)
	size, angle := cmplx.Polar(base)
	fade := d.r * math.Log(size)
	if fade > 60 {
		return 0
	}
	ratio := v / base
	sum := complex(0, 0)
	for j := d.k - 1; j >= 0; j-- {
		sum = sum*ratio + complex(d.phases[j], 0)
	}
	return sum * cmplx.Rect(math.Exp(-fade), -d.r*angle) / (1 - cmplx.Conj(root)/complex(zeta, 0))
}

// logSinhc is ln(sinh(x)/x) for x >= 0.
func logSinhc(x float64) float64 {
	if x < 1e-2 {
		y := x * x
		return y * (1./6 - y*(1./180-y/2835))
	}
	return x + math.Log(-math.Expm1(-2*x)/(2*x))
}
