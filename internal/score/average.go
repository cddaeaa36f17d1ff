package score

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// average is the simplest honest answer for a log too thin for a model: every
// customer repeats at the pooled rate. With R repeat purchases over a total
// exposure of S customer-units, and a prior worth half a repeat purchase in one
// customer's year, the rate is Gamma(R + 1/2, S + a year), and purchases to
// come are negative binomial. The prior keeps a log of a few days, which says
// nothing of a year, from promising the moon. It knows no dropping out:
// P(alive) is not available.
type average struct{ shape, exposure float64 }

// averageOf pools the rate of the rows; a year is given in their unit.
func averageOf(rows btyd.Rows, year float64) average {
	a := average{shape: 0.5, exposure: year}
	for i := range rows.X {
		a.shape += rows.W[i] * rows.X[i]
		a.exposure += rows.W[i] * rows.T[i]
	}
	return a
}

func (a average) rate() float64 { return a.shape / a.exposure }

// ProbabilityAlive is not known: a negative number by convention of ShapeScore.
func (a average) ProbabilityAlive(btyd.History) float64 { return -1 }

func (a average) ExpectedPurchases(_ btyd.History, t float64) float64 { return a.rate() * t }

func (a average) ExpectedNewCustomer(t float64) float64 { return a.rate() * t }

func (a average) DiscountedPurchases(_ btyd.History, t, delta float64) float64 {
	if delta == 0 {
		return a.rate() * t
	}
	return a.rate() * -math.Expm1(-delta*t) / delta
}

// ProbabilityOfAll is the negative binomial by its recursion.
func (a average) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	q := t / (a.exposure + t)
	p := math.Exp(a.shape * math.Log1p(-q))
	tail = 1
	for n := range dst {
		dst[n] = p
		tail -= p
		p *= q * (a.shape + float64(n)) / float64(n+1)
	}
	return math.Max(tail, 0)
}

func (a average) Predictive(_ btyd.History, t float64, dst []float64) float64 {
	return a.ProbabilityOfAll(t, dst)
}

// TimeToNext solves P(no purchase by t) = 1 - probability.
func (a average) TimeToNext(_ btyd.History, probability float64) (float64, bool) {
	if probability >= 1 {
		return 0, false
	}
	return a.exposure * math.Expm1(-math.Log1p(-probability)/a.shape), true
}

// Outlook gathers the answers for one customer.
func (a average) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	return btyd.Outlook{
		Alive: a.ProbabilityAlive(h), Expected: a.ExpectedPurchases(h, t), Discounted: a.DiscountedPurchases(h, t, delta),
		Tail: a.Predictive(h, t, dst),
	}
}
