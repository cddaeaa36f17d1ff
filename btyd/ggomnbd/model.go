// Package ggomnbd is the Gamma-Gompertz/NBD model: customers buy at random
// moments at their own rate, and may be lost at any moment, the more easily
// the older they are as customers.
//
// Bemmaor and Glady 2012, "Modeling Purchasing Behavior with Sudden 'Death': A
// Flexible Customer Lifetime Model", Management Science 58:1012-1021. Its
// assumptions:
//
//   - while alive, purchases are a Poisson process of rate λ;
//   - λ differs between customers as Gamma(r, rate α);
//   - the lifetime is Gompertz: the chance to live longer than u is
//     exp(-η (e^(bu) - 1)), so that the hazard ηb e^(bu) grows with age;
//   - η differs between customers as Gamma(s, rate β), independent of λ;
//     b is common to all.
//
// Over all customers, (β/(β+e^(bu)-1))^s live longer than u. Who lives has a
// small η, so the hazard of those left rises with age when β > 1, falls when
// β < 1 and is constant when β = 1. Parameter values are not unique where b
// tends to zero: with β/b = B fixed the survival tends to (B/(B+u))^s, the
// Pareto/NBD (package paretonbd). [Fit] says so when the data lead there.
//
// What is not elementary is an integral over the time of death, of positive
// terms. They are written in e^(-bu), which does not overflow.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. All methods but
// Simulate, Parameters and Names work without allocating.
package ggomnbd

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters. Alpha has the unit of time of the data, B that
// of one over time; R, S and Beta have none.
type Model struct {
	R, Alpha, B, S, Beta float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"r", "alpha", "b", "s", "beta"} }

// Parameters lists r, alpha, b, s, beta.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha, m.B, m.S, m.Beta} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// life is the distribution of lifetimes: b and β, without s.
type life struct{ b, beta float64 }

func (m Model) life() life { return life{m.B, m.Beta} }

// longest is the age bu beyond which e^(bu) is far above everything else.
const longest = 600.0

// at returns, for an age u, the fall -ln(survival)/s = ln(1+(e^(bu)-1)/β) and
// the share v = (β+e^(bu)-1)/e^(bu), in which s b/v is the hazard of those
// left. The share is also the β of the customers of that age.
func (l life) at(u float64) (fall, share float64) {
	y := l.b * u
	if y > longest {
		return y - math.Log(l.beta), 1
	}
	e := math.Expm1(y)
	return math.Log1p(e / l.beta), (l.beta + e) / (1 + e)
}

// Survival is the chance that a customer is not lost within t of the first
// purchase: (β/(β+e^(bt)-1))^s.
func (m Model) Survival(t float64) float64 {
	fall, _ := m.life().at(math.Max(t, 0))
	return math.Exp(-m.S * fall)
}

// future is what lies ahead of a customer alive at T: by conjugacy λ is
// Gamma(r+x, α+T), and lifetimes are again of the same family.
func (m Model) future(h btyd.History) Model {
	_, beta := m.life().at(h.T)
	return Model{R: m.R + h.X, Alpha: m.Alpha + h.T, B: m.B, S: m.S, Beta: beta}
}

// LogLikelihood is the log density of one history, in the data's own unit of
// time: the customer is alive at T, or died in between.
//
//	Γ(r+x)/Γ(r) α^r [ (α+T)^-(r+x) (β/(β+e^(bT)-1))^s
//	                  + ∫ from t_x to T of (α+u)^-(r+x) f(u) du ]
//
// where f(u) = s b e^(bu) β^s (β+e^(bu)-1)^-(s+1) is the density of lifetimes.
func (m Model) LogLikelihood(h btyd.History) float64 {
	alive, dead := m.paths(h)
	fall, _ := m.life().at(h.Tx)
	return numeric.LogRising(m.R, h.X) - m.R*math.Log1p(h.Tx/m.Alpha) - h.X*math.Log(m.Alpha+h.Tx) -
		m.S*fall + numeric.LogAdd(alive, dead)
}

// paths returns the logarithms of the two terms, both over what they have in
// common: the customer lived up to t_x.
func (m Model) paths(h btyd.History) (alive, dead float64) {
	_, beta := m.life().at(h.Tx)
	k := kernel{life: life{m.B, beta}, s: m.S, a: m.Alpha + h.Tx, power: m.R + h.X, dying: true}
	fall, _ := k.at(h.T - h.Tx)
	alive = -k.power*math.Log1p((h.T-h.Tx)/k.a) - k.s*fall
	return alive, k.logIntegral(h.T - h.Tx)
}

// ProbabilityAlive is the chance that the customer is still alive at T.
func (m Model) ProbabilityAlive(h btyd.History) float64 {
	return math.Exp(m.LogProbabilityAlive(h))
}

// LogProbabilityAlive is its logarithm, which does not underflow.
func (m Model) LogProbabilityAlive(h btyd.History) float64 {
	alive, dead := m.paths(h)
	if dead > alive {
		return alive - dead - math.Log1p(math.Exp(alive-dead))
	}
	return -math.Log1p(math.Exp(dead - alive))
}
