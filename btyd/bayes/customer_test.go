package bayes

import (
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// steady buys as a Poisson process of a known rate, for ever.
type steady struct{ rate float64 }

func (s steady) ProbabilityAlive(btyd.History) float64               { return 1 }
func (s steady) ExpectedPurchases(_ btyd.History, t float64) float64 { return s.rate * t }
func (s steady) Predictive(_ btyd.History, t float64, dst []float64) (tail float64) {
	p, rest := math.Exp(-s.rate*t), 1.0
	for n := range dst {
		dst[n] = p
		rest -= p
		p *= s.rate * t / float64(n+1)
	}
	return rest
}

func TestCustomer(t *testing.T) {
	rates := []float64{1, 2, 3, 4}
	draws := &Draws{Names: []string{"rate"}, Values: [][]float64{rates}, Chains: 1, PerChain: 4}
	predictor := func(p []float64) Predictor { return steady{p[0]} }
	got, err := draws.Customer(predictor, btyd.History{T: 5}, 2, 60, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got.Alive.Mean != 1 || got.Expected.Mean != 5 || got.Expected.Quantiles[2] != 5 {
		t.Errorf("%+v", got)
	}
	// The counts are a mixture of four Poisson distributions.
	var total, mean, square float64
	for n, c := range got.Counts {
		total += c
		mean += c * float64(n)
		square += c * float64(n) * float64(n)
	}
	if math.Abs(total+got.Tail-1) > 1e-12 || math.Abs(mean-5) > 1e-9 || math.Abs(square-mean*mean-(5+5)) > 1e-8 {
		t.Errorf("total %g, mean %g, variance %g", total+got.Tail, mean, square-mean*mean)
	}
	low, high := got.Between(0.05, 0.95)
	below, upTo := 0.0, 0.0
	for n, c := range got.Counts[:high+1] {
		if n < low {
			below += c
		}
		upTo += c
	}
	if below >= 0.05 || upTo < 0.95 || upTo-got.Counts[high] >= 0.95 {
		t.Errorf("interval %d to %d has %g below and %g up to its end", low, high, below, upTo)
	}
	short, err := draws.Customer(predictor, btyd.History{T: 5}, 2, 2, 0)
	if from, to := short.Between(0.05, 0.95); err != nil || from != 1 || to != math.MaxInt {
		t.Errorf("an interval beyond the counts: %d to %d, %v", from, to, err)
	}
	one, err := draws.Customer(predictor, btyd.History{T: 5}, 2, 1, 1)
	if err != nil || one.Expected.Mean != 2*rates[2] {
		t.Errorf("one draw: %+v, %v", one, err)
	}
	for _, bad := range []struct {
		h       btyd.History
		horizon float64
	}{{btyd.History{X: 1, T: 5}, 1}, {btyd.History{T: 5}, -1}, {btyd.History{T: 5}, math.NaN()}, {btyd.History{T: 5}, math.Inf(1)}} {
		if _, err := draws.Customer(predictor, bad.h, bad.horizon, 0, 0); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
