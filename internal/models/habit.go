package models

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Habit is the naive rule that a model must beat: every customer goes on at
// the rate so far, for ever. Half a purchase at everybody's rate keeps one-time
// buyers from being called lost for certain.
type Habit struct{ Rate float64 }

// halfPurchase is the weight of everybody's rate against a customer's own.
const halfPurchase = 0.5

// HabitOf takes everybody's rate from the rows.
func HabitOf(rows btyd.Rows) Habit {
	_, rate := rows.Pace()
	return Habit{rate}
}

// own is a customer's rate so far.
func (n Habit) own(h btyd.History) float64 {
	if !(n.Rate > 0) {
		return 0
	}
	return (h.X + halfPurchase) / (h.T + halfPurchase/n.Rate)
}

// ProbabilityAlive is not known: a negative number by convention.
func (n Habit) ProbabilityAlive(btyd.History) float64 { return -1 }

func (n Habit) ExpectedPurchases(h btyd.History, t float64) float64 { return n.own(h) * t }

func (n Habit) ExpectedNewCustomer(t float64) float64 { return n.Rate * t }

func (n Habit) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	if delta == 0 {
		return n.own(h) * t
	}
	return n.own(h) * -math.Expm1(-delta*t) / delta
}

func (n Habit) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return poisson(n.Rate*t, dst)
}

func (n Habit) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return poisson(n.own(h)*t, dst)
}

func (n Habit) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	return btyd.Outlook{Alive: -1, Expected: n.ExpectedPurchases(h, t), Discounted: n.DiscountedPurchases(h, t, delta), Tail: n.Predictive(h, t, dst)}
}

func (n Habit) TimeToNext(h btyd.History, probability float64) (float64, bool) {
	rate := n.own(h)
	if rate <= 0 || probability >= 1 {
		return 0, false
	}
	return -math.Log1p(-probability) / rate, true
}

// poisson fills dst with the chances of 0, 1, ... events of a mean.
func poisson(mean float64, dst []float64) (tail float64) {
	const tiny = 1e-280 // the recursion loses its digits below
	p := math.Exp(-mean)
	tail = 1
	for k := range dst {
		if p < tiny && mean > 0 {
			lg, _ := math.Lgamma(float64(k) + 1)
			p = math.Exp(float64(k)*math.Log(mean) - mean - lg)
		}
		dst[k] = p
		tail -= p
		p *= mean / float64(k+1)
	}
	return math.Max(tail, 0)
}
