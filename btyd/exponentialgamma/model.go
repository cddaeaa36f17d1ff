// Package exponentialgamma is the exponential-gamma model of a business with
// contracts in continuous time: each customer leaves at a constant rate of
// their own. Its lifetimes are those of the Pareto distribution of the second
// kind, or Lomax distribution; it is the lifetime part of the Pareto/NBD model
// (package paretonbd) for customers who tell when they leave.
//
// Lomax 1954, J. American Statistical Association 49:847-852; as a model of
// customers, Hardie, Fader and Wisniewski 1998, J. Forecasting 17:209-229. Its
// assumptions:
//
//   - a customer leaves at rate λ, whatever the tenure: P(T > t) = exp(-λt);
//   - λ differs between customers as Gamma(r, rate α).
//
// What is seen of all of them together is then
//
//	S(t) = (α/(α+t))^r
//	h(t) = r/(α+t)
//
// The rate at which customers leave falls with tenure though nobody's own rate
// does: those likely to leave have left. A straight line drawn through early
// losses, which is what one exponential curve for everybody is, therefore
// undervalues those who stay. Those who have stayed for s have the rates
// Gamma(r, α+s), so that a survivor is a new customer with α+s in place of α,
// and everything about residual lives follows from that.
//
// The tail is heavy: for r <= 1 the mean lifetime is infinite, and a discount
// or a horizon has to bound what a customer is worth. When the data show own
// rates that change with tenure, use package weibullgamma, of which this is
// the case c = 1.
//
// Time is continuous here. Contracts that can end only at renewals are the
// business of packages sbg and bdw; tenures in whole days or months, when there
// are many of them, may be taken as they are.
//
// Tenures are zero or more. Parameters must be positive (see
// [Model.Validate]); then no method returns NaN.
package exponentialgamma

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Model holds the parameters: λ ~ Gamma(R, rate Alpha). Alpha has the unit of
// time of the data; R/Alpha is the mean rate of leaving of new customers.
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

// LogLikelihood is the log density of one observation given that the customer
// was there on entry, in the data's own unit of time:
//
//	r ln((α+entry)/(α+exit)), and for one who was lost also ln(r/(α+exit))
func (m Model) LogLikelihood(o tenure.Observation) float64 {
	l := m.after(o.Entry).LogSurvival(o.Exit - o.Entry)
	if o.Lost {
		l += math.Log(m.Hazard(o.Exit))
	}
	return l
}

// after is the model of the residual lives of those who have stayed for s.
func (m Model) after(s float64) Model { return Model{R: m.R, Alpha: m.Alpha + math.Max(s, 0)} }

// Survival is the chance that a new customer stays longer than t.
func (m Model) Survival(t float64) float64 { return math.Exp(m.LogSurvival(t)) }

// LogSurvival is its logarithm, which does not underflow.
func (m Model) LogSurvival(t float64) float64 { return -m.R * math.Log1p(math.Max(t, 0)/m.Alpha) }

// SurvivalGiven is the chance that a customer who has stayed for s stays
// longer than another t.
func (m Model) SurvivalGiven(s, t float64) float64 { return m.after(s).Survival(t) }

// Hazard is the rate, per unit of time, at which customers who have stayed
// for t leave: r/(α+t).
func (m Model) Hazard(t float64) float64 { return m.R / (m.Alpha + math.Max(t, 0)) }

// Density is the density of lifetimes, Hazard times Survival.
func (m Model) Density(t float64) float64 {
	if t < 0 {
		return 0
	}
	return m.Hazard(t) * m.Survival(t)
}

// Quantile is the tenure by which the given share of new customers has left,
// infinite for a share of one.
func (m Model) Quantile(share float64) float64 {
	switch {
	case !(share > 0):
		return 0
	case share >= 1:
		return math.Inf(1)
	}
	return m.Alpha * math.Expm1(-math.Log1p(-share)/m.R)
}

// QuantileGiven is the further time by which the given share of those who
// have stayed for s has left.
func (m Model) QuantileGiven(s, share float64) float64 { return m.after(s).Quantile(share) }

// Simulate draws the lifetime of one new customer who is watched for T, which
// may be infinite: the tenure at which the customer is lost, or, with lost
// false, T.
func (m Model) Simulate(rng *rand.Rand, T float64) (at float64, lost bool) {
	at = rng.ExpFloat64() * m.Alpha * math.Exp(-numeric.LogGammaVariate(rng, m.R))
	if at <= T && !math.IsInf(at, 1) {
		return at, true
	}
	return T, false
}
