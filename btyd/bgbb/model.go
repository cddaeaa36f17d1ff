// Package bgbb is the BG/BB model: customers who can buy only at given
// occasions, such as an annual appeal, a cruise or a conference, and who leave
// without telling.
//
// Fader, Hardie and Shang 2010, "Customer-Base Analysis in a Discrete-Time
// Noncontractual Setting", Marketing Science 29:1086-1108. Its assumptions:
//
//   - at each opportunity a customer who is alive buys with probability p;
//   - p differs between customers as Beta(α, β);
//   - before each opportunity a customer who is alive is lost for good with
//     probability θ;
//   - θ differs between customers as Beta(γ, δ), independent of p.
//
// A history counts opportunities, not time: X of the T opportunities after
// the first purchase were taken, the last of them being number Tx. There are
// few different ones: n(n+1)/2 + 1 after n opportunities. Compress them with
// btyd.Compress.
//
// Histories must be valid (see [Validate]) and parameters positive (see
// [Model.Validate]); then no method returns NaN.
package bgbb

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Model holds the parameters, none of which has a unit. At an opportunity a
// customer buys with probability p ~ Beta(Alpha, Beta); before it, is lost
// with probability θ ~ Beta(Gamma, Delta).
type Model struct {
	Alpha, Beta, Gamma, Delta float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"alpha", "beta", "gamma", "delta"} }

// Parameters lists α, β, γ, δ.
func (m Model) Parameters() []float64 { return []float64{m.Alpha, m.Beta, m.Gamma, m.Delta} }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// LogLikelihood of one history (eq. 5 of the paper): the sum over the
// opportunities before which the customer may have been lost, the last chance
// being that the customer is not lost yet.
func (m Model) LogLikelihood(h btyd.History) float64 {
	w := m.walk(h)
	return w.common + math.Log(w.total())
}

// walk is the sum over the moments at which a customer may have been lost,
// relative to what all of them share.
type walk struct {
	common      float64 // the logarithm of what they share
	alive, lost float64
}

func (w walk) total() float64 { return w.alive + w.lost }

// share is the chance that the customer is not lost yet.
func (w walk) share() float64 {
	if w.alive == 0 {
		return 0
	}
	return w.alive / (w.alive + w.lost)
}

// walk goes through the opportunities after the last purchase. Up to there
//
//	(α)_x (β)_(t_x-x) / (α+β)_(t_x) × (δ)_(t_x) / (γ+δ)_(t_x)
//
// is certain, (z)_n being a rising factorial; from there on each opportunity
// missed alive multiplies by what is ever less than one.
func (m Model) walk(h btyd.History) walk {
	w := walk{common: numeric.LogRising(m.Alpha, h.X) + logSurvival(m.Beta, m.Alpha+h.X, h.Tx-h.X) -
		numeric.LogRising(m.Alpha+m.Beta, h.X) + logSurvival(m.Delta, m.Gamma, h.Tx), alive: 1}
	for k := h.Tx; k < h.T; k++ {
		w.lost += w.alive * m.Gamma / (m.Gamma + m.Delta + k)
		w.alive *= m.stay(k) * m.pass(h.X, k)
	}
	return w
}

// stay is the chance of not being lost before opportunity k+1, given alive at
// opportunity k.
func (m Model) stay(k float64) float64 { return (m.Delta + k) / (m.Gamma + m.Delta + k) }

// pass is the chance of not buying at opportunity k+1, alive, given x
// purchases at the k before.
func (m Model) pass(x, k float64) float64 {
	return (m.Beta + k - x) / (m.Alpha + m.Beta + k)
}

// logSurvival is ln of (b)_n/(a+b)_n = E[(1-q)^n] with q ~ Beta(a, b): the
// difference of two logarithms of rising factorials, in whichever of two
// forms cancels less.
func logSurvival(b, a, n float64) float64 {
	if n <= a {
		return numeric.LogRising(b, n) - numeric.LogRising(a+b, n)
	}
	return numeric.LogRising(b, a) - numeric.LogRising(b+n, a)
}
