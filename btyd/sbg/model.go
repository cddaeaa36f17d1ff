// Package sbg is the shifted beta-geometric model of a business with
// contracts: customers decide at each renewal whether to stay, and tell.
//
// Fader and Hardie 2007, "How to Project Customer Retention", J. Interactive
// Marketing 21:76-90; on what a customer is still worth, Fader and Hardie 2010,
// "Customer-Base Valuation in a Contractual Setting: The Perils of Ignoring
// Heterogeneity", Marketing Science 29:85-93. Its assumptions:
//
//   - at each renewal a customer is lost with probability θ;
//   - θ differs between customers as Beta(α, β).
//
// Those likely to leave leave first, so retention rises with tenure although
// nobody's θ changes. Where people do change, package bdw is the remedy.
//
// Renewals are numbered from 1; a customer pays at the start, renewal 0, and
// at each renewal made. Parameters must be positive (see [Model.Validate]);
// then no method returns NaN.
package sbg

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters, which have no unit: θ ~ Beta(Alpha, Beta).
type Model struct {
	Alpha, Beta float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"alpha", "beta"} }

// Parameters lists α, β.
func (m Model) Parameters() []float64 { return []float64{m.Alpha, m.Beta} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// Survival is the chance that a customer makes the first t renewals (2007,
// eq. 6):
//
//	B(α, β+t)/B(α, β) = (β)_t/(α+β)_t
func (m Model) Survival(t int) float64 { return math.Exp(m.LogSurvival(t)) }

// LogSurvival is its logarithm, which does not underflow. Of the two forms of
// the same difference it takes the one that cancels less.
func (m Model) LogSurvival(t int) float64 {
	n := float64(max(t, 0))
	if n <= m.Alpha {
		return numeric.LogRising(m.Beta, n) - numeric.LogRising(m.Alpha+m.Beta, n)
	}
	return numeric.LogRising(m.Beta, m.Alpha) - numeric.LogRising(m.Beta+n, m.Alpha)
}

// SurvivalGiven is the chance that a customer who made the first n renewals
// makes the next t too.
func (m Model) SurvivalGiven(n, t int) float64 { return m.after(n).Survival(t) }

// after is the model of customers who made the first n renewals: θ is then
// Beta(α, β+n).
func (m Model) after(n int) Model {
	return Model{Alpha: m.Alpha, Beta: m.Beta + float64(max(n, 0))}
}

// Retention is the share of customers up for renewal t who make it (2007,
// eq. 8), one for t < 1:
//
//	(β+t-1)/(α+β+t-1)
func (m Model) Retention(t int) float64 {
	if t < 1 {
		return 1
	}
	b := m.Beta + float64(t-1)
	return b / (m.Alpha + b)
}

// ProbabilityOfChurn is the chance that a customer is lost at renewal t
// (2007, eq. 5).
func (m Model) ProbabilityOfChurn(t int) float64 {
	if t < 1 {
		return 0
	}
	return m.Survival(t-1) * m.Alpha / (m.Alpha + m.Beta + float64(t-1))
}

// ExpectedLifetime is the expected number of payments of a new customer, the
// first included: (α+β-1)/(α-1), and infinite when α <= 1.
func (m Model) ExpectedLifetime() float64 { return m.DEL(0) }

// DEL is the discounted expected lifetime of a new customer: a payment now and
// one at each renewal made, that at renewal t weighted by (1+d)^-t, with d the
// rate of discount from one renewal to the next (2010). Without
// discount it is finite only when α > 1.
func (m Model) DEL(d float64) float64 {
	switch {
	case math.IsInf(d, 1):
		return 1
	case d > 0:
		return (1 + d) * m.inverse(d)
	case d == 0 && m.Alpha > 1:
		return (m.Alpha + m.Beta - 1) / (m.Alpha - 1)
	}
	return math.Inf(1)
}

// DERL is the discounted expected residual lifetime of a customer just before
// renewal n, not known to be made yet: the payment at that renewal counts in
// full, the one after it is divided by 1+d, and so on (2010):
// (1+d) E[(1-θ)/(d+θ)] with θ ~ Beta(α, β+n-1). With n < 1 it is [Model.DEL].
func (m Model) DERL(d float64, n int) float64 {
	if n < 1 {
		return m.DEL(d)
	}
	return m.Retention(n) * m.after(n).DEL(d)
}

// inverse is E[1/(d+θ)].
func (m Model) inverse(d float64) float64 {
	return math.Exp(numeric.LogBetaMean(m.Alpha, m.Beta, func(theta, _ float64) float64 { return -math.Log(d + theta) }))
}

// Simulate draws the fate of one new customer over the given number of
// renewals: the renewal at which the customer is lost, or, with lost false,
// that all are made.
func (m Model) Simulate(rng *rand.Rand, renewals int) (at int, lost bool) {
	theta := numeric.BetaVariate(rng, m.Alpha, m.Beta)
	t := math.Floor(rng.ExpFloat64()/-math.Log1p(-theta)) + 1
	if t <= float64(renewals) {
		return int(t), true
	}
	return renewals, false
}
