// Package ziln predicts what customers will be worth from what is known at
// their first purchase, when there is no history yet: the channel they came
// through, what they bought, how much they paid.
//
// Wang, Liu and Miao 2019, "A Deep Probabilistic Model for Customer Lifetime
// Value Prediction", arXiv:1912.07753. Its assumptions: value over a horizon
// is zero for the many who do not come back, and log-normal, with a long tail,
// for those who do,
//
//   - P(value > 0) = 1/(1+exp(-a'x));
//   - ln(value) given that ~ Normal(μ, σ²), μ = b'x and σ = ln(1+exp(c'x)).
//
// A regression on the value itself is ruled by its largest few customers, and
// one on its logarithm has nothing to say of zeros. Here the zeros, the
// typical value and the spread each have a linear predictor in the same
// features x, and the likelihood weighs them. The paper learns the three by one
// neural network; with a few features known at the first purchase, linear
// predictors hold most of what there is to know, and can be read.
//
// # Features
//
// Numbers are standardised. Categories become one column a level, measured
// from the most frequent one; levels of few customers share a column. A missing
// value is a fact of its own and has a column, too. Beyond the range seen in
// training nothing is extrapolated. Coefficients, but not intercepts, are drawn
// towards zero by a normal prior of mean zero and variance 1/L2 (ridge), which
// keeps them finite where a feature separates those who come back from the
// rest.
//
// # From a median to a mean
//
// The mean of a log-normal is exp(μ+σ²/2). What is known of σ is known from
// the middle of the distribution, and the exponent makes an error in it an
// explosion in the far tail. Two guards: nobody's mean, given return, exceeds
// a cap, the largest value seen in training unless chosen otherwise; and all
// expected values are multiplied by one factor, so that their total in training
// equals the total observed. The factor times exp(σ²/2) is a smearing estimate
// (Duan 1983, J. American Statistical Association 78:605-610): when nobody's
// mean is capped, σ is common and everybody returns, it is the mean of the
// exponentials of the residuals ln y - μ, weighted by exp(μ). How far the factor
// is from one says how far values are from log-normal. It applies to expected
// values alone: chances and quantiles are those of the distribution itself.
//
// The package knows no purchase histories and no dates: which customers, which
// horizon and which currency is up to the caller.
package ziln

import "math"

// Model is a fitted two-part regression. Coefficients belong to
// Encoding.Columns, the intercept first.
type Model struct {
	Encoding Encoding
	// Return are the coefficients of the log-odds of coming back, Location
	// those of μ and Scale those of the raw scale.
	Return, Location, Scale []float64
	// Cap is the largest mean value of a customer given return, before
	// calibration.
	Cap float64
	// Calibration multiplies expected values; see the package comment.
	Calibration float64
}

// Prediction is what the model says of one customer. The distribution is in
// the Logits.
type Prediction struct {
	Logits
	// Expected is the expected value, capped and calibrated.
	Expected float64
}

// Predict says what each customer of a table will bring. The table must have
// the features that the model was trained on; a missing one, or values that
// are infinite, give an error that wraps btyd.ErrInvalidRow.
func (m Model) Predict(t Table) ([]Prediction, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	x, err := m.Encoding.matrix(t, t.Len())
	if err != nil {
		return nil, err
	}
	out := make([]Prediction, t.Len())
	width := len(m.Return)
	for i := range out {
		z := m.logits(x[i*width:][:width])
		out[i] = Prediction{Logits: z, Expected: m.Calibration * m.capped(z)}
	}
	return out, nil
}

// LogLikelihood is the log density of the values of all customers in d, in the
// currency of the data.
func (m Model) LogLikelihood(d Data) (float64, error) {
	if err := d.Validate(); err != nil {
		return 0, err
	}
	x, err := m.Encoding.matrix(d.Features, len(d.Value))
	if err != nil {
		return 0, err
	}
	width, total := len(m.Return), 0.0
	for i, v := range d.Value {
		total -= d.weight(i) * m.logits(x[i*width:][:width]).Loss(v)
	}
	return total, nil
}

// logits are the linear predictors of an encoded customer.
func (m Model) logits(x []float64) Logits {
	return Logits{Return: dot(m.Return, x), Mu: dot(m.Location, x), Scale: dot(m.Scale, x)}
}

// capped is the expected value before calibration.
func (m Model) capped(z Logits) float64 {
	return z.ProbabilityOfReturn() * math.Min(z.MeanIfReturned(), m.Cap)
}

func dot(a, b []float64) float64 {
	total := 0.0
	for i, x := range a {
		total += x * b[i]
	}
	return total
}
