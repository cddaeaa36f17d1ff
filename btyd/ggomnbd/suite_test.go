package ggomnbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

func TestSuite(t *testing.T) {
	btydtest.Run(t, btydtest.Subject{
		New: func(p []float64) btydtest.Model {
			return Model{R: p[0], Alpha: p[1], B: p[2], S: p[3], Beta: p[4]}
		},
		Fit: func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (btydtest.Model, btyd.Diagnostics, error) {
			m, d, err := Fit(ctx, rows, opts)
			return m, d, err
		},
		Derivatives: func(rows btyd.Rows, p []float64) (float64, []float64, [][]float64) {
			return estimate.Derivatives(newLikelihood(rows), p)
		},
		Truth: []float64{2, 8, 0.08, 0.7, 5},
		Timed: []bool{false, true, false, false, false},
		Rates: []bool{false, false, true, false, false},
	})
}
