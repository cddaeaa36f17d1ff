package paretoggg

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// chain is the state of one Markov chain. Beside the customers' parameters it
// holds, for each, the gap that was open at T or at the end of the lifetime, as
// it would have gone on. With it every gap is complete, densities need no
// incomplete gamma functions, and λ and μ can be integrated out of the steps for
// all else.
type chain struct {
	rng       *rand.Rand
	customers []cnbd.Customer
	model     Model
	people    []person
	// room for a pass over customers: a time and a count of events each
	span, events, logs []float64
}

// person is one customer in the state of a chain.
type person struct {
	k, rate, lifetime, open float64
}

// vague is the shape and the rate of the Gamma prior distribution of each of the
// six parameters.
const vague = 1e-3

func newChain(rng *rand.Rand, customers []cnbd.Customer, start Model) *chain {
	n := len(customers)
	c := &chain{rng: rng, customers: customers, people: make([]person, n),
		span: make([]float64, n), events: make([]float64, n), logs: make([]float64, n)}
	away := func(p float64) float64 { return p * math.Exp(0.5*rng.NormFloat64()) }
	c.model = Model{R: away(start.R), Alpha: away(start.Alpha), S: away(start.S), Beta: away(start.Beta),
		T: away(start.T), Gamma: away(start.Gamma)}
	for i, h := range customers {
		p := &c.people[i]
		p.k = 1
		p.lifetime = h.Tx + rng.Float64()*(h.T-h.Tx)
		p.open = p.lifetime - h.Tx + rng.ExpFloat64()*c.model.Alpha/c.model.R
	}
	return c
}

// step goes once through all parameters and all customers.
func (c *chain) step() {
	c.drawRates()
	c.drawLifetimes()
	c.drawRegularity()
	for i := range c.people {
		c.drawPerson(&c.people[i], &c.customers[i])
	}
}

// drawPerson redraws one customer given the six parameters.
func (c *chain) drawPerson(p *person, h *cnbd.Customer) {
	rng, m := c.rng, &c.model
	n, sum, logs := h.X+1, h.Tx+p.open, h.LogGaps+math.Log(p.open)
	// k, whatever λ is: the density of n gaps under Gamma mixed λ.
	p.k = math.Exp(slice(rng, math.Log(p.k), 2.5/math.Sqrt(n+1), logMinK, logMaxK, func(u float64) float64 {
		k := math.Exp(u)
		return m.T*u - m.Gamma*k + n*(k*u-numeric.LogGamma(k)) + k*logs +
			numeric.LogGamma(m.R+k*n) - (m.R+k*n)*math.Log(m.Alpha+k*sum)
	}))
	p.rate = numeric.GammaVariate(rng, m.R+p.k*n, m.Alpha+p.k*sum)
	// The open gap: no purchase came before T or the end of the lifetime.
	seen := math.Min(p.lifetime, h.T) - h.Tx
	p.open = math.Max(Individual{K: p.k, Rate: p.rate}.gapBeyond(rng, seen), math.SmallestNonzeroFloat64)
	// The lifetime, whatever μ is: it ended within the open gap, unless that
	// outlasts the observation.
	least := 0.0
	if p.open <= h.T-h.Tx {
		least = math.Exp(m.S * math.Log((m.Beta+h.Tx)/(m.Beta+h.Tx+p.open)))
	}
	left := least + rng.Float64()*(1-least)
	p.lifetime = (m.Beta+h.Tx)*math.Exp(-math.Log(left)/m.S) - m.Beta
	p.lifetime = math.Min(math.Max(p.lifetime, h.Tx), forever)
}

// forever stands for lifetimes beyond all floating point numbers.
const forever = 1e300

var logMinK, logMaxK = math.Log(MinK), math.Log(MaxK)

// individual completes a person with a draw of μ.
func (c *chain) individual(i int) Individual {
	p := c.people[i]
	return Individual{K: p.k, Rate: p.rate, Lifetime: p.lifetime,
		Dropout: numeric.GammaVariate(c.rng, c.model.S+1, c.model.Beta+p.lifetime)}
}

// drawRates draws r and α, whatever the customers' λ are.
func (c *chain) drawRates() {
	for i := range c.people {
		p, h := &c.people[i], &c.customers[i]
		c.events[i] = p.k * (h.X + 1)
		c.span[i] = p.k * (h.Tx + p.open)
	}
	n := float64(len(c.people))
	c.model.R, c.model.Alpha = c.drawPair(c.model.R, c.model.Alpha, func(r, alpha float64) float64 {
		for i, s := range c.span {
			c.logs[i] = alpha + s
		}
		numeric.LogEach(c.logs)
		total := n * (r*math.Log(alpha) - numeric.LogGamma(r))
		for i, g := range c.events {
			total += numeric.LogGamma(r+g) - (r+g)*c.logs[i]
		}
		return total
	})
}

// drawLifetimes draws s and β, whatever the customers' μ are. Of those alive
// it counts only that they outlived the observation.
func (c *chain) drawLifetimes() {
	n, dead := float64(len(c.people)), 0.0
	for i := range c.people {
		c.span[i], c.events[i] = c.customers[i].T, 0
		if life := c.people[i].lifetime; life <= c.customers[i].T {
			c.span[i], c.events[i] = life, 1
			dead++
		}
	}
	c.model.S, c.model.Beta = c.drawPair(c.model.S, c.model.Beta, func(s, beta float64) float64 {
		for i, t := range c.span {
			c.logs[i] = beta + t
		}
		numeric.LogEach(c.logs)
		total := dead*math.Log(s) + n*s*math.Log(beta)
		for i, l := range c.logs {
			total -= (s + c.events[i]) * l
		}
		return total
	})
}

// drawRegularity draws t and γ.
func (c *chain) drawRegularity() {
	n, sum, logs := float64(len(c.people)), 0.0, 0.0
	for i := range c.people {
		sum += c.people[i].k
		logs += math.Log(c.people[i].k)
	}
	c.model.T, c.model.Gamma = c.drawPair(c.model.T, c.model.Gamma, func(t, gamma float64) float64 {
		return n*(t*math.Log(gamma)-numeric.LogGamma(t)) + t*logs - gamma*sum
	})
}

// drawPair draws the shape and the rate of a Gamma distribution given the log
// density of what depends on them. It moves the shape and the mean in turn,
// which are nearly independent.
func (c *chain) drawPair(shape, rate float64, f func(shape, rate float64) float64) (float64, float64) {
	density := func(u, v float64) float64 {
		shape, rate := math.Exp(u), math.Exp(u-v)
		return vague*(2*u-v-shape-rate) + f(shape, rate)
	}
	u, v := math.Log(shape), math.Log(shape/rate)
	u = slice(c.rng, u, 0.3, u-10, u+10, func(u float64) float64 { return density(u, v) })
	v = slice(c.rng, v, 0.3, v-10, v+10, func(v float64) float64 { return density(u, v) })
	return math.Exp(u), math.Exp(u - v)
}
