package bgbb

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// ProbabilityOf is the chance that a new customer buys at exactly x of the
// first n opportunities (eq. 7): the mean over how many of them the customer
// lives to see, k, of a Beta-binomial probability
//
//	C(k, x) (α)_x (β)_(k-x) / (α+β)_k
func (m Model) ProbabilityOf(x, n int) float64 {
	if x < 0 || x > n {
		return 0
	}
	// Logarithms, as with many opportunities the first term may underflow
	// where the sum does not.
	l := numeric.LogRising(m.Alpha, float64(x)) - numeric.LogRising(m.Alpha+m.Beta, float64(x)) +
		logSurvival(m.Delta, m.Gamma, float64(x))
	total := math.Inf(-1)
	for k := x; k < n; k++ {
		i := float64(k)
		total = numeric.LogAdd(total, l+math.Log(m.Gamma/(m.Gamma+m.Delta+i)))
		l += math.Log(m.stay(i) * m.pass(float64(x), i) * (i + 1) / (i + 1 - float64(x)))
	}
	return math.Exp(numeric.LogAdd(total, l))
}

// ProbabilityOfAll fills dst with ProbabilityOf(0, n), ProbabilityOf(1, n),
// ... and returns the chance of len(dst) purchases or more.
func (m Model) ProbabilityOfAll(n int, dst []float64) (tail float64) {
	tail = 1
	for x := range dst {
		dst[x] = m.ProbabilityOf(x, max(n, 0))
		tail -= dst[x]
	}
	if len(dst) > n {
		return 0
	}
	return max(0, tail)
}

// ProbabilityBetween is the chance that a new customer buys at exactly x of
// the opportunities from+1, ..., to.
func (m Model) ProbabilityBetween(x, from, to int) float64 {
	from = max(from, 0)
	later := Model{Alpha: m.Alpha, Beta: m.Beta, Gamma: m.Gamma, Delta: m.Delta + float64(from)}
	l := logSurvival(m.Delta, m.Gamma, float64(from))
	p := math.Exp(l) * later.ProbabilityOf(x, max(to-from, 0))
	if x == 0 {
		p -= math.Expm1(l)
	}
	return p
}

// Predictive fills dst with the chances of 0, 1, ... purchases at the next
// nStar opportunities and returns the chance of len(dst) or more (eq. 12).
func (m Model) Predictive(h btyd.History, nStar int, dst []float64) (tail float64) {
	if len(dst) == 0 {
		return 1
	}
	alive := m.walk(h).share()
	tail = alive * m.future(h).ProbabilityOfAll(nStar, dst)
	for x := range dst {
		dst[x] *= alive
	}
	dst[0] += 1 - alive
	return tail
}
