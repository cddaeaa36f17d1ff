package btyd

import (
	"fmt"
	"strings"
)

// Diagnostics say how a fit went and how far to trust it.
type Diagnostics struct {
	// Names and Estimate list the parameters in the model's order.
	Names    []string
	Estimate []float64
	// StdErr are standard errors on the natural scale (delta method from the
	// log scale). Empty when the curvature at the answer allows none.
	StdErr []float64
	// Covariance is the covariance matrix on the natural scale, and
	// LogCovariance that of the logarithms of the parameters. Empty when
	// StdErr is.
	Covariance, LogCovariance [][]float64
	// LogLikelihood of all customers, in the units of the data.
	LogLikelihood float64
	// AIC = 2k - 2 LL and BIC = k ln(customers) - 2 LL: smaller is better.
	AIC, BIC float64
	// Customers is the sum of the weights, Rows the number of distinct rows.
	Customers float64
	Rows      int
	// Iterations and Evaluations count Newton steps and passes over rows,
	// over all stages; Starts counts starting points.
	Iterations, Evaluations, Starts int
	// Converged: no step can raise the log-likelihood noticeably.
	Converged bool
	// GradientNorm is the largest slope of the log-likelihood per customer
	// in a log parameter that is free to move.
	GradientNorm float64
	// HessianPositiveDefinite: the answer is a proper peak in every
	// direction.
	HessianPositiveDefinite bool
	// Boundary names parameters that ran to the edge of what is searched:
	// the data put no finite (or no positive) value on them.
	Boundary []string
	// Warnings are sentences for the analyst.
	Warnings []string
}

// Summary says in one sentence how the fit went.
func (d Diagnostics) Summary() string {
	var b strings.Builder
	if d.Converged {
		b.WriteString("converged")
	} else {
		b.WriteString("did not converge")
	}
	fmt.Fprintf(&b, " after %d steps on %.0f customers (%d distinct rows), log-likelihood %.4f:",
		d.Iterations, d.Customers, d.Rows, d.LogLikelihood)
	for i, name := range d.Names {
		fmt.Fprintf(&b, " %s %.4g", name, d.Estimate[i])
		if len(d.StdErr) > i {
			fmt.Fprintf(&b, " (se %.2g)", d.StdErr[i])
		}
	}
	if len(d.Boundary) > 0 {
		fmt.Fprintf(&b, "; no finite positive value fits best for %s", strings.Join(d.Boundary, ", "))
	}
	return b.String()
}
