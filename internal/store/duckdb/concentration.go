package duckdb

import (
	"slices"
	"sync"

	"github.com/perennial-clv/perennial/internal/value"
)

// concentrationParts is the number of points of the value curve.
const concentrationParts = 20

// concentration is the value curve, best customers first, of past value and of
// predicted value, each ranked by itself. It needs the scores handed out.
func (s *scoredCustomers) concentration() []value.Concentration {
	var past, future []float64
	for i, c := range s.customers {
		if c.seen {
			past, future = append(past, major(c.gross+c.refunded)), append(future, s.clv[i])
		}
	}
	var wg sync.WaitGroup
	var pastShares, futureShares []float64
	wg.Go(func() { pastShares = shares(past) })
	wg.Go(func() { futureShares = shares(future) })
	wg.Wait()
	var out []value.Concentration
	for i := range concentrationParts {
		c := value.Concentration{Customers: float64(i+1) / concentrationParts}
		if pastShares != nil {
			c.Historic = pastShares[i]
		}
		if futureShares != nil {
			c.Predicted = &futureShares[i]
		}
		out = append(out, c)
	}
	return out
}

// shares are the shares of the total held by the largest twentieth, two
// twentieths and so on; nil without a total.
func shares(v []float64) []float64 {
	slices.Sort(v)
	slices.Reverse(v)
	total := 0.0
	for _, x := range v {
		total += x
	}
	if total == 0 {
		return nil
	}
	out := make([]float64, concentrationParts)
	sum, at := 0.0, 0
	for i := range out {
		for end := (len(v)*(i+1) + concentrationParts - 1) / concentrationParts; at < end; at++ {
			sum += v[at]
		}
		out[i] = sum / total
	}
	return out
}
