package cnbd

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Latent lets customers differ in regularity. Each belongs to one of a few
// classes, unseen, each with its own k. The time between two purchases is
// Gamma(shape k, rate kλ), of mean 1/λ in every class, so that one
// distribution of the purchase rate λ ~ Gamma(r, α) serves them all; in class k
// the customer is one of Model{K: k, Alpha: α/k}. What a customer's gaps say
// about the class, and what this says about the future, follow by Bayes' rule
// in closed form.
//
// It answers the question of the Pareto/GGG, in which k is continuous (Platzer
// and Reutterer 2016), without simulation.
type Latent struct {
	// K lists the classes, ascending, and Weights the share of customers in
	// each; they add up to one.
	K       []int
	Weights []float64
	// R and Alpha describe purchases per unit of time, A and B the chance of
	// dropping out after a purchase, as in Model.
	R, Alpha, A, B float64
	// AtZero: a customer can be lost right after the first purchase.
	AtZero bool
}

// Names lists the parameters in the order of Parameters.
func (m Latent) Names() []string {
	all := names()
	for _, k := range m.K {
		all = append(all, fmt.Sprintf("share of k=%d", k))
	}
	return all
}

// Parameters lists r, alpha, a, b and the weights.
func (m Latent) Parameters() []float64 {
	return append([]float64{m.R, m.Alpha, m.A, m.B}, m.Weights...)
}

// Validate refuses parameters that are not positive and finite, classes that do
// not ascend, and weights that are not chances.
func (m Latent) Validate() error {
	if err := checkClasses(m.K); err != nil {
		return err
	}
	if err := m.class(0).Validate(); err != nil {
		return err
	}
	if len(m.Weights) != len(m.K) {
		return fmt.Errorf("%w: %d classes, %d weights", btyd.ErrInvalidStart, len(m.K), len(m.Weights))
	}
	total := 0.0
	for i, w := range m.Weights {
		if !(w >= 0) {
			return fmt.Errorf("%w: weight %g of k = %d must be zero or more", btyd.ErrInvalidStart, w, m.K[i])
		}
		total += w
	}
	if !(math.Abs(total-1) < 1e-9) {
		return fmt.Errorf("%w: weights add up to %g, not 1", btyd.ErrInvalidStart, total)
	}
	return nil
}

func checkClasses(classes []int) error {
	if len(classes) == 0 {
		return fmt.Errorf("%w: no class of regularity", btyd.ErrInvalidStart)
	}
	for i, k := range classes {
		if err := checkK(k); err != nil {
			return err
		}
		if i > 0 && k <= classes[i-1] {
			return fmt.Errorf("%w: classes must ascend, but %d follows %d", btyd.ErrInvalidStart, k, classes[i-1])
		}
	}
	return nil
}

// class is the model of customers in class i.
func (m Latent) class(i int) Model {
	return Model{K: m.K[i], R: m.R, Alpha: m.Alpha / float64(m.K[i]), A: m.A, B: m.B, AtZero: m.AtZero}
}

// classes calls f with each class that counts and the chance that the customer
// belongs to it.
func (m Latent) classes(c Customer, f func(chance float64, class Model)) {
	posterior, _ := m.posterior(c)
	for i := range m.K {
		if posterior[i] > faint {
			f(posterior[i], m.class(i))
		}
	}
}

// posterior returns the chances of the classes given what is known of the
// customer, and the log-likelihood.
func (m Latent) posterior(c Customer) (chances [MaxK]float64, logLikelihood float64) {
	top := math.Inf(-1)
	for i, w := range m.Weights {
		chances[i] = math.Log(w) + m.class(i).LogLikelihoodOf(c)
		top = math.Max(top, chances[i])
	}
	total := 0.0
	for i := range m.K {
		chances[i] = math.Exp(chances[i] - top)
		total += chances[i]
	}
	for i := range m.K {
		chances[i] /= total
	}
	return chances, top + math.Log(total)
}

// average is the mean over the customer's class.
func (m Latent) average(c Customer, f func(Model) float64) (total float64) {
	m.classes(c, func(chance float64, class Model) { total += chance * f(class) })
	return total
}

// LogLikelihood is the log density of the purchase moments of one customer.
func (m Latent) LogLikelihood(c Customer) float64 {
	_, l := m.posterior(c)
	return l
}

// Classes returns the chances that the customer belongs to each class of K.
func (m Latent) Classes(c Customer) []float64 {
	chances, _ := m.posterior(c)
	return append([]float64(nil), chances[:len(m.K)]...)
}

// Regularity is the customer's expected k.
func (m Latent) Regularity(c Customer) float64 {
	return m.average(c, Model.ticks)
}

// ProbabilityAlive is the chance that the customer has not dropped out by T.
func (m Latent) ProbabilityAlive(c Customer) float64 {
	return m.average(c, func(class Model) float64 { return class.ProbabilityAlive(c.History) })
}

// ExpectedPurchases is the expected number of purchases in (T, T+t].
func (m Latent) ExpectedPurchases(c Customer, t float64) float64 {
	return m.average(c, func(class Model) float64 { return class.ExpectedPurchases(c.History, t) })
}

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u.
func (m Latent) DiscountedPurchases(c Customer, t, delta float64) float64 {
	return m.average(c, func(class Model) float64 { return class.DiscountedPurchases(c.History, t, delta) })
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Latent) ProbabilityOfNone(c Customer, t float64) float64 {
	return m.average(c, func(class Model) float64 { return class.ProbabilityOfNone(c.History, t) })
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase.
func (m Latent) ExpectedNewCustomer(t float64) float64 {
	return m.average(Customer{}, func(class Model) float64 { return class.ExpectedNewCustomer(t) })
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase.
func (m Latent) ProbabilityOf(n int, t float64) float64 {
	return m.average(Customer{}, func(class Model) float64 { return class.ProbabilityOf(n, t) })
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase.
func (m Latent) ProbabilityBetween(n int, from, to float64) float64 {
	return m.average(Customer{}, func(class Model) float64 { return class.ProbabilityBetween(n, from, to) })
}

// ProbabilityOfAll fills dst with ProbabilityOf(0, t), ProbabilityOf(1, t), ...
// and returns the chance of len(dst) purchases or more.
func (m Latent) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return m.blend(Customer{}, dst, func(class Model, part []float64) float64 { return class.ProbabilityOfAll(t, part) })
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more.
func (m Latent) Predictive(c Customer, t float64, dst []float64) (tail float64) {
	return m.blend(c, dst, func(class Model, part []float64) float64 { return class.Predictive(c.History, t, part) })
}

// blend mixes distributions over the customer's class into dst.
func (m Latent) blend(c Customer, dst []float64, f func(Model, []float64) float64) (tail float64) {
	clear(dst)
	part := make([]float64, len(dst))
	m.classes(c, func(chance float64, class Model) {
		tail += chance * f(class, part)
		for n, p := range part {
			dst[n] += chance * p
		}
	})
	return tail
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty.
func (m Latent) Outlook(c Customer, t, delta float64, dst []float64) (o btyd.Outlook) {
	o.Tail = m.blend(c, dst, func(class Model, part []float64) float64 {
		return class.Predictive(c.History, t, part)
	})
	m.classes(c, func(chance float64, class Model) {
		one := class.Outlook(c.History, t, delta, nil)
		o.Alive += chance * one.Alive
		o.Expected += chance * one.Expected
		o.Discounted += chance * one.Discounted
	})
	return o
}

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Latent) TimeToNext(c Customer, probability float64) (t float64, ok bool) {
	type part struct {
		alive float64
		ahead
	}
	var parts []part
	limit := 0.0
	m.classes(c, func(chance float64, class Model) {
		p := part{chance * class.ProbabilityAlive(c.History), class.future(c.History)}
		parts = append(parts, p)
		limit += p.alive
	})
	return numeric.Quantile(probability, limit, (m.Alpha+c.T)/(m.R+c.X),
		func(t float64) (total float64) {
			for i := range parts {
				total += parts[i].alive * parts[i].comes(t)
			}
			return total
		},
		func(t float64) (total float64) {
			for i := range parts {
				total += parts[i].alive * parts[i].density(t)
			}
			return total
		})
}

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Latent) Simulate(rng *rand.Rand, T float64) (times []float64) {
	u, last := rng.Float64(), 0
	for i, w := range m.Weights {
		if w > 0 {
			last = i
			if u -= w; u < 0 {
				break
			}
		}
	}
	return m.class(last).Simulate(rng, T)
}
