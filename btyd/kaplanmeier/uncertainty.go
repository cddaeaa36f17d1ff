package kaplanmeier

import "math"

// StdErr is the standard error of SurvivalAt(t) by Greenwood's formula,
// S sqrt(Σ d/(n(n-d))). It is zero before the first loss and where the
// survival is zero, where the formula knows no better: trust [Curve.Interval]
// there.
func (c Curve) StdErr(t float64) float64 {
	k := c.before(t)
	if k == 0 || c.Survival[k-1] == 0 {
		return 0
	}
	return c.Survival[k-1] * math.Sqrt(c.Greenwood[k-1])
}

// Interval holds the survival at t with the given level, 0.95 for instance. It
// is computed for ln(-ln S), so that it stays between zero and one and covers
// well in small samples (Kalbfleisch and Prentice 2002, The Statistical
// Analysis of Failure Time Data, eq. 1.17):
//
//	S^exp(±z sqrt(Σ d/(n(n-d)))/ln S)
//
// Before the first loss it is [1, 1], as the formula has nothing to go by;
// where the survival is zero it reaches from zero to the upper end before.
func (c Curve) Interval(t, level float64) (low, high float64) {
	return c.interval(c.before(t)-1, normal(level))
}

// normal is the number of standard deviations to either side that hold a
// normal variable with the given chance.
func normal(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// interval is that at the k-th loss.
func (c Curve) interval(k int, z float64) (low, high float64) {
	if k < 0 {
		return 1, 1
	}
	s := c.Survival[k]
	if s == 0 {
		for k > 0 && c.Survival[k] == 0 {
			k--
		}
		if c.Survival[k] > 0 {
			_, high = c.interval(k, z)
			return 0, high
		}
		return 0, 1
	}
	spread := math.Exp(z * math.Sqrt(c.Greenwood[k]) / -math.Log(s))
	return math.Pow(s, spread), math.Pow(s, 1/spread)
}

// HazardInterval holds the cumulative hazard at t with the given level. It is
// computed for the logarithm, so that it stays positive.
func (c Curve) HazardInterval(t, level float64) (low, high float64) {
	k := c.before(t)
	if k == 0 {
		return 0, 0
	}
	h := c.Hazard[k-1]
	spread := math.Exp(normal(level) * math.Sqrt(c.HazardVariance[k-1]) / h)
	return h / spread, h * spread
}

// Quantile is the tenure by which the given share of customers has left: the
// smallest with S <= 1 - share. When fewer have left by the end of the data,
// ok is false and the tenure infinite.
func (c Curve) Quantile(share float64) (t float64, ok bool) {
	return c.first(share, func(k int) float64 { return c.Survival[k] })
}

// first is the first loss at which a column is down to 1 - share. The slack
// forgives a product the rounding of its last digits.
func (c Curve) first(share float64, column func(k int) float64) (t float64, ok bool) {
	for k, t := range c.Time {
		if column(k) <= 1-share+1e-12 {
			return t, true
		}
	}
	return math.Inf(1), false
}

// QuantileInterval holds Quantile(share) with the given level: the tenures at
// which the interval of the survival contains 1 - share (Brookmeyer and
// Crowley 1982, Biometrics 38:29-41). An end that lies beyond the data is
// infinite.
func (c Curve) QuantileInterval(share, level float64) (low, high float64) {
	z := normal(level)
	low, _ = c.first(share, func(k int) float64 { low, _ := c.interval(k, z); return low })
	high, _ = c.first(share, func(k int) float64 { _, high := c.interval(k, z); return high })
	return low, high
}

// Median is the tenure by which half the customers have left, with an interval
// of 95 percent. When fewer have left by the end of the data ok is false and
// the median infinite.
func (c Curve) Median() (median, low, high float64, ok bool) {
	median, ok = c.Quantile(0.5)
	low, high = c.QuantileInterval(0.5, 0.95)
	return median, low, high, ok
}

// RestrictedMean is the mean time that a customer stays of the first h: the
// area under the curve up to h, with its standard error
//
//	sqrt(Σ A(t)² d/(n(n-d)))
//
// A(t) being the area from t to h. It needs no assumption of how long the
// longest lifetimes are, unlike a mean. When nobody was watched for so long,
// and the survival is not zero, ok is false and the figures are those for
// h = Last.
func (c Curve) RestrictedMean(h float64) (mean, stderr float64, ok bool) {
	ok = h <= c.Last || c.SurvivalAt(c.Last) == 0
	if !ok {
		h = c.Last
	}
	if !(h > 0) {
		return 0, 0, ok
	}
	until, variance := h, 0.0
	for k := c.before(h) - 1; k >= 0; k-- {
		mean += c.Survival[k] * (until - c.Time[k])
		until = c.Time[k]
		if mean > 0 { // else the survival is zero from here on
			n, d := c.AtRisk[k], c.Lost[k]
			variance += mean * mean * d / (n * (n - d))
		}
	}
	return mean + until, math.Sqrt(variance), ok
}
