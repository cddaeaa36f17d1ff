package score

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// fitted is a transaction model with its record.
type fitted struct {
	family models.Family
	model  transactions
	diag   btyd.Diagnostics
	record value.Fit
	// Of the mixture: the members' weights by name, and from how many earlier
	// days they were found.
	weights map[string]float64
	parts   []part
	origins int
}

// part is a member of a mixture with its share of it.
type part struct {
	fitted
	share float64
}

// usable reports whether predictions of the fit can be trusted to be those of
// a maximum.
func (f fitted) usable() bool { return f.diag.Converged }

// fitFamilies fits the wanted models on the rows. A model that cannot be
// fitted is left out with a notice; it is never an error of the run.
func fitFamilies(ctx context.Context, wanted []models.Family, rows btyd.Rows) ([]fitted, []value.Notice, error) {
	var out []fitted
	var notices []value.Notice
	for _, f := range wanted {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		began := time.Now()
		m, d, err := f.Fit(ctx, rows, btyd.Options{})
		if errors.Is(err, context.Canceled) {
			return nil, nil, err
		}
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			notices = append(notices, value.Notice{Level: "warning", Code: "fit-failed", Text: value.ModelTitle(f.Name) + " could not be fitted: " + plain(err) + "."})
			continue
		}
		out = append(out, fitted{family: f, model: m, diag: d, record: fitRecord(f.Name, d, f.Keys, time.Since(began))})
		if err != nil {
			notices = append(notices, value.Notice{Level: "warning", Code: "not-converged", Text: value.ModelTitle(f.Name) + " did not converge and is not used: " + plain(err) + "."})
		}
	}
	return out, notices, nil
}

// plain is an error without the library's name in front.
func plain(err error) string { return strings.TrimPrefix(err.Error(), "btyd: ") }

// fitRecord turns diagnostics into the record people read.
func fitRecord(name string, d btyd.Diagnostics, keys []string, took time.Duration) value.Fit {
	r := value.Fit{
		Name: name, Parameters: map[string]float64{}, StandardErrors: map[string]float64{},
		LogLikelihood: d.LogLikelihood, AIC: d.AIC, BIC: d.BIC, Customers: int64(math.Round(d.Customers)),
		DistinctRows: d.Rows, Converged: d.Converged, GradientNorm: d.GradientNorm, Iterations: d.Iterations,
		Seconds: took.Seconds(), Diagnosis: diagnosis(d),
	}
	for i, k := range keys {
		r.Parameters[k] = d.Estimate[i]
		if i < len(d.StdErr) && !math.IsNaN(d.StdErr[i]) && !math.IsInf(d.StdErr[i], 0) {
			r.StandardErrors[k] = d.StdErr[i]
		}
	}
	return r
}

// diagnosis is one sentence on a fit.
func diagnosis(d btyd.Diagnostics) string {
	switch {
	case !d.Converged:
		return "did not converge: the best point found is shown and not used"
	case len(d.Boundary) > 0:
		return "converged with " + strings.Join(d.Boundary, ", ") + " at the edge of what is possible: the data say nothing finite about it"
	case !d.HessianPositiveDefinite:
		return "converged on a ridge: some parameters cannot be told apart, so standard errors are left out"
	}
	return "converged to a proper maximum"
}
