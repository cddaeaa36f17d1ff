// Package bdw is the beta discrete Weibull model of a business with
// contracts: the shifted beta-geometric model (package sbg) of people whose
// own chance of leaving changes with tenure.
//
// Fader, Hardie, Liu, Davin and Steenburgh 2018, "How to Project Customer
// Retention" Revisited: The Role of Duration Dependence, J. Interactive
// Marketing 43:1-16. Its assumptions:
//
//   - a customer makes the first t renewals with probability (1-θ)^(t^c), a
//     discrete Weibull distribution;
//   - θ differs between customers as Beta(a, b); c is common to all.
//
// With c > 1 people become more likely to leave the longer they stay, with
// c < 1 less, and with c = 1 this is the shifted beta-geometric model. That
// likely leavers leave first raises retention all the same: what can be seen
// is the sum of both.
//
// Renewals are numbered from 1; a customer pays at the start, renewal 0, and
// at each renewal made. Parameters must be positive (see [Model.Validate]);
// then no method returns NaN.
package bdw

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters, which have no unit: θ ~ Beta(A, B), and C is how
// a customer's own chance of leaving changes with tenure.
type Model struct {
	A, B, C float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"a", "b", "c"} }

// Parameters lists a, b, c.
func (m Model) Parameters() []float64 { return []float64{m.A, m.B, m.C} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// Survival is the chance that a customer makes the first t renewals:
//
//	B(a, b+t^c)/B(a, b)
func (m Model) Survival(t int) float64 { return math.Exp(m.LogSurvival(t)) }

// LogSurvival is its logarithm, which does not underflow.
func (m Model) LogSurvival(t int) float64 { return m.between(0, float64(max(t, 0))) }

// far is the logarithm of t^c beyond which survival is a power of t to full
// precision, and short of which the square of t^c is still a number.
const far = 345

// clock is t^c, the time by which a Weibull customer ages, or e^far.
func (m Model) clock(t float64) float64 { return math.Min(math.Pow(t, m.C), math.Exp(far)) }

// between is ln S(to)/S(from), without cancellation.
func (m Model) between(from, to float64) float64 {
	if to <= from {
		return 0
	}
	start := m.clock(from)
	switch {
	case m.C*math.Log(from) > far:
		return -m.A * m.C * math.Log1p((to-from)/from)
	case m.C*math.Log(to) > far:
		return numeric.LogRising(m.B+start, m.A) - m.A*m.C*math.Log(to)
	case from > 0:
		return decline(m.A, m.B+start, start*math.Expm1(m.C*math.Log1p((to-from)/from)))
	}
	return decline(m.A, m.B, m.clock(to))
}

// decline is ln E[(1-θ)^u] with θ ~ Beta(a, b): the difference of two
// logarithms of rising factorials, in whichever of two forms cancels less.
func decline(a, b, u float64) float64 {
	if u <= a {
		return numeric.LogRising(b, u) - numeric.LogRising(a+b, u)
	}
	return numeric.LogRising(b, a) - numeric.LogRising(b+u, a)
}

// fall is -ln of the retention at renewal t >= 1.
func (m Model) fall(t int) float64 { return -m.between(float64(t-1), float64(t)) }

// SurvivalGiven is the chance that a customer who made the first n renewals
// makes the next t too.
func (m Model) SurvivalGiven(n, t int) float64 {
	n, t = max(n, 0), max(t, 0)
	return math.Exp(m.between(float64(n), float64(n)+float64(t)))
}

// Retention is the share of customers up for renewal t who make it, one for
// t < 1.
func (m Model) Retention(t int) float64 {
	if t < 1 {
		return 1
	}
	return math.Exp(-m.fall(t))
}

// ProbabilityOfChurn is the chance that a customer is lost at renewal t.
func (m Model) ProbabilityOfChurn(t int) float64 {
	if t < 1 {
		return 0
	}
	return -m.Survival(t-1) * math.Expm1(-m.fall(t))
}

// Simulate draws the fate of one new customer over the given number of
// renewals: the renewal at which the customer is lost, or, with lost false,
// that all are made.
func (m Model) Simulate(rng *rand.Rand, renewals int) (at int, lost bool) {
	theta := numeric.BetaVariate(rng, m.A, m.B)
	t := math.Floor(math.Pow(rng.ExpFloat64()/-math.Log1p(-theta), 1/m.C)) + 1
	if t <= float64(renewals) {
		return int(t), true
	}
	return renewals, false
}
