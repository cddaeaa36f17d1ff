package dyncov

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Simulate draws the times of the repeat purchases of one new customer, whose
// first purchase is at position start, within (0, T] of it, in order: events
// that are evenly random on the clocks.
func (c *Clocks) Simulate(rng *rand.Rand, start, T float64) (times []float64, err error) {
	if _, _, err := c.walker(Customer{Start: start}, T); err != nil {
		return nil, err
	}
	rate := numeric.GammaVariate(rng, c.model.R, c.model.Alpha)
	hazard := numeric.GammaVariate(rng, c.model.S, c.model.Beta)
	end := start + T
	if hazard > 0 {
		k := c.clocks.segment(start)
		end, _ = c.clocks.later(leaving, k, start, rng.ExpFloat64()/hazard, end)
	}
	if !(rate > 0) || math.IsInf(rate, 1) {
		return nil, nil
	}
	k, at := c.clocks.segment(start), start
	for {
		if at, k = c.clocks.later(buying, k, at, rng.ExpFloat64()/rate, end); at >= end {
			return times, nil
		}
		times = append(times, at-start)
	}
}

// later is the position at which a clock has gone on by grown since a position
// in segment k, with its segment; end if that is not before it.
func (c *clocks) later(q, k int, position, grown, end float64) (float64, int) {
	for {
		high := math.Min(end, c.end(k))
		if more := c.rate[q][k] * (high - position); grown < more {
			return position + grown/c.rate[q][k], k
		} else if high >= end {
			return end, k
		} else {
			grown -= math.Max(more, 0)
			position, k = math.Max(position, high), k+1
		}
	}
}
