package resample

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
)

// Statistic is anything computed from parameters. It must not keep the slice.
type Statistic func(parameters []float64) float64

// Parameter is parameter number k as a statistic.
func Parameter(k int) Statistic { return func(p []float64) float64 { return p[k] } }

// Interval is a confidence interval of a statistic, with its estimate from
// the data and the standard error that the replicates show.
type Interval struct {
	Estimate, StdErr, Low, High float64
}

// Each computes a statistic from every replicate.
func (d *Draws) Each(f Statistic) []float64 {
	p := make([]float64, len(d.Values))
	out := make([]float64, len(d.Values[0]))
	for i := range out {
		for k := range p {
			p[k] = d.Values[k][i]
		}
		out[i] = f(p)
	}
	return out
}

// Percentile is the central interval of the replicates at a level such as
// 0.95. It is right when the estimate is neither biased nor skewed; see
// [Draws.BCa].
func (d *Draws) Percentile(level float64, f Statistic) (Interval, error) {
	return d.interval(level, f, func(v []float64, probability float64) float64 { return probability })
}

// BCa is the bias-corrected and accelerated interval (Efron 1987, J. American
// Statistical Association 82:171-185), which allows for an estimate whose
// median is off and whose spread changes with the truth. The influence is of
// the same model on the same rows; it gives the acceleration.
func (d *Draws) BCa(level float64, f Statistic, influence *Influence) (Interval, error) {
	if influence == nil || len(influence.estimate) != len(d.Values) {
		return Interval{}, fmt.Errorf("%w: an influence of %d parameters is needed", btyd.ErrInvalidStart, len(d.Values))
	}
	estimate, a := f(d.Estimate), influence.Acceleration(f)
	return d.interval(level, f, func(v []float64, probability float64) float64 {
		below := 0.0
		for _, x := range v {
			switch {
			case x < estimate:
				below++
			case x == estimate:
				below += 0.5
			}
		}
		n := float64(len(v))
		bias := normalQuantile(math.Max(0.5, math.Min(n-0.5, below)) / n)
		z := bias + normalQuantile(probability)
		return math.Erfc(-(bias+z/(1-a*z))/math.Sqrt2) / 2
	})
}

// interval is between quantiles of the replicates at adjusted probabilities.
func (d *Draws) interval(level float64, f Statistic, adjust func(v []float64, probability float64) float64) (Interval, error) {
	if !(level > 0 && level < 1) {
		return Interval{}, fmt.Errorf("%w: level %g must be between 0 and 1", btyd.ErrInvalidStart, level)
	}
	v := d.Each(f)
	for i, x := range v {
		if math.IsNaN(x) {
			return Interval{}, fmt.Errorf("%w: the statistic of replicate %d is not a number", btyd.ErrNotFinite, i)
		}
	}
	slices.Sort(v)
	tail := (1 - level) / 2
	return Interval{
		Estimate: f(d.Estimate), StdErr: deviation(v),
		Low: bayes.Quantile(v, adjust(v, tail)), High: bayes.Quantile(v, adjust(v, 1-tail)),
	}, nil
}

func deviation(v []float64) float64 {
	var mean, squares float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		squares += (x - mean) * (x - mean)
	}
	return math.Sqrt(squares / float64(len(v)-1))
}

func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
