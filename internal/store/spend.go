package store

import "math"

// SpendDays says over which purchase days a customer's mean spend is taken.
type SpendDays int

// The days. The first purchase makes somebody a customer and may be unlike the
// others; but of most customers it is all there is.
const (
	RepeatDays SpendDays = iota // those after the first
	AllDays                     // the first included
)

// Count is how many of a customer's purchase days are meant, with x after the
// first.
func (d SpendDays) Count(x int32) int32 {
	if d == AllDays {
		return x + 1
	}
	return x
}

// Mean is the mean spend of those of a customer's purchase days, reduced by
// the customer's own share of refunds: gross and refunded, which is negative,
// are of all time, first is the gross of the first purchase day. It is NaN
// when no day is meant.
func (d SpendDays) Mean(days int32, gross, first, refunded float64) float64 {
	n := d.Count(days - 1)
	if n < 1 {
		return math.NaN()
	}
	net := 1.0
	if gross > 0 {
		net = math.Max(0, 1+refunded/gross)
	}
	if d == RepeatDays {
		gross -= first
	}
	return gross / float64(n) * net
}

// SpendSum adds up customers' mean spends and their squares; customers without
// one add nothing.
type SpendSum struct{ Mean, Squared float64 }

// Add counts a customer's mean spend in.
func (s *SpendSum) Add(mean float64) {
	if !math.IsNaN(mean) {
		s.Mean += mean
		s.Squared += mean * mean
	}
}

// Merge adds another sum.
func (s *SpendSum) Merge(o SpendSum) {
	s.Mean += o.Mean
	s.Squared += o.Squared
}
