// Package nbd is the NBD model of repeat buying: customers buy at random
// moments at their own rate, for ever. Nobody is ever lost, which makes it the
// baseline that tells how much a model with dropping out explains.
//
// Ehrenberg 1959, "The Pattern of Consumer Purchases", Applied Statistics
// 8:26-41. Its assumptions:
//
//   - purchases are a Poisson process of rate λ;
//   - λ differs between customers as Gamma(r, rate α).
//
// When a customer last bought tells nothing here: the number of repeat
// purchases and the age are enough. On a business that loses customers it
// promises too much, and the more so the longer the horizon.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. All methods but
// Simulate, Parameters and Names work without allocating.
package nbd

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters. Alpha has the unit of time of the data; R has
// none.
type Model struct {
	R, Alpha float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"r", "alpha"} }

// Parameters lists r, alpha.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// LogLikelihood is the log density of one history, in the data's own unit of
// time:
//
//	Γ(r+x)/Γ(r) α^r (α+T)^-(r+x)
//
// That is the density of the purchase times. The chance of the count alone,
// [Model.ProbabilityOf], has the factor T^x/x! beside it.
func (m Model) LogLikelihood(h btyd.History) float64 {
	return numeric.LogRising(m.R, h.X) - m.R*math.Log1p(h.T/m.Alpha) - h.X*math.Log(m.Alpha+h.T)
}

// ProbabilityAlive is one: nobody is lost.
func (m Model) ProbabilityAlive(btyd.History) float64 { return 1 }

// LogProbabilityAlive is its logarithm, zero.
func (m Model) LogProbabilityAlive(btyd.History) float64 { return 0 }

// future is what lies ahead of a customer: by conjugacy λ is Gamma(r+x, α+T).
func (m Model) future(h btyd.History) Model {
	return Model{R: m.R + h.X, Alpha: m.Alpha + h.T}
}

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	rate := numeric.GammaVariate(rng, m.R, m.Alpha)
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil
	}
	for t := rng.ExpFloat64() / rate; t <= T; t += rng.ExpFloat64() / rate {
		times = append(times, t)
	}
	return times
}
