package numeric

import "math"

// ExpEach and LogEach apply a function to every element in place. They are
// several times faster than one call an element, because the work on
// neighbours overlaps, and give the same digits on every machine.

const (
	ln2Over64High = 0.01083042469326756
	ln2Over64Low  = 2.9815858269852933e-12
	rounder       = 3 << 51 // adding it rounds to a whole number
)

// ExpEach replaces v[i] by e^v[i], to a relative 3e-16. Arguments must be
// below 700; those below -700 give zero.
func ExpEach(v []float64) {
	for i, x := range v {
		if !(x > -700) {
			v[i] = 0
			continue
		}
		shifted := x*(64/math.Ln2) + rounder
		k := shifted - rounder
		whole := int64(k)
		r := x - k*ln2Over64High - k*ln2Over64Low
		p := 1 + r*(1+r*(0.5+r*(1./6+r*(1./24+r*(1./120)))))
		v[i] = powers[whole&63] * p * math.Float64frombits(uint64(whole>>6+1023)<<52)
	}
}

// LogEach replaces v[i] by ln v[i], to an absolute 3e-16 plus rounding.
// Arguments must be positive, finite and not subnormal.
func LogEach(v []float64) {
	for i, x := range v {
		bits := math.Float64bits(x)
		exponent := float64(int64(bits>>52) - 1023)
		mantissa := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
		j := bits >> 45 & 127
		r := math.FMA(mantissa, inverses[j], -1)
		p := r * (1 + r*(-0.5+r*(1./3+r*(-0.25+r*(0.2+r*(-1./6+r*(1./7)))))))
		v[i] = exponent*math.Ln2 + (minusLogs[j] + p)
	}
}
