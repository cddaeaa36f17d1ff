package estimate

import "github.com/perennial-clv/perennial/btyd/numeric"

// stepped bounds the counts that are reached one by one.
const stepped = 512

// Rising is the sum over a histogram of w ln (z)_(x+shift), the logarithm of
// the rising factorial, as a function of z. Because (z)_n is the product of
// z+j for j < n, the sum is one logarithm a step, weighted by the customers
// who went beyond it: far fewer operations than a log-gamma a count.
type Rising struct {
	beyond []float64 // weight of counts above j
	far    Counts    // counts too large to step to
}

// NewRising prepares the sum for counts x + shift; shift is zero or one.
func NewRising(c Counts, shift float64) Rising {
	var r Rising
	for i, x := range c.Value {
		n, w := x+shift, c.Weight[i]
		if n > stepped {
			r.far.Value = append(r.far.Value, n)
			r.far.Weight = append(r.far.Weight, w)
			continue
		}
		for len(r.beyond) < int(n) {
			r.beyond = append(r.beyond, 0)
		}
		for j := range int(n) {
			r.beyond[j] += w
		}
	}
	return r
}

// At returns the sum and its derivative in z.
func (r Rising) At(z float64) (f, g float64) {
	var logs [64]float64
	for lo := 0; lo < len(r.beyond); lo += len(logs) {
		part := r.beyond[lo:min(lo+len(logs), len(r.beyond))]
		for j := range part {
			logs[j] = z + float64(lo+j)
			g += part[j] / logs[j]
		}
		numeric.LogEach(logs[:len(part)])
		for j, w := range part {
			f += w * logs[j]
		}
	}
	for i, n := range r.far.Value {
		f += r.far.Weight[i] * numeric.LogRising(z, n)
		g += r.far.Weight[i] * numeric.DigammaRise(z, n)
	}
	return f, g
}
