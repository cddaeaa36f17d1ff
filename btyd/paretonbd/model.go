// Package paretonbd is the Pareto/NBD model: customers buy at random moments
// at their own rate, and may be lost for good at any moment.
//
// Schmittlein, Morrison and Colombo 1987, "Counting Your Customers: Who Are
// They and What Will They Do Next?", Management Science 33:1-24. Its
// assumptions:
//
//   - while alive, purchases are a Poisson process of rate λ;
//   - λ differs between customers as Gamma(r, rate α);
//   - the lifetime is exponential with rate μ;
//   - μ differs between customers as Gamma(s, rate β), independent of λ.
//
// Everything is expressed by one kind of integral over the time of death,
// (α+u)^-m (β+u)^-n, of positive terms; the customary differences of
// hypergeometric functions lose their digits for frequent buyers.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. All methods but
// Simulate, Parameters and Names work without allocating.
package paretonbd

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters. Alpha and Beta have the unit of time of the
// data; R and S have none.
type Model struct {
	R, Alpha, S, Beta float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"r", "alpha", "s", "beta"} }

// Parameters lists r, alpha, s, beta.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha, m.S, m.Beta} }

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
// time: the customer is alive at T, or died in between.
//
//	Γ(r+x)/Γ(r) α^r β^s [ (α+T)^-(r+x) (β+T)^-s
//	                      + s ∫ from t_x to T of (α+u)^-(r+x) (β+u)^-(s+1) du ]
func (m Model) LogLikelihood(h btyd.History) float64 {
	alive, dead := m.paths(h)
	return numeric.LogRising(m.R, h.X) + numeric.LogAdd(alive, dead)
}

// paths returns the logarithms of the two terms, without Γ(r+x)/Γ(r).
func (m Model) paths(h btyd.History) (alive, dead float64) {
	alive = -m.R*math.Log1p(h.T/m.Alpha) - h.X*math.Log(m.Alpha+h.T) - m.S*math.Log1p(h.T/m.Beta)
	dead = -m.R*math.Log1p(h.Tx/m.Alpha) - h.X*math.Log(m.Alpha+h.Tx) -
		m.S*math.Log1p(h.Tx/m.Beta) + math.Log(m.S/(m.Beta+h.Tx)) +
		numeric.LogPowerIntegral(m.Alpha+h.Tx, m.R+h.X, m.Beta+h.Tx, m.S+1, h.T-h.Tx)
	return alive, dead
}

// future is what lies ahead of a customer alive at T: by conjugacy λ is
// Gamma(r+x, α+T) and μ is Gamma(s, β+T).
func (m Model) future(h btyd.History) Model {
	return Model{R: m.R + h.X, Alpha: m.Alpha + h.T, S: m.S, Beta: m.Beta + h.T}
}
