package cnbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

func TestSuite(t *testing.T) {
	const k, atZero = 3, true
	btydtest.Run(t, btydtest.Subject{
		New: func(p []float64) btydtest.Model {
			return Model{K: k, R: p[0], Alpha: p[1], A: p[2], B: p[3], AtZero: atZero}
		},
		Fit: func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (btydtest.Model, btyd.Diagnostics, error) {
			m, d, err := Fit(ctx, Rows{Rows: rows}, Options{Options: opts, K: k, AtZero: atZero})
			return m, d, err
		},
		Derivatives: func(rows btyd.Rows, p []float64) (float64, []float64, [][]float64) {
			f, g, h := estimate.Derivatives(newLikelihood(rows, k, atZero), p)
			return f + Rows{Rows: rows}.gapTerms(k), g, h
		},
		Truth: []float64{0.8, 2.5, 0.5, 2},
		Timed: []bool{false, true, false, false},
	})
}
