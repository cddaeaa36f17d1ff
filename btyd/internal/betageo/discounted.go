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
// The integral runs in g = ln(1 + u/Alpha), where the rate is analytic in a
// strip and a short Gauss-Legendre rule suffices. The series for the rate has
// the same coefficients at every node, so they are computed once.
func (s Alive) Discounted(t, delta float64) float64 {
	if !(t > 0) {
		return 0
	}
	length := math.Log1p(t / s.Alpha)
	if delta > 0 && delta*t > 45 {
		length = math.Log1p(45 / (delta * s.Alpha))
	}
	panels, nodes, weights := discountPlan(length, delta*s.Alpha*math.Expm1(length))
	width := length / float64(panels)
	var buffer [coefficients]float64
	series := s.coefficients(s.Alpha*math.Expm1(length), &buffer)
	total := 0.0
	for panel := range panels {
		for i, x := range nodes {
			g := width * (float64(panel) + x)
			e := math.Exp(-g)
			u := s.Alpha * (1/e - 1)
			var f float64
			if series != nil {
				f = s.R / s.Alpha * math.Exp(-s.R*g-delta*u) * polynomial(series, 1-e)
			} else {
				f = s.Rate(u) * math.Exp(g-delta*u)
			}
			total += weights[i] * f
		}
	}
	return total * width * s.Alpha
}

// discountPlan chooses panels and a rule: folds is the fall of the discount
// factor in e-folds.
func discountPlan(length, folds float64) (int, []float64, []float64) {
	panels, n := 1, 16
	switch {
	case length <= 0.9 && folds <= 0.5:
		n = 6
	case length <= 1.6 && folds <= 2:
		n = 8
	case length <= 2.6 && folds <= 4:
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
