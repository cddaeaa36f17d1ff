// Package gammagamma is the Gamma-Gamma model of how much a purchase is
// worth.
//
// Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value", note 025
// on brucehardie.com; Colombo and Jiang 1999, "A stochastic RFM model",
// J. Interactive Marketing 13:2-12. Its assumptions:
//
//   - the amounts of one customer are Gamma(p, rate ν);
//   - ν differs between customers as Gamma(q, rate v);
//   - amounts do not depend on when, or how often, purchases are made.
//
// It is fitted to customers with at least one repeat purchase: X counts the
// purchases averaged and M is their mean amount, in any currency.
//
// Parameters must be positive (see [Model.Validate]) and amounts positive;
// then no method returns NaN.
package gammagamma

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters. V has the unit of money of the data; P and Q
// have none.
type Model struct {
	P, Q, V float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"p", "q", "v"} }

// Parameters lists p, q, v.
func (m Model) Parameters() []float64 { return []float64{m.P, m.Q, m.V} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// LogMarginalDensity is the log density of a mean amount of x purchases, over
// all customers (note 025, eq. 1a):
//
//	Γ(px+q)/(Γ(px)Γ(q)) v^q mean^(px-1) x^(px) / (v + x mean)^(px+q)
func (m Model) LogMarginalDensity(mean, x float64) float64 {
	px := m.P * x
	return -numeric.LogBeta(px, m.Q) - px*math.Log1p(m.V/(x*mean)) -
		m.Q*math.Log1p(x*mean/m.V) - math.Log(mean)
}

// MarginalDensity is its exponential, per unit of money.
func (m Model) MarginalDensity(mean, x float64) float64 {
	return math.Exp(m.LogMarginalDensity(mean, x))
}

// Population returns the mean amount per purchase over all customers,
// p v/(q-1). It is infinite, and finite is false, when q <= 1: then too many
// customers spend too much for an average to exist.
func (m Model) Population() (mean float64, finite bool) {
	if m.Q <= 1 {
		return math.Inf(1), false
	}
	return m.P * m.V / (m.Q - 1), true
}

// Shrinkage returns the line that maps the observed mean amount of x
// purchases to the expected one (note 025, eq. 5): the intercept is the pull
// of the population, the slope the weight of the customer's own record.
// With p x + q <= 1 no expectation exists: the intercept is infinite.
func (m Model) Shrinkage(x float64) (intercept, slope float64) {
	d := m.P*x + m.Q - 1
	if d <= 0 {
		return math.Inf(1), 0
	}
	return m.P * m.V / d, m.P * x / d
}

// ExpectedSpend is the expected amount of a purchase of a customer whose x
// purchases had the given mean; x = 0 gives the population mean.
func (m Model) ExpectedSpend(x, mean float64) float64 {
	intercept, slope := m.Shrinkage(x)
	if slope == 0 {
		return intercept
	}
	return intercept + slope*mean
}
