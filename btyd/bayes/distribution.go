package bayes

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Distribution is a prior of one positive number.
type Distribution interface {
	// LogDensity at v and its derivative in v.
	LogDensity(v float64) (value, slope float64)
	// Support is the interval on which the density is positive: (low, ∞) or
	// (0, 1).
	Support() (low, high float64)
	// parameters must be positive and finite.
	parameters() []float64
}

// Gamma has density proportional to v^(Shape-1) exp(-Rate v).
type Gamma struct{ Shape, Rate float64 }

// LogDensity implements [Distribution].
func (d Gamma) LogDensity(v float64) (value, slope float64) {
	value = d.Shape*math.Log(d.Rate) - numeric.LogGamma(d.Shape) + (d.Shape-1)*math.Log(v) - d.Rate*v
	return value, (d.Shape-1)/v - d.Rate
}

// Support implements [Distribution].
func (Gamma) Support() (low, high float64) { return 0, math.Inf(1) }
func (d Gamma) parameters() []float64      { return []float64{d.Shape, d.Rate} }

// Weibull has survival function exp(-(v/Scale)^Shape).
type Weibull struct{ Shape, Scale float64 }

// LogDensity implements [Distribution].
func (d Weibull) LogDensity(v float64) (value, slope float64) {
	l := math.Log(v / d.Scale)
	power := math.Exp(d.Shape * l)
	return math.Log(d.Shape/d.Scale) + (d.Shape-1)*l - power, (d.Shape - 1 - d.Shape*power) / v
}

// Support implements [Distribution].
func (Weibull) Support() (low, high float64) { return 0, math.Inf(1) }
func (d Weibull) parameters() []float64      { return []float64{d.Shape, d.Scale} }

// HalfNormal is the absolute value of a normal number of mean zero and
// standard deviation Scale.
type HalfNormal struct{ Scale float64 }

// LogDensity implements [Distribution].
func (d HalfNormal) LogDensity(v float64) (value, slope float64) {
	z := v / d.Scale
	return 0.5*math.Log(2/math.Pi) - math.Log(d.Scale) - z*z/2, -z / d.Scale
}

// Support implements [Distribution].
func (HalfNormal) Support() (low, high float64) { return 0, math.Inf(1) }
func (d HalfNormal) parameters() []float64      { return []float64{d.Scale} }

// LogNormal is exp(Z) of a normal Z around ln(Median) with standard deviation
// Sigma.
type LogNormal struct{ Median, Sigma float64 }

// LogDensity implements [Distribution].
func (d LogNormal) LogDensity(v float64) (value, slope float64) {
	z := math.Log(v/d.Median) / d.Sigma
	return -0.5*math.Log(2*math.Pi) - math.Log(d.Sigma*v) - z*z/2, -(1 + z/d.Sigma) / v
}

// Support implements [Distribution].
func (LogNormal) Support() (low, high float64) { return 0, math.Inf(1) }
func (d LogNormal) parameters() []float64      { return []float64{d.Median, d.Sigma} }

// Pareto has density proportional to v^-(Shape+1) above Lowest.
type Pareto struct{ Shape, Lowest float64 }

// LogDensity implements [Distribution].
func (d Pareto) LogDensity(v float64) (value, slope float64) {
	if v < d.Lowest {
		return math.Inf(-1), 0
	}
	return math.Log(d.Shape/v) - d.Shape*math.Log(v/d.Lowest), -(d.Shape + 1) / v
}

// Support implements [Distribution].
func (d Pareto) Support() (low, high float64) { return d.Lowest, math.Inf(1) }
func (d Pareto) parameters() []float64        { return []float64{d.Shape, d.Lowest} }

// Beta is over shares between zero and one; Beta{1, 1} is uniform.
type Beta struct{ A, B float64 }

// LogDensity implements [Distribution].
func (d Beta) LogDensity(v float64) (value, slope float64) {
	value = (d.A-1)*math.Log(v) + (d.B-1)*math.Log1p(-v) - numeric.LogBeta(d.A, d.B)
	return value, (d.A-1)/v - (d.B-1)/(1-v)
}

// Support implements [Distribution].
func (Beta) Support() (low, high float64) { return 0, 1 }
func (d Beta) parameters() []float64      { return []float64{d.A, d.B} }

// Flat is the improper uniform density over positive numbers. The mode under
// Flat priors is the maximum of the likelihood; a posterior need not exist.
type Flat struct{}

// LogDensity implements [Distribution].
func (Flat) LogDensity(float64) (value, slope float64) { return 0, 0 }

// Support implements [Distribution].
func (Flat) Support() (low, high float64) { return 0, math.Inf(1) }
func (Flat) parameters() []float64        { return nil }
