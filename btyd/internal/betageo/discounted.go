package betageo

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// coefficients is the longest series kept on the stack.
const coefficients = 96

// Discounted is ∫ e^(-delta u) Rate(u) du over (0, t]: purchases within t,
// each weighted by how much a payment at its moment is worth today.
//
// The integral runs in g = ln(1 + u/c), where the rate is analytic in a strip
// and falls by few e-folds, so that a short Gauss-Legendre rule suffices. The
// scale c is Alpha, or shorter when customers drop out sooner than that. The
// series for the rate has the same coefficients at every node, so they are
// computed once.
func (s Alive) Discounted(t, delta float64) float64 {
	if !(t > 0) {
		return 0
	}
	if delta > 0 && delta*t > 45 {
		t = 45 / delta
	}
	if math.IsInf(t, 1) {
		return s.Expected(t)
	}
	c := s.Alpha * math.Min(1, (s.A+s.B)/(s.R+1))
	length := math.Log1p(t / c)
	falls := (s.R + 1) * math.Log1p(s.A/(s.A+s.B)*t/s.Alpha)
	panels, nodes, weights := discountPlan(length, delta*t+math.Min(falls, 40))
	width := length / float64(panels)
	var buffer [coefficients]float64
	series := s.coefficients(t, &buffer)
	total := 0.0
	for panel := range panels {
		for i, x := range nodes {
			g := width * (float64(panel) + x)
			e := math.Exp(g)
			u := c * (e - 1)
			var f float64
			if series != nil {
				l := g
				if c != s.Alpha {
					l = math.Log1p(u / s.Alpha)
				}
				f = s.R / s.Alpha * math.Exp(-(s.R+1)*l-delta*u) * polynomial(series, u/(s.Alpha+u))
			} else {
				f = s.Rate(u) * math.Exp(-delta*u)
			}
			total += weights[i] * e * f
		}
	}
	return total * width * c
}

// discountPlan chooses panels and a rule: folds bounds the fall of rate and
// discount factor in e-folds.
func discountPlan(length, folds float64) (int, []float64, []float64) {
	panels, n := 1, 16
	switch {
	case length <= 0.9 && folds <= 1:
		n = 6
	case length <= 1.5 && folds <= 2:
		n = 8
	case length <= 2.4 && folds <= 5:
		n = 12
	default:
		panels = int(math.Ceil(math.Max(length/2, folds/6)))
	}
	nodes, weights := numeric.Legendre(n)
	return panels, nodes, weights
}

// coefficients returns those of the series of Rate in z, without its leading
// factor, or nil when it is too long for the buffer at horizon t.
func (s Alive) coefficients(t float64, buffer *[coefficients]float64) []float64 {
	if !s.short(s.R+1, t) {
		return nil
	}
	z := t / (s.Alpha + t)
	c, term, total := 1.0, 1.0, 1.0
	buffer[0] = 1
	for n := 0.0; n < coefficients-1; n++ {
		ratio := (s.R + 1 + n) * (s.B + n) / ((s.A + s.B + n) * (n + 1))
		c *= ratio
		buffer[int(n)+1] = c
		ratio *= z
		term *= ratio
		total += term
		if ratio < 1 && term*ratio < 1e-13*total*(1-ratio) {
			return buffer[:int(n)+2]
		}
	}
	return nil
}

// polynomial is the sum of c[n] z^n.
func polynomial(c []float64, z float64) float64 {
	z2 := z * z
	even, odd := 0.0, 0.0
	n := len(c) - 1
	if n%2 == 0 {
		even = c[n]
		n--
	}
	for ; n > 0; n -= 2 {
		odd = odd*z2 + c[n]
		even = even*z2 + c[n-1]
	}
	return even + z*odd
}
