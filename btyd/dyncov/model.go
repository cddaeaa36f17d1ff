// Package dyncov is the Pareto/NBD model with covariates that change over
// time: season, price, campaigns.
//
// Bachmann, Meierer and Näf 2021, "The Role of Time-Varying Contextual
// Factors in Latent Attrition Models for Customer Base Analysis", Marketing
// Science 40:783-809. Its assumptions:
//
//   - covariates z are constant within the intervals of a regular grid of
//     time, such as weeks, and customers arrive anywhere in an interval;
//   - while alive, a customer buys at the rate λ exp(γ·z), and is lost with
//     the hazard μ exp(δ·z), where γ and δ are the same for all customers;
//   - λ ~ Gamma(r, rate α) and μ ~ Gamma(s, rate β), independently.
//
// It is the Pareto/NBD model on two clocks. The clock of purchases shows
// Λ(u), the integral of exp(γ·z) over the first u of a customer's time, that
// of dropping out M(u), the integral of exp(δ·z). Both run evenly within an
// interval. The density of x repeat purchases at t_1, ..., t_x is then
//
//	Γ(r+x)/Γ(r) α^r β^s Π exp(γ·z(t_j)) [ (α+Λ(T))^-(r+x) (β+M(T))^-s
//	    + s ∫ from t_x to T of (α+Λ(u))^-(r+x) (β+M(u))^-(s+1) dM(u) ],
//
// and the integral is a sum over intervals of integrals of positive terms,
// each by a short Gauss-Legendre rule; derivatives pass under it. Where the
// literature subtracts hypergeometric functions, nothing is subtracted here.
//
// With all coefficients at zero it is package paretonbd, and with covariates
// that never change for a customer that model with α exp(-γ·z), β exp(-δ·z).
// The package knows grids and positions, not calendars or dates.
package dyncov

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Model holds the parameters. Alpha and Beta have the unit of time of the
// data; R and S have none.
type Model struct {
	R, Alpha, S, Beta float64
	// Purchase and Dropout hold a coefficient for every covariate of the
	// grid, γ and δ: a covariate higher by one multiplies the rate of
	// purchases, or the hazard of dropping out, by exp(coefficient). Those
	// that take no part are zero.
	Purchase, Dropout []float64
}

// Validate refuses r, alpha, s, beta that are not positive and finite, and
// coefficients that are not finite or differ in number. The error wraps
// btyd.ErrInvalidStart.
func (m Model) Validate() error {
	for i, p := range []float64{m.R, m.Alpha, m.S, m.Beta} {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, base[i], p)
		}
	}
	if len(m.Purchase) != len(m.Dropout) {
		return fmt.Errorf("%w: %d coefficients of purchase, %d of dropout", btyd.ErrInvalidStart, len(m.Purchase), len(m.Dropout))
	}
	for i, c := range slices.Concat(m.Purchase, m.Dropout) {
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return fmt.Errorf("%w: coefficient %d = %g must be finite", btyd.ErrInvalidStart, i, c)
		}
	}
	return nil
}

// base names the parameters that are not coefficients.
var base = [4]string{"r", "alpha", "s", "beta"}

// The order of the parameters in vectors.
const (
	iR = iota
	iAlpha
	iS
	iBeta
	iCoefficients
)
