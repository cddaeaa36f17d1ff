package boost

import "math"

// faintest is the least level, relative to the offsets, that a constant may
// have when all targets are zero.
const faintest = 1e-12

// intercept is the constant that, added to the offsets, fits some rows best.
func (d *Dataset) intercept(o objective, rows []int32) float64 {
	switch o.loss {
	case Squared:
		sum, weight := 0.0, 0.0
		for _, r := range rows {
			w := d.weight(int(r))
			sum, weight = sum+w*(d.rows.Target[r]-d.offset(int(r))), weight+w
		}
		return sum / max(weight, math.SmallestNonzeroFloat64)
	case Logistic:
		return d.logOdds(rows)
	}
	var a, b float64
	for _, r := range rows {
		w := d.weight(int(r))
		x, y := o.parts(d.rows.Target[r], d.offset(int(r)))
		a, b = a+w*x, b+w*y
	}
	if b == 0 {
		return 0
	}
	return math.Log(max(a/b, faintest))
}

// logOdds solves Σ w (p - y) = 0 by bisection: the sum rises with the
// constant, whatever the offsets are.
func (d *Dataset) logOdds(rows []int32) float64 {
	balance := func(constant float64) (sum float64) {
		for _, r := range rows {
			sum += d.weight(int(r)) * (logistic(d.offset(int(r))+constant) - d.rows.Target[r])
		}
		return sum
	}
	if len(d.rows.Offset) == 0 {
		sum, weight := 0.0, 0.0
		for _, r := range rows {
			w := d.weight(int(r))
			sum, weight = sum+w*d.rows.Target[r], weight+w
		}
		share := clamp(sum/max(weight, math.SmallestNonzeroFloat64), faintest, 1-faintest)
		return math.Log(share) - math.Log1p(-share)
	}
	low, high := -furthest-30.0, furthest+30.0
	for high-low > 1e-13*max(1, math.Abs(low)) {
		middle := low + (high-low)/2
		if middle == low || middle == high {
			break
		}
		if balance(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}
