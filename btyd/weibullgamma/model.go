// Package weibullgamma is the Weibull-gamma model of a business with contracts
// in continuous time: customers who differ in how likely they are to leave,
// and whose own rate of leaving changes with tenure. Its lifetimes have the
// Burr distribution of type XII.
//
// Hardie, Fader and Wisniewski 1998, "An Empirical Comparison of New Product
// Trial Forecasting Models", J. Forecasting 17:209-229; Burr 1942, Annals of
// Mathematical Statistics 13:215-232. Its assumptions:
//
//   - a customer's lifetime is Weibull: P(T > t) = exp(-λ t^c);
//   - λ differs between customers as Gamma(r, rate α); c is common to all.
//
// What is seen of all of them together is then
//
//	S(t) = (α/(α+t^c))^r
//	h(t) = r c t^(c-1)/(α+t^c)
//
// Two forces shape that rate. With c < 1 a customer settles in and becomes
// less likely to leave, with c > 1 more. And whatever c is, those likely to
// leave go first, which lowers the rate of those who remain. With c > 1 the
// rate therefore rises to a peak, at t^c = α(c-1), and falls after it, the
// shape of many a subscription whose introductory offer runs out. With c = 1
// this is the model of package exponentialgamma; as r and α grow with r/α
// kept, customers become alike and one Weibull curve is left.
//
// S falls as t^(-rc), so that the mean lifetime is infinite for r c <= 1, and
// a discount or a horizon has to bound what a customer is worth.
//
// What is known of customers when they begin can move their rates
// ([FitRegression]).
//
// Note the unit of α, time to the power of c: on another scale of time, α
// changes in step with c.
//
// Time is continuous here. Contracts that can end only at renewals are the
// business of packages sbg and bdw; tenures in whole days or months, when there
// are many of them, may be taken as they are.
//
// Tenures are zero or more. Parameters must be positive (see
// [Model.Validate]); then no method returns NaN.
package weibullgamma

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Model holds the parameters: λ ~ Gamma(R, rate Alpha), and C is how a
// customer's own rate of leaving changes with tenure. Alpha has the unit of
// time to the power of C; the others have none.
type Model struct {
	R, Alpha, C float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"r", "alpha", "c"} }

// Parameters lists r, alpha, c.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha, m.C} }

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
// was there on entry, in the data's own unit of time: ln S(exit)/S(entry), and
// for one who was lost also ln h(exit).
func (m Model) LogLikelihood(o tenure.Observation) float64 {
	l := m.between(o.Entry, o.Exit-o.Entry)
	if o.Lost {
		l += m.logHazard(o.Exit)
	}
	return l
}

// odds is z = ln(t^c/α). All of the model is a function of it that neither
// overflows nor cancels: ln S = -r ln(1+e^z) and h = r c/t × e^z/(1+e^z).
// The logarithm of subnormal numbers is not to be relied on.
func (m Model) odds(t float64) float64 {
	return m.C*math.Log(math.Max(t, 0x1p-1022)) - math.Log(m.Alpha)
}

// softplus is ln(1+e^z), and logistic its slope e^z/(1+e^z).
func softplus(z float64) float64 { return math.Max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

func logistic(z float64) float64 { return math.Exp(-softplus(-z)) }

// Survival is the chance that a new customer stays longer than t.
func (m Model) Survival(t float64) float64 { return math.Exp(m.LogSurvival(t)) }

// LogSurvival is its logarithm, which does not underflow.
func (m Model) LogSurvival(t float64) float64 { return m.between(0, t) }

// SurvivalGiven is the chance that a customer who has stayed for s stays
// longer than another t.
func (m Model) SurvivalGiven(s, t float64) float64 { return math.Exp(m.between(s, t)) }

// between is ln S(s+t)/S(s), without cancellation:
//
//	-r ln(1 + ((s+t)^c - s^c)/(α+s^c))
func (m Model) between(s, t float64) float64 {
	if !(t > 0) {
		return 0
	}
	if !(s > 0) {
		return -m.R * softplus(m.odds(t))
	}
	s = math.Max(s, 0x1p-1022)
	z := m.odds(s)
	if growth := m.C * math.Log1p(t/s); growth < 600 {
		return -m.R * math.Log1p(logistic(z)*math.Expm1(growth))
	}
	return -m.R * (softplus(m.odds(s+t)) - softplus(z))
}

// Hazard is the rate, per unit of time, at which customers who have stayed
// for t leave: r c t^(c-1)/(α+t^c). At zero it is infinite for c < 1.
func (m Model) Hazard(t float64) float64 {
	if !(t > 0) {
		switch {
		case m.C < 1:
			return math.Inf(1)
		case m.C == 1:
			return m.R / m.Alpha
		}
		return 0
	}
	return math.Exp(m.logHazard(t))
}

func (m Model) logHazard(t float64) float64 {
	return math.Log(m.R) + math.Log(m.C) - math.Log(t) - softplus(-m.odds(t))
}

// Density is the density of lifetimes, Hazard times Survival.
func (m Model) Density(t float64) float64 {
	if t < 0 {
		return 0
	}
	return m.Hazard(t) * m.Survival(t)
}

// Quantile is the tenure by which the given share of new customers has left,
// infinite for a share of one.
func (m Model) Quantile(share float64) float64 { return m.QuantileGiven(0, share) }

// QuantileGiven is the further time by which the given share of those who
// have stayed for s has left.
func (m Model) QuantileGiven(s, share float64) float64 {
	switch {
	case !(share > 0):
		return 0
	case share >= 1:
		return math.Inf(1)
	}
	more := -math.Log1p(-share) / m.R // the fall of ln S over r
	if !(s > 0) {
		return math.Exp((math.Log(m.Alpha) + logExpm1(more)) / m.C)
	}
	// (s+t)^c = s^c (1 + (e^more - 1)/logistic(z))
	return s * math.Expm1(softplus(logExpm1(more)+softplus(-m.odds(s)))/m.C)
}

// logExpm1 is ln(e^x - 1) for x > 0.
func logExpm1(x float64) float64 {
	if x > 40 {
		return x
	}
	return math.Log(math.Expm1(x))
}

// Simulate draws the lifetime of one new customer who is watched for T, which
// may be infinite: the tenure at which the customer is lost, or, with lost
// false, T.
func (m Model) Simulate(rng *rand.Rand, T float64) (at float64, lost bool) {
	logTime := math.Log(rng.ExpFloat64()) + math.Log(m.Alpha) - numeric.LogGammaVariate(rng, m.R)
	at = math.Exp(logTime / m.C)
	if at <= T && !math.IsInf(at, 1) {
		return at, true
	}
	return T, false
}
