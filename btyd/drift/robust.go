package drift

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// RobustCovariance is the covariance of the logarithms of a fit's parameters
// that holds when the model is wrong: C (sum of s_i s_i') C, with C the inverse
// of the information and s_i the customers' scores (White 1982, theorem 3.2).
// Rows are those the model was fitted to. The error wraps [btyd.ErrNotConverged] for
// a fit without a covariance of its own.
func RobustCovariance(f Family, fit btyd.Diagnostics, rows btyd.Rows) ([][]float64, error) {
	if len(fit.LogCovariance) == 0 {
		return nil, fmt.Errorf("%w: the fit has no covariance", btyd.ErrNotConverged)
	}
	p, err := pool(f, fit, []btyd.Rows{rows})
	if err != nil {
		return nil, err
	}
	k := len(fit.Estimate)
	out := square(k)
	for i := range k {
		column := times(p.spread, fit.LogCovariance[i])
		for j := range k {
			out[i][j] = p.n * dot(fit.LogCovariance[j], column)
		}
	}
	return out, nil
}

// StdErr is the standard error of the logarithm of a derived figure at
// parameters whose logarithms have a covariance, by the delta method.
func StdErr(figure Derived, parameters []float64, covariance [][]float64) float64 {
	slope := gradient(func(at []float64) float64 { return math.Log(figure(at)) }, parameters)
	return math.Sqrt(quadratic(slope, covariance))
}

// nudge is the step of central differences in a log parameter: their error is
// of the order of its square.
const nudge = 1e-4

// gradient is the slope of a function in the logarithms of the parameters.
func gradient(f func([]float64) float64, at []float64) []float64 {
	out := make([]float64, len(at))
	for j := range at {
		out[j] = (f(nudged(at, j, nudge)) - f(nudged(at, j, -nudge))) / (2 * nudge)
	}
	return out
}

// scores are the slopes of the log-likelihood of each row.
func scores(f Family, at []float64, rows btyd.Rows) [][]float64 {
	out := make([][]float64, rows.Len())
	for i := range out {
		out[i] = make([]float64, len(at))
	}
	for j := range at {
		up, down := f(nudged(at, j, nudge)), f(nudged(at, j, -nudge))
		for i := range out {
			h := btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]}
			out[i][j] = (up.LogLikelihood(h) - down.LogLikelihood(h)) / (2 * nudge)
		}
	}
	return out
}

// nudged is a copy with one logarithm moved.
func nudged(at []float64, j int, by float64) []float64 {
	out := append([]float64(nil), at...)
	out[j] *= math.Exp(by)
	return out
}
