package btyd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// LikelihoodRatio is a test of a model against one that contains it.
type LikelihoodRatio struct {
	// Statistic is twice the difference of the log-likelihoods.
	Statistic float64
	// Degrees of freedom: how many parameters the restricted model lacks.
	Degrees int
	// PValue is the chance of a statistic as large, were the restricted
	// model true: the upper tail of chi-square.
	PValue float64
}

// CompareNested tests a restricted model against the full one, both fitted to
// the same rows (Wilks 1938, Annals of Mathematical Statistics 9:60-62). The
// restricted model must be a special case of the full one. When it is so with
// a parameter at the edge of what is possible, such as zero covariance of
// rates that cannot be negative, the p-value is too large, by up to two.
//
// The error wraps [ErrInvalidRow] when the fits are not of the same customers
// or the full model has no more parameters, and [ErrNotConverged] when a fit
// did not reach its maximum, as when the full model fits worse.
func CompareNested(restricted, full Diagnostics) (LikelihoodRatio, error) {
	r := LikelihoodRatio{
		Statistic: 2 * (full.LogLikelihood - restricted.LogLikelihood),
		Degrees:   len(full.Estimate) - len(restricted.Estimate),
	}
	switch {
	case restricted.Customers != full.Customers:
		return r, fmt.Errorf("%w: the models were fitted to %g and %g customers", ErrInvalidRow, restricted.Customers, full.Customers)
	case r.Degrees <= 0:
		return r, fmt.Errorf("%w: the full model has %d parameters, the restricted one %d",
			ErrInvalidRow, len(full.Estimate), len(restricted.Estimate))
	case !restricted.Converged || !full.Converged:
		return r, fmt.Errorf("%w: a likelihood-ratio test compares maxima", ErrNotConverged)
	case !(r.Statistic > -1e-6) || math.IsInf(r.Statistic, 0):
		return r, fmt.Errorf("%w: the full model has log-likelihood %g, less than %g of a special case of it",
			ErrNotConverged, full.LogLikelihood, restricted.LogLikelihood)
	}
	r.Statistic = math.Max(0, r.Statistic)
	r.PValue = mathext.GammaIncRegComp(float64(r.Degrees)/2, r.Statistic/2)
	return r, nil
}
