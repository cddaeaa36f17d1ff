package bayes

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// Interval is a confidence interval of one parameter.
type Interval struct {
	Name                string
	Estimate, Low, High float64
}

const (
	// farthest is how far from the estimate an end is looked for, in
	// logarithms.
	farthest = 14.0
	// matched is how well the fall of the profile is matched, in units of the
	// chi-square statistic.
	matched = 1e-6
)

// Profile returns likelihood intervals at a level such as 0.95, around the
// maximum of a likelihood of positive parameters, which is looked for from the
// start given, usually the estimate of a fit. An interval holds the values
// v for which twice the fall from the maximum to the best point with that
// value does not exceed the chi-square quantile with one degree (Venzon and
// Moolgavkar 1988, Applied Statistics 37:87-94). Unlike standard errors it
// follows skewed likelihoods and does not depend on the scale of the
// parameter. An end is zero or infinite where the likelihood never falls so
// far: the data put no bound there.
//
// The error is that of the context, or wraps btyd.ErrInvalidStart when the
// start cannot be, btyd.ErrNotConverged when no maximum is near.
func Profile(ctx context.Context, l Likelihood, start []float64, level float64) ([]Interval, error) {
	names := l.Names()
	if len(start) != len(names) || !(level > 0 && level < 1) {
		return nil, fmt.Errorf("%w: %d values for %d parameters, level %g", btyd.ErrInvalidStart, len(start), len(names), level)
	}
	var flat []Prior
	for _, name := range names {
		flat = append(flat, On(name, Flat{}))
	}
	p, err := NewPosterior(l, flat)
	if err != nil {
		return nil, err
	}
	peak, err := p.MAP(ctx, start)
	if err != nil {
		return nil, fmt.Errorf("no maximum near the start: %w", err)
	}
	z := math.Sqrt2 * math.Erfinv(level)
	out, failures := make([]Interval, len(names)), make([]error, len(names))
	estimate.Each(0, len(names), func(i int) {
		out[i] = Interval{Name: names[i], Estimate: peak.Parameters[i]}
		var low, high float64
		if low, failures[i] = end(ctx, p, peak, i, -1, z); failures[i] == nil {
			high, failures[i] = end(ctx, p, peak, i, +1, z)
		}
		out[i].Low, out[i].High = peak.Parameters[i]*math.Exp(low), peak.Parameters[i]*math.Exp(high)
	})
	return out, errors.Join(failures...)
}

// slice is a density with one coordinate held fixed.
type slice struct {
	Density
	index int
	value float64
}

func (s slice) Dim() int { return s.Density.Dim() - 1 }

// Names: the coordinates of a slice are not reported.
func (s slice) Names() []string { return nil }

func (s slice) LogDensity(x, gradient []float64) float64 {
	full, g := make([]float64, len(x)+1), make([]float64, len(x)+1)
	copy(full, x[:s.index])
	full[s.index] = s.value
	copy(full[s.index+1:], x[s.index:])
	f := s.Density.LogDensity(full, g)
	copy(gradient, g[:s.index])
	copy(gradient[s.index:], g[s.index+1:])
	return f
}

// end finds how far parameter i can move, in logarithms and in the direction
// of sign, before twice the fall of the profile is z².
func end(ctx context.Context, p *Posterior, peak Mode, i int, sign, z float64) (float64, error) {
	rest := append(append([]float64(nil), peak.X[:i]...), peak.X[i+1:]...)
	fall := func(t float64) (float64, error) {
		m, err := Maximise(ctx, slice{plain{p}, i, peak.X[i] + sign*t}, rest)
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			return 0, err
		}
		rest = m.X // the next search is near
		excess := 2*(peak.LogDensity-m.LogDensity) - z*z
		if excess < -z*z-1e-3 {
			return 0, fmt.Errorf("%w: away from the estimate of %s the log-likelihood rises by %.3g",
				btyd.ErrNotConverged, peak.Names[i], m.LogDensity-peak.LogDensity)
		}
		return excess, nil
	}
	low, fLow := 0.0, -z*z
	high := math.Min(farthest, z*math.Sqrt(peak.Covariance[i][i]))
	fHigh, err := fall(high)
	for err == nil && fHigh < 0 && high < farthest {
		low, fLow = high, fHigh
		high = math.Min(farthest, 1.5*high)
		fHigh, err = fall(high)
	}
	if err != nil {
		return 0, err
	}
	if fHigh < 0 {
		return sign * math.Inf(1), nil
	}
	t, err := root(low, fLow, high, fHigh, fall)
	return sign * t, err
}

// root of a rising function between low and high, where it has the values
// given, by false position with the Illinois
// correction.
func root(low, fLow, high, fHigh float64, f func(float64) (float64, error)) (float64, error) {
	below := false // the last point was below the root
	for range 60 {
		t := low - fLow*(high-low)/(fHigh-fLow)
		v, err := f(t)
		if err != nil || math.Abs(v) < matched || high-low < 1e-12 {
			return t, err
		}
		if v < 0 {
			low, fLow = t, v
			if below {
				fHigh /= 2
			}
		} else {
			high, fHigh = t, v
			if !below {
				fLow /= 2
			}
		}
		below = v < 0
	}
	return (low + high) / 2, nil
}
