package bayes

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Predictor is what a transaction model with given parameters says of a
// customer.
type Predictor interface {
	ProbabilityAlive(h btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	// Predictive fills dst with the chances of 0, 1, ... purchases in
	// (T, T+t] and returns the chance of len(dst) or more.
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
}

// Uncertain is a number that depends on the parameters: its posterior mean
// and quantiles at [Levels].
type Uncertain struct {
	Mean      float64
	Quantiles [5]float64
}

// Prediction is what the draws say of one customer.
type Prediction struct {
	// Alive is the chance of being alive at T, Expected the expected number
	// of purchases in (T, T+horizon]. Their quantiles show only how well the
	// parameters are known.
	Alive, Expected Uncertain
	// Counts are the chances of 0, 1, ... purchases in (T, T+horizon], and
	// Tail that of more: the chance of the process and the uncertainty of
	// the parameters together.
	Counts []float64
	Tail   float64
}

// Between returns the smallest counts that reach probabilities low and high:
// an interval for the number of purchases. An end beyond Counts is the
// largest integer.
func (p Prediction) Between(low, high float64) (from, to int) {
	from, to = math.MaxInt, math.MaxInt
	total := 0.0
	for n, c := range p.Counts {
		total += c
		if total >= low && from == math.MaxInt {
			from = n
		}
		if total >= high {
			return from, n
		}
	}
	return from, to
}

// Customer predicts for one history by averaging a model over up to thin
// draws (500 when zero), spaced evenly. The model is made from parameters by
// predictor, which may use the slice only while it runs; counts is the number
// of purchases that chances are wanted of, 32 when zero. The error wraps
// btyd.ErrInvalidRow.
func (d *Draws) Customer(predictor func(parameters []float64) Predictor, h btyd.History, horizon float64, counts, thin int) (Prediction, error) {
	if err := h.Validate(); err != nil {
		return Prediction{}, err
	}
	if !(horizon >= 0) || math.IsInf(horizon, 0) {
		return Prediction{}, fmt.Errorf("%w: horizon %g must be zero or more, and finite", btyd.ErrInvalidRow, horizon)
	}
	if counts <= 0 {
		counts = 32
	}
	if thin <= 0 {
		thin = 500
	}
	out := Prediction{Counts: make([]float64, counts)}
	spaced := d.spaced(thin)
	share := 1 / float64(len(spaced))
	alive, expected := make([]float64, len(spaced)), make([]float64, len(spaced))
	p, chances := make([]float64, len(d.Values)), make([]float64, counts)
	for k, i := range spaced {
		m := predictor(d.At(i, p))
		alive[k], expected[k] = m.ProbabilityAlive(h), m.ExpectedPurchases(h, horizon)
		out.Tail += share * m.Predictive(h, horizon, chances)
		for n, c := range chances {
			out.Counts[n] += share * c
		}
	}
	out.Alive, out.Expected = uncertain(alive), uncertain(expected)
	return out, nil
}

// uncertain describes a column, which it sorts.
func uncertain(column []float64) Uncertain {
	u := Uncertain{Mean: mean(column)}
	slices.Sort(column)
	for i, level := range Levels() {
		u.Quantiles[i] = quantile(column, level)
	}
	return u
}
