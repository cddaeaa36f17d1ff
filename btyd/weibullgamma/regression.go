package weibullgamma

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Regression is the model with covariates z that do not change with tenure
// and multiply the rate of leaving:
//
//	α = α0 exp(-γ·z),  so that  λ t^c → exp(γ·z) λ t^c
//
// A customer with one more unit of a covariate has exp(γ) times the own rate
// of leaving of one who is otherwise equal; that is a proportional hazards
// model with unseen differences on top. The population's rates are not
// proportional, as the more likely leavers of either kind leave first.
//
// Covariates must be known when the customer begins. Coefficients are
// associations, not effects of changing a covariate.
type Regression struct {
	// Base is the model of a customer whose covariates are all zero.
	Base Model
	// Covariates names the elements of Coefficients, the γ.
	Covariates   []string
	Coefficients []float64
}

// For is the model of customers with the given covariates, in the order of
// Covariates. The error wraps btyd.ErrInvalidRow when there are too few or too
// many, or one is not finite.
func (g Regression) For(covariates []float64) (Model, error) {
	if len(covariates) != len(g.Coefficients) {
		return Model{}, fmt.Errorf("%w: %d covariates for %d coefficients", btyd.ErrInvalidRow, len(covariates), len(g.Coefficients))
	}
	shift := 0.0
	for k, z := range covariates {
		if math.IsNaN(z) || math.IsInf(z, 0) {
			return Model{}, fmt.Errorf("%w: covariate %s is %g", btyd.ErrInvalidRow, g.Covariates[k], z)
		}
		shift += g.Coefficients[k] * z
	}
	m := g.Base
	m.Alpha *= math.Exp(-shift)
	return m, m.Validate()
}

// RegressionData are observations with the covariates of their customers.
type RegressionData struct {
	Rows tenure.Rows
	// Covariates holds one column a covariate, each as long as Rows; Names
	// names them.
	Covariates [][]float64
	Names      []string
}

// Validate refuses rows that cannot be observations, and columns of the wrong
// length, not finite, of no or of an ambiguous name, or that do not vary. The
// error wraps btyd.ErrInvalidRow and names the column and the row.
func (d RegressionData) Validate() error {
	if err := d.Rows.Validate(); err != nil {
		return err
	}
	if len(d.Names) != len(d.Covariates) {
		return fmt.Errorf("%w: %d names for %d covariates", btyd.ErrInvalidRow, len(d.Names), len(d.Covariates))
	}
	seen := map[string]bool{"": true, "r": true, "alpha": true, "c": true}
	for k, column := range d.Covariates {
		name := d.Names[k]
		if seen[name] {
			return fmt.Errorf("%w: covariate %d has the name %q, which is empty or taken", btyd.ErrInvalidRow, k, name)
		}
		seen[name] = true
		if len(column) != d.Rows.Len() {
			return fmt.Errorf("%w: covariate %s has %d values for %d rows", btyd.ErrInvalidRow, name, len(column), d.Rows.Len())
		}
		varies := false
		for i, v := range column {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: row %d: covariate %s is %g", btyd.ErrInvalidRow, i, name, v)
			}
			varies = varies || v != column[0]
		}
		if !varies {
			return fmt.Errorf("%w: covariate %s is the same for all rows", btyd.ErrInvalidRow, name)
		}
	}
	return nil
}

// RegressionOptions steer a fit. The zero value is right for almost every use.
type RegressionOptions struct {
	// L2 draws coefficients towards zero: what is maximised is
	// log-likelihood/customers - L2 Σ γ².
	L2 float64
	// ConstantRate holds c at one, which makes the base an exponential-gamma
	// model (package exponentialgamma).
	ConstantRate bool
	// MaxIterations bounds the Newton steps; zero means 200.
	MaxIterations int
}
