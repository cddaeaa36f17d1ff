// Package betageo is what the BG/NBD and the MBG/NBD have in common: purchases
// at a Gamma distributed rate, and a Beta distributed chance of dropping out
// after each purchase. They differ only in whether the first purchase counts.
// It knows nothing of fitting a particular model's data or naming its results.
package betageo

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the four parameters. Purchases come at rate ~ Gamma(R, Alpha);
// after a purchase a customer drops out with probability ~ Beta(A, B).
type Model struct {
	R, Alpha, A, B float64
	// AtZero: the first purchase can already be followed by dropping out.
	AtZero bool
}

// shift is how many chances to drop out a customer has beyond the repeats.
func (m Model) shift() float64 {
	if m.AtZero {
		return 1
	}
	return 0
}

// logOdds is the log odds that the customer has dropped out: the ratio of
// the two paths to the same history,
//
//	a/(b+x-1+s) ((alpha+T)/(alpha+t_x))^(r+x)
//
// with s = 0 for BG/NBD (Fader, Hardie and Lee 2005, eq. 6) and 1 for MBG/NBD.
// It is minus infinity when dropping out was not possible.
func (m Model) logOdds(h btyd.History) float64 {
	if h.X == 0 && !m.AtZero {
		return math.Inf(-1)
	}
	return (m.R+h.X)*math.Log1p((h.T-h.Tx)/(m.Alpha+h.Tx)) +
		math.Log(m.A) - math.Log(m.B+h.X-1+m.shift())
}

// LogAlive is the logarithm of the probability that the customer is alive.
func (m Model) LogAlive(h btyd.History) float64 {
	return -softplus(m.logOdds(h))
}

// ProbabilityAlive is 1/(1 + odds).
func (m Model) ProbabilityAlive(h btyd.History) float64 {
	if h.X == 0 && !m.AtZero {
		return 1
	}
	growth := (m.R + h.X) * math.Log1p((h.T-h.Tx)/(m.Alpha+h.Tx))
	if odds := m.A / (m.B + h.X - 1 + m.shift()) * math.Exp(growth); odds < 1e300 {
		return 1 / (1 + odds)
	}
	return math.Exp(m.LogAlive(h))
}

// LogLikelihood of one history.
func (m Model) LogLikelihood(h btyd.History) float64 {
	k := h.X + m.shift()
	return numeric.LogRising(m.R, h.X) - h.X*math.Log(m.Alpha+h.T) -
		m.R*math.Log1p(h.T/m.Alpha) +
		numeric.LogRising(m.B, k) - numeric.LogRising(m.A+m.B, k) +
		softplus(m.logOdds(h))
}

// softplus is ln(1 + e^u).
func softplus(u float64) float64 {
	if u > 0 {
		return u + math.Log1p(math.Exp(-u))
	}
	return math.Log1p(math.Exp(u))
}

// Future is what lies ahead of the customer, given alive now: a rate ~
// Gamma(r+x, alpha+T), and a chance of dropping out ~ Beta(a, b+x+s) that is
// next put to the test at the next purchase. Both follow from conjugacy.
func (m Model) Future(h btyd.History) Alive {
	return Alive{R: m.R + h.X, Alpha: m.Alpha + h.T, A: m.A, B: m.B + h.X + m.shift()}
}
