package numeric

import "math"

// Mean over a Beta distribution by the trapezoid rule in w = ln(p/(1-p)).
//
// In that variable the integrand is analytic in a strip and decays at both
// ends, so equal steps converge exponentially (Trefethen and Weideman 2014,
// SIAM Review 56:385-458). A peak has a standard deviation of at least about
// 1/sqrt(a); steps of 0.7 of that, and at most 1/4, give full double precision.
const (
	widestStep   = 0.25
	stepPerPeak  = 0.7
	meanMaxSteps = 40000
)

// LogBetaMean is ln E[f(p)] with p ~ Beta(a, b), a and b > 0, where logf
// gives ln f from p and q = 1-p. The function f must be positive, smooth and
// must not increase with p.
func LogBetaMean(a, b float64, logf func(p, q float64) float64) float64 {
	step := math.Min(widestStep, stepPerPeak/math.Sqrt(a))
	centre := math.Log(a) - math.Log(b)
	peak, total := math.Inf(-1), 0.0
	add := func(l float64) { peak, total = scaledAdd(peak, total, l) }
	for _, direction := range [2]float64{1, -1} {
		last, flat := math.Inf(-1), math.NaN()
		first := 0
		if direction < 0 {
			first = 1
		}
		for k := first; k < meanMaxSteps; k++ {
			w := centre + direction*step*float64(k)
			lp, lq := logistic(w)
			p, q := math.Exp(lp), math.Exp(lq)
			lf := logf(p, q)
			l := a*lp + b*lq + lf
			add(l)
			if l < last && l < peak-42 {
				break
			}
			// Far out only one of p^a, q^b still varies: a geometric series.
			slope, still := a, lf+b*lq
			if direction > 0 {
				slope, still = b, lf+a*lp
			}
			if math.Abs(still-flat) <= 2e-17*(1+math.Abs(still)) && math.Min(p, q) < 1e-9 {
				add(l - slope*step - math.Log(-math.Expm1(-slope*step)))
				break
			}
			last, flat = l, still
		}
	}
	return peak + math.Log(total*step) - LogBeta(a, b)
}

// logistic returns ln p and ln(1-p) for p = 1/(1+e^-w).
func logistic(w float64) (lp, lq float64) {
	if w >= 0 {
		e := math.Log1p(math.Exp(-w))
		return -e, -w - e
	}
	e := math.Log1p(math.Exp(w))
	return w - e, -e
}

// scaledAdd adds e^l to a running sum held as total * e^peak.
func scaledAdd(peak, total, l float64) (float64, float64) {
	if l <= peak {
		return peak, total + math.Exp(l-peak)
	}
	if math.IsInf(peak, -1) {
		return l, 1
	}
	return l, total*math.Exp(peak-l) + 1
}

// LogHyp2F1 is ln 2F1(a, b; c; z) for c > b > 0, z < 1, with a*z <= 0 or
// z < 0: Euler's integral (Abramowitz and Stegun 15.3.1), the mean of
// (1-zp)^(-a) over p ~ Beta(b, c-b), which neither overflows nor cancels.
// For a*z > 0 Euler's transformation 15.3.3 or Pfaff's 15.3.4 is applied.
func LogHyp2F1(a, b, c, z float64) float64 {
	if a*z <= 0 {
		return LogBetaMean(b, c-b, func(p, _ float64) float64 { return -a * math.Log1p(-z*p) })
	}
	// Pfaff: (1-z)^(-a) 2F1(a, c-b; c; z/(z-1)), whose argument has the
	// other sign.
	w := z / (z - 1)
	return -a*math.Log1p(-z) +
		LogBetaMean(c-b, b, func(p, _ float64) float64 { return -a * math.Log1p(-w*p) })
}
