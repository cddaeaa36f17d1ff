package bgbb

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ProbabilityAlive is the chance that the customer will be alive at the next
// opportunity, number n+1 (eq. 11).
func (m Model) ProbabilityAlive(h btyd.History) float64 { return m.ProbabilityAliveAt(h, 1) }

// ProbabilityAliveAt is the chance that the customer will be alive at
// opportunity n+ahead. With ahead = 0 it is that of having been alive at the
// last opportunity observed.
func (m Model) ProbabilityAliveAt(h btyd.History, ahead int) float64 {
	alive := m.walk(h).share()
	if ahead <= 0 {
		return alive
	}
	return alive * math.Exp(logSurvival(m.Delta+h.T, m.Gamma, float64(ahead)))
}

// future is the model of the opportunities ahead of the customer, given alive
// at the last one observed: p ~ Beta(α+x, β+n-x) and θ ~ Beta(γ, δ+n).
func (m Model) future(h btyd.History) Model {
	return Model{Alpha: m.Alpha + h.X, Beta: m.Beta + h.T - h.X, Gamma: m.Gamma, Delta: m.Delta + h.T}
}

// chance is the mean of p.
func (m Model) chance() float64 { return m.Alpha / (m.Alpha + m.Beta) }

// ExpectedPurchases is the expected number of purchases at the next nStar
// opportunities (eq. 13).
func (m Model) ExpectedPurchases(h btyd.History, nStar int) float64 {
	return m.walk(h).share() * m.future(h).ExpectedNewCustomer(nStar)
}

// ExpectedNewCustomer is the expected number of purchases of a new customer at
// the first n opportunities (eq. 9).
func (m Model) ExpectedNewCustomer(n int) float64 { return m.chance() * m.present(n) }

// summed is the largest number of opportunities added up one by one.
const summed = 1000

// present is the expected number of the first n opportunities at which a new
// customer is alive: the sum over k of E[(1-θ)^k]. In closed form it is
//
//	δ/(γ-1) × (1 - (δ+1)_n/(γ+δ)_n)
//
// which is defined at γ = 1 too, by its limit.
func (m Model) present(n int) (total float64) {
	if n <= summed {
		alive := 1.0
		for k := range n {
			alive *= m.stay(float64(k))
			total += alive
		}
		return total
	}
	g, z, k := m.Gamma-1, m.Delta+1, float64(n)
	var v float64 // -ln of the ratio, over g
	switch {
	case math.Abs(g) < 1e-3: // Simpson's rule for the mean slope
		v = (numeric.DigammaRise(z, k) + 4*numeric.DigammaRise(z+g/2, k) + numeric.DigammaRise(z+g, k)) / 6
	case g > 0:
		v = (numeric.LogRising(z+k, g) - numeric.LogRising(z, g)) / g
	default:
		v = (numeric.LogRising(z+g+k, -g) - numeric.LogRising(z+g, -g)) / -g
	}
	return m.Delta * numeric.PowerGap(g, v)
}

// DERT is the discounted expected number of residual transactions: all
// purchases to come, one at opportunity n+j weighted by (1+d)^-j (eq. 14),
// with d the rate of discount from one opportunity to the next. Without
// discount it is finite only when γ > 1.
func (m Model) DERT(h btyd.History, d float64) float64 {
	alive, f := m.walk(h).share(), m.future(h)
	if alive == 0 {
		return 0
	}
	return alive * f.chance() * f.discounted(d)
}

// discounted is the sum over j of E[(1-θ)^j] (1+d)^-j, which is
//
//	E[(1-θ)/(d+θ)] = δ/(γ+δ) E'[1/(d+θ)],  θ ~' Beta(γ, δ+1)
func (m Model) discounted(d float64) float64 {
	switch {
	case math.IsInf(d, 1):
		return 0
	case d > 0:
		return m.Delta / (m.Gamma + m.Delta) * math.Exp(numeric.LogBetaMean(m.Gamma, m.Delta+1,
			func(theta, _ float64) float64 { return -math.Log(d + theta) }))
	case d == 0 && m.Gamma > 1:
		return m.Delta / (m.Gamma - 1)
	}
	return math.Inf(1)
}

// PosteriorMeans are the expected p, the chance of buying at an opportunity,
// and θ, that of being lost before one, of a customer with this history.
func (m Model) PosteriorMeans(h btyd.History) (p, theta float64) {
	total := m.walk(h).total()
	weight := 1.0
	for k := h.Tx; k < h.T; k++ {
		lost := weight * m.Gamma / (m.Gamma + m.Delta + k) / total
		p += lost * (m.Alpha + h.X) / (m.Alpha + m.Beta + k)
		theta += lost * (m.Gamma + 1) / (m.Gamma + m.Delta + k + 1)
		weight *= m.stay(k) * m.pass(h.X, k)
	}
	p += weight / total * (m.Alpha + h.X) / (m.Alpha + m.Beta + h.T)
	theta += weight / total * m.Gamma / (m.Gamma + m.Delta + h.T)
	return p, theta
}
