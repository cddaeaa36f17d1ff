package numeric

import "math"

// shift is where asymptotic series become accurate to double precision.
const shift = 15.0

// LogGamma is ln Γ(x) for x > 0.
func LogGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// Digamma is ψ(x), the derivative of ln Γ, for x > 0.
// Abramowitz and Stegun 6.3.5 (recurrence) and 6.3.18 (asymptotic series).
func Digamma(x float64) float64 {
	v := 0.0
	for ; x < shift; x++ {
		v -= 1 / x
	}
	i := 1 / (x * x)
	return v + math.Log(x) - 0.5/x -
		i*(1./12-i*(1./120-i*(1./252-i*(1./240-i*(1./132-i*691./32760)))))
}

// Trigamma is ψ'(x) for x > 0. Abramowitz and Stegun 6.4.6 and 6.4.12.
func Trigamma(x float64) float64 {
	v := 0.0
	for ; x < shift; x++ {
		v += 1 / (x * x)
	}
	i := 1 / (x * x)
	return v + 1/x + i/2 +
		i/x*(1./6-i*(1./30-i*(1./42-i*(1./30-i*(5./66-i*691./2730)))))
}

// stirling is ln Γ(x) - [(x-1/2) ln x - x + ln(2π)/2] for x >= shift.
func stirling(x float64) float64 {
	i := 1 / (x * x)
	return (1./12 - i*(1./360-i*(1./1260-i*(1./1680-i*(1./1188-i*691./360360))))) / x
}

// LogRising is ln Γ(z+n) - ln Γ(z), the logarithm of the rising factorial,
// for z > 0 and n >= 0 (n need not be whole). It keeps its relative accuracy
// where the two log-gammas nearly cancel.
func LogRising(z, n float64) float64 {
	v := 0.0
	for ; z < shift; z++ {
		v -= math.Log1p(n / z)
	}
	return v + (z-0.5)*math.Log1p(n/z) + n*(math.Log(z+n)-1) + stirling(z+n) - stirling(z)
}

// DigammaRise is ψ(z+n) - ψ(z) for z > 0, n >= 0, without cancellation.
func DigammaRise(z, n float64) float64 {
	v := 0.0
	for ; z < shift; z++ {
		v += n / (z * (z + n))
	}
	return v + math.Log1p(n/z) + digammaTail(z+n) - digammaTail(z)
}

// digammaTail is ψ(x) - ln x for x >= shift.
func digammaTail(x float64) float64 {
	i := 1 / (x * x)
	return -0.5/x - i*(1./12-i*(1./120-i*(1./252-i*(1./240-i*1./132))))
}

// TrigammaRise is ψ'(z+n) - ψ'(z) for z > 0, n >= 0 (never positive).
func TrigammaRise(z, n float64) float64 {
	return Trigamma(z+n) - Trigamma(z)
}

// LogBeta is ln B(a, b) for a, b > 0.
func LogBeta(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	return LogGamma(a) - LogRising(b, a)
}

// LogAdd is ln(e^a + e^b).
func LogAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(a, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// PowerGap is (1 - e^(-kv))/k, which tends to v as k tends to 0: the
// integral of e^(-ks) over s from 0 to v.
func PowerGap(k, v float64) float64 {
	if k == 0 || math.Abs(k*v) < 1e-300 { // v may be infinite
		return v
	}
	return -math.Expm1(-k*v) / k
}
