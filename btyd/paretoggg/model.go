// Package paretoggg is the Pareto/GGG model: the Pareto/NBD for customers who
// each buy at their own degree of regularity.
//
// Platzer and Reutterer 2016, "Ticking Away the Moments: Timing Regularity
// Helps to Better Predict Customer Activity", Marketing Science 35:779-799. Its
// assumptions:
//
//   - while alive, the time between two purchases is Gamma(shape k, rate kλ), of
//     mean 1/λ: random for k = 1, ever more regular for larger k, in bursts
//     for smaller;
//   - λ differs between customers as Gamma(r, rate α);
//   - the lifetime is exponential with rate μ, which differs as Gamma(s, rate β);
//   - k differs as Gamma(t, rate γ); λ, μ and k are independent.
//
// Its likelihood has no closed form, so [Sample] draws from the posterior
// distribution of the six parameters and of every customer's own k, λ, μ and
// lifetime, by Markov chain Monte Carlo. Where classes of regularity will do,
// cnbd.Latent answers the same question in closed form and far sooner.
//
// Random numbers come from generators that the caller seeds: the same seed gives
// the same answer on any number of processors. The package knows no files,
// clocks, logs or money.
package paretoggg

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The range in which a customer's k is sought. Beyond it regularity does not
// matter: gaps are all but one burst, or all but a clock's.
const (
	MinK = 0.05
	MaxK = 500
)

// Model holds the parameters of the population. Alpha and Beta have the unit of
// time of the data; the others have none.
type Model struct {
	R, Alpha, S, Beta, T, Gamma float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return []string{"r", "alpha", "s", "beta", "t", "gamma"} }

// Parameters lists r, alpha, s, beta, t, gamma.
func (m Model) Parameters() []float64 {
	return []float64{m.R, m.Alpha, m.S, m.Beta, m.T, m.Gamma}
}

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	k := math.Min(math.Max(numeric.GammaVariate(rng, m.T, m.Gamma), MinK), MaxK)
	p := Individual{K: k, Rate: numeric.GammaVariate(rng, m.R, m.Alpha)}
	end := math.Min(T, rng.ExpFloat64()/numeric.GammaVariate(rng, m.S, m.Beta))
	if !(p.Rate > 0) || math.IsInf(p.Rate, 1) {
		return nil
	}
	for at := p.gap(rng); at <= end; at += p.gap(rng) {
		times = append(times, at)
	}
	return times
}

// Individual is one customer in one draw from the posterior distribution.
type Individual struct {
	// K is the regularity, Rate the purchases per unit of time while alive.
	K, Rate float64
	// Dropout is the rate of dropping out, and Lifetime when it happens,
	// measured from the first purchase: the customer is alive at T if it is
	// later than T.
	Dropout, Lifetime float64
}

// gap draws the time between two purchases.
func (p Individual) gap(rng *rand.Rand) float64 {
	return numeric.GammaVariate(rng, p.K, p.K*p.Rate)
}

// gapBeyond draws the time between two purchases, given that it is longer than
// d.
func (p Individual) gapBeyond(rng *rand.Rand, d float64) float64 {
	scale := p.K * p.Rate
	return math.Max(d, gammaBeyond(rng, p.K, d*scale)/scale)
}
