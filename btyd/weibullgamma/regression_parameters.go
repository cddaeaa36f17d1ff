package weibullgamma

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Names lists the parameters in the order of Parameters: r, alpha, c, then the
// covariates.
func (g Regression) Names() []string { return append(g.Base.Names(), g.Covariates...) }

// Parameters lists r, alpha, c and the coefficients.
func (g Regression) Parameters() []float64 { return append(g.Base.Parameters(), g.Coefficients...) }

// Validate refuses a base that cannot be, coefficients that are not finite or
// do not match their names, and names that FitRegression refuses. The error
// wraps btyd.ErrInvalidStart.
func (g Regression) Validate() error {
	if err := g.Base.Validate(); err != nil {
		return err
	}
	if len(g.Covariates) != len(g.Coefficients) {
		return fmt.Errorf("%w: %d coefficients for %d covariates", btyd.ErrInvalidStart, len(g.Coefficients), len(g.Covariates))
	}
	seen := map[string]bool{"": true, "r": true, "alpha": true, "c": true}
	for i, v := range g.Coefficients {
		name := g.Covariates[i]
		if seen[name] {
			return fmt.Errorf("%w: covariate %d has the name %q, which is empty or taken", btyd.ErrInvalidStart, i, name)
		}
		seen[name] = true
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%w: coefficient %s = %g must be finite", btyd.ErrInvalidStart, name, v)
		}
	}
	return nil
}
