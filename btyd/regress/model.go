// Package regress answers what about a customer, known at the first purchase,
// moves the rate of buying and the rate of leaving, and by how much: the
// transaction models and the spend model with time-invariant covariates.
//
// A customer with covariates z has a plain model of their own, in which the
// covariates multiply the mean rates. With coefficients γ for purchasing and δ
// for leaving, and the index 0 for a customer whose covariates are zero:
//
//	paretonbd            α = α0 exp(-γ·z)   β = β0 exp(-δ·z)
//	bgnbd, mbgnbd        α = α0 exp(-γ·z)   a = a0 exp(δ·z), b = b0 exp(δ·z)
//	gammagamma           v = v0 exp(γ·z)
//
// So exp(γ) is the factor by which one more unit of a covariate multiplies the
// mean rate of purchases, or for spend the mean amount, all else equal, and in
// the Pareto/NBD exp(δ) the factor on the mean rate of being lost. In the two
// models with a Beta distributed chance of leaving, a positive δ makes
// customers more alike without changing the mean chance.
//
// The first two are those of Fader and Hardie 2007, "Incorporating
// Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models", note 019 on
// brucehardie.com, with the BG/NBD in the form that both parameters share a
// coefficient. The third is the same idea for the scale of amounts.
//
// Covariates must be known when the customer begins: what happens later (the
// number of orders, the last channel) is a consequence of the rates, and a
// regression on it says nothing about what to expect. Answers are associations,
// not effects of changing a covariate.
//
// The package knows nothing of what columns mean, of categories (code them as
// zeros and ones, one level left out) or of missing values, which it refuses.
package regress

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Base is a transaction model that covariates can be added to.
type Base interface {
	paretonbd.Model | bgnbd.Model | mbgnbd.Model
	Names() []string
	Parameters() []float64
	Validate() error
	LogLikelihood(h btyd.History) float64
	Derivatives(rows btyd.Rows) (f float64, gradient numeric.Vector, hessian numeric.Matrix)
}

// Model is a transaction model with covariates.
type Model[B Base] struct {
	// Base is the model of a customer whose covariates are all zero.
	Base B
	// Purchase and Dropout are the coefficients, one a covariate; the names
	// are those of the data the model was fitted to.
	Purchase, Dropout           []float64
	PurchaseNames, DropoutNames []string
}

// For returns the plain model of a customer with the given covariates, in the
// order of PurchaseNames and DropoutNames; every question is then asked of it.
// The error wraps btyd.ErrInvalidRow when there are too few or too many values,
// or values so far out that no model with finite positive parameters results.
func (m Model[B]) For(purchase, dropout []float64) (B, error) {
	var none B
	rate, err := score("purchase", m.Purchase, purchase)
	if err != nil {
		return none, err
	}
	leave, err := score("dropout", m.Dropout, dropout)
	if err != nil {
		return none, err
	}
	p := m.Base.Parameters()
	f := familyOf[B]()
	for i := range p {
		p[i] *= math.Exp(rate*f.purchase[i] + leave*f.dropout[i])
	}
	own := modelOf[B](p)
	if err := own.Validate(); err != nil {
		return none, fmt.Errorf("%w: covariates %g and %g: %v", btyd.ErrInvalidRow, purchase, dropout, err)
	}
	return own, nil
}

// LogLikelihood is that of all customers in the data, in the data's own unit
// of time. Apply it to customers held out to judge what covariates add. The
// errors are those of Data.Validate and For.
func (m Model[B]) LogLikelihood(d Data) (float64, error) {
	if err := d.Validate(); err != nil {
		return 0, err
	}
	total := 0.0
	purchase, dropout := make([]float64, len(d.Purchase)), make([]float64, len(d.Dropout))
	for i, w := range d.Rows.W {
		row(d.Purchase, i, purchase)
		row(d.Dropout, i, dropout)
		own, err := m.For(purchase, dropout)
		if err != nil {
			return 0, fmt.Errorf("row %d: %w", i, err)
		}
		total += w * own.LogLikelihood(btyd.History{X: d.Rows.X[i], Tx: d.Rows.Tx[i], T: d.Rows.T[i]})
	}
	return total, nil
}

// SpendModel is the Gamma-Gamma model with covariates.
type SpendModel struct {
	// Base is the model of a customer whose covariates are all zero.
	Base gammagamma.Model
	// Coefficients, one a covariate, and the covariates' names.
	Coefficients []float64
	Covariates   []string
}

// For returns the plain model of a customer with the given covariates; the
// error is as for Model.For. They multiply the scale v and with it every amount
// expected of the customer: the mean p v/(q-1) and the pull on the average of
// few purchases, but not the spread of amounts relative to their mean.
func (m SpendModel) For(covariates []float64) (gammagamma.Model, error) {
	s, err := score("spend", m.Coefficients, covariates)
	if err != nil {
		return gammagamma.Model{}, err
	}
	own := m.Base
	own.V *= math.Exp(s)
	if err := own.Validate(); err != nil {
		return gammagamma.Model{}, fmt.Errorf("%w: covariates %g: %v", btyd.ErrInvalidRow, covariates, err)
	}
	return own, nil
}

// score is the sum of coefficients times values.
func score(process string, coefficients, values []float64) (float64, error) {
	if len(values) != len(coefficients) {
		return 0, fmt.Errorf("%w: %d %s covariates for a model with %d",
			btyd.ErrInvalidRow, len(values), process, len(coefficients))
	}
	total := 0.0
	for i, c := range coefficients {
		total += c * values[i]
	}
	return total, nil
}

// row copies row i of the columns to dst.
func row(columns [][]float64, i int, dst []float64) {
	for j, c := range columns {
		dst[j] = c[i]
	}
}
