package ziln

import (
	"math"
	"math/rand/v2"
)

// Logits are the three outputs of the model for one customer: the log-odds of
// coming back, the mean μ of the logarithm of the value if so, and the raw
// scale from which σ follows.
type Logits struct {
	Return, Mu, Scale float64
}

// leastSigma keeps σ away from zero, where the density has no bound.
var leastSigma = math.Sqrt(1e-7)

// Sigma is the standard deviation of the logarithm of the value of those who
// come back: softplus(Scale) = ln(1+e^Scale), and no less than sqrt(1e-7).
func (z Logits) Sigma() float64 { return math.Max(softplus(z.Scale), leastSigma) }

// ProbabilityOfReturn is the chance of any value at all.
func (z Logits) ProbabilityOfReturn() float64 { return math.Exp(-softplus(-z.Return)) }

// MeanIfReturned is the mean value of those who come back, exp(μ+σ²/2). It is
// as large as the tail of a log-normal makes it; see [Prediction].
func (z Logits) MeanIfReturned() float64 {
	s := z.Sigma()
	return math.Exp(z.Mu + s*s/2)
}

// Mean is the expected value, ProbabilityOfReturn times MeanIfReturned.
func (z Logits) Mean() float64 {
	s := z.Sigma()
	return math.Exp(z.Mu + s*s/2 - softplus(-z.Return))
}

// Loss is minus the log density of a value (2019, eq. 2): the loss of
// classifying who comes back, and that of the logarithm of the value of those
// who do.
func (z Logits) Loss(value float64) float64 {
	if !(value > 0) {
		return softplus(z.Return)
	}
	l := math.Log(value)
	e := (l - z.Mu) / z.Sigma()
	return softplus(-z.Return) + l + math.Log(z.Sigma()) + e*e/2 + math.Log(2*math.Pi)/2
}

// ProbabilityAbove is the chance of a value larger than v >= 0.
func (z Logits) ProbabilityAbove(v float64) float64 {
	p := z.ProbabilityOfReturn()
	if !(v > 0) {
		return p
	}
	return p * math.Erfc((math.Log(v)-z.Mu)/(z.Sigma()*math.Sqrt2)) / 2
}

// Quantile is the smallest value not exceeded with the given probability: zero
// as long as not coming back is at least as likely, then that of a log-normal.
func (z Logits) Quantile(probability float64) float64 {
	above := 1 - probability
	p := z.ProbabilityOfReturn()
	switch {
	case !(above < p):
		return 0
	case above <= 0:
		return math.Inf(1)
	}
	return math.Exp(z.Mu + z.Sigma()*math.Sqrt2*math.Erfcinv(2*above/p))
}

// Simulate draws a value.
func (z Logits) Simulate(rng *rand.Rand) float64 {
	if rng.Float64() >= z.ProbabilityOfReturn() {
		return 0
	}
	return math.Exp(z.Mu + z.Sigma()*rng.NormFloat64())
}

// softplus is ln(1+e^z), and logistic its slope.
func softplus(z float64) float64 { return math.Max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

func logistic(z float64) float64 { return math.Exp(-softplus(-z)) }
