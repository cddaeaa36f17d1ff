package models

import (
	"math"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/value"
)

// Saved is a saved model as a fit.
func Saved(doc saved.Document) value.ModelFit {
	d := btyd.Diagnostics{Names: doc.Model.Names(), Estimate: doc.Model.Parameters()}
	if m, ok := doc.Model.(cnbd.Model); ok {
		d = withRegularity(d, m.K)
	}
	if doc.Diagnostics != nil {
		d = *doc.Diagnostics
	}
	return Record(saved.NameOf(doc.Model), doc.Unit, d, 0)
}

// Record turns the diagnostics of a fit into what people read.
func Record(name, unit string, d btyd.Diagnostics, took time.Duration) value.ModelFit {
	r := value.ModelFit{
		Model: name, Unit: unit, Parameters: map[string]float64{}, StandardErrors: map[string]float64{},
		LogLikelihood: d.LogLikelihood, AIC: d.AIC, BIC: d.BIC, Converged: d.Converged, GradientNorm: d.GradientNorm,
		Iterations: d.Iterations, Customers: d.Customers, DistinctRows: d.Rows,
		Boundary: []string{}, Warnings: []string{}, Seconds: took.Seconds(), Order: d.Names,
	}
	for i, name := range d.Names {
		r.Parameters[name] = d.Estimate[i]
		if i < len(d.StdErr) && !math.IsNaN(d.StdErr[i]) && !math.IsInf(d.StdErr[i], 0) {
			r.StandardErrors[name] = d.StdErr[i]
		}
	}
	r.Boundary = append(r.Boundary, d.Boundary...)
	r.Warnings = append(r.Warnings, d.Warnings...)
	return r
}
