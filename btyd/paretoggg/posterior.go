package paretoggg

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
)

// Individuals are the draws of one customer.
func (p *Posterior) Individuals(customer int) []Individual {
	out := make([]Individual, len(p.draws))
	for i, draw := range p.draws {
		out[i] = draw[customer]
	}
	return out
}

// Mean is the posterior mean of the six parameters.
func (p *Posterior) Mean() Model {
	v := func(i int) float64 { return p.Parameters[i].Mean }
	return Model{R: v(0), Alpha: v(1), S: v(2), Beta: v(3), T: v(4), Gamma: v(5)}
}

// Regularity is the posterior mean of the customer's k.
func (p *Posterior) Regularity(customer int) (mean float64) {
	for _, draw := range p.draws {
		mean += draw[customer].K / float64(len(p.draws))
	}
	return mean
}

// ProbabilityAlive is the chance that the customer has not dropped out by T.
func (p *Posterior) ProbabilityAlive(customer int) float64 {
	alive := 0
	for _, draw := range p.draws {
		if draw[customer].Lifetime > p.Customers[customer].T {
			alive++
		}
	}
	return float64(alive) / float64(len(p.draws))
}

// futures is the number of futures simulated from one draw.
const futures = 5

// Forecast is what the posterior draws make of one customer's future.
type Forecast struct {
	// Purchases are counts of purchases in (T, T+t], one a simulated future.
	Purchases []int
	// Expected is their mean, and Active the share that is not zero.
	Expected, Active float64
}

// Forecast simulates what the customer does in (T, T+t], five times from every
// draw.
func (p *Posterior) Forecast(customer int, t float64, rng *rand.Rand) Forecast {
	f := Forecast{Purchases: make([]int, 0, futures*len(p.draws))}
	h := p.Customers[customer].History
	for _, draw := range p.draws {
		for range futures {
			n := draw[customer].future(h, t, rng)
			f.Purchases = append(f.Purchases, n)
			f.Expected += float64(n)
			if n > 0 {
				f.Active++
			}
		}
	}
	f.Expected /= float64(len(f.Purchases))
	f.Active /= float64(len(f.Purchases))
	return f
}

// Distribution fills dst with the shares of futures with n = 0, 1, ...
// purchases and returns the share of those with len(dst) or more.
func (f Forecast) Distribution(dst []float64) (tail float64) {
	clear(dst)
	one := 1 / float64(len(f.Purchases))
	for _, n := range f.Purchases {
		if n < len(dst) {
			dst[n] += one
		} else {
			tail += one
		}
	}
	return tail
}

// future draws the number of purchases in (T, T+t].
func (p Individual) future(h btyd.History, t float64, rng *rand.Rand) (n int) {
	if p.Lifetime <= h.T {
		return 0
	}
	end := h.T + math.Min(t, rng.ExpFloat64()/p.Dropout)
	for at := h.Tx + p.gapBeyond(rng, h.T-h.Tx); at <= end; at += p.gap(rng) {
		n++
	}
	return n
}

// describe sums up the draws of the six parameters and judges the chains.
func (p *Posterior) describe() error {
	p.Parameters = p.parameters().Summary()
	for _, d := range p.Parameters {
		if !(d.RHat < unmixed) {
			return fmt.Errorf("%w: R-hat of %s is %.3g; run more steps", btyd.ErrNotConverged, d.Name, d.RHat)
		}
	}
	return nil
}

// parameters are the draws of the six parameters, column by column.
func (p *Posterior) parameters() *bayes.Draws {
	d := &bayes.Draws{Names: Model{}.Names(), Chains: len(p.Population), PerChain: len(p.Population[0])}
	d.Values = make([][]float64, len(d.Names))
	for _, chain := range p.Population {
		for _, m := range chain {
			for i, v := range m.Parameters() {
				d.Values[i] = append(d.Values[i], v)
			}
		}
	}
	return d
}
