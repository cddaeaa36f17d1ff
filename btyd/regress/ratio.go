package regress

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mathext"

	"github.com/perennial-clv/perennial/btyd"
)

// RatioTest is the outcome of a likelihood-ratio test.
type RatioTest struct {
	// Statistic is twice the difference of the log-likelihoods, and Degrees
	// the number of parameters by which the models differ.
	Statistic float64
	Degrees   int
	// P is the chance of a statistic as large or larger if the additional
	// coefficients are zero (chi-square with Degrees degrees of freedom, which
	// many customers make exact; Wilks 1938).
	P float64
}

// LikelihoodRatio asks whether coefficients are needed: it compares a fit with
// one of the same base to the same customers that lacks some of them, or holds
// some equal, or lacks all (the fit of the base's own package). Both must be
// without L2.
//
// The error wraps btyd.ErrInvalidRow when the fits are not comparable: other
// customers, other base, no additional coefficients. It wraps
// btyd.ErrNotConverged when either search stopped early, or when the larger
// model fits worse, which at two maxima it cannot.
func LikelihoodRatio(with, without btyd.Diagnostics) (RatioTest, error) {
	extra := len(with.Names) - len(without.Names)
	switch {
	case with.Customers != without.Customers:
		return RatioTest{}, fmt.Errorf("%w: fits of %g and of %g customers cannot be compared",
			btyd.ErrInvalidRow, with.Customers, without.Customers)
	case extra <= 0:
		return RatioTest{}, fmt.Errorf("%w: %d parameters against %d: the first model must have more",
			btyd.ErrInvalidRow, len(with.Names), len(without.Names))
	case !with.Converged || !without.Converged:
		return RatioTest{}, fmt.Errorf("%w: both fits must have reached their maximum", btyd.ErrNotConverged)
	}
	for _, name := range without.Names {
		if !contains(with.Names, name) {
			return RatioTest{}, fmt.Errorf("%w: %s is in the smaller model only, so it is not part of the larger one",
				btyd.ErrInvalidRow, name)
		}
	}
	statistic := 2 * (with.LogLikelihood - without.LogLikelihood)
	if slack := 1e-9 * (1 + math.Abs(without.LogLikelihood)); !(statistic >= -slack) {
		return RatioTest{}, fmt.Errorf("%w: the larger model has the smaller log-likelihood, %g against %g",
			btyd.ErrNotConverged, with.LogLikelihood, without.LogLikelihood)
	}
	statistic = math.Max(0, statistic)
	return RatioTest{Statistic: statistic, Degrees: extra,
		P: mathext.GammaIncRegComp(float64(extra)/2, statistic/2)}, nil
}

// contains reports whether a larger model has the freedom of a parameter: its
// own, or that of the two coefficients which a smaller one holds equal.
func contains(names []string, name string) bool {
	if both, ok := strings.CutPrefix(name, "both."); ok && contains(names, "purchase."+both) {
		return slices.Contains(names, "dropout."+both)
	}
	return slices.Contains(names, name)
}
