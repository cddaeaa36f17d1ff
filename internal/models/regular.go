package models

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
)

// regular is the family of customers who buy at regular intervals, whose k is
// the first of its parameters. It is chosen by the likelihood of x, t_x and T:
// the gaps between purchases, which say more about k, are not in the histories.
func regular(name string, atZero bool) Family {
	return Family{
		Name: name, Keys: append([]string{"k"}, cnbd.Model{}.Names()...), FlawedAlive: !atZero,
		Fit: func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
			m, d, err := cnbd.Fit(ctx, cnbd.Rows{Rows: rows}, cnbd.Options{Options: opts, AtZero: atZero})
			return m, withRegularity(d, m.K), err
		},
		With: func(p []float64) Model {
			return cnbd.Model{K: int(math.Round(p[0])), R: p[1], Alpha: p[2], A: p[3], B: p[4], AtZero: atZero}
		},
	}
}

// withRegularity lists k among the parameters. It has no standard error, and
// those of the others are given k: fits with another k are not to be compared
// by them, so that the covariance of the logarithms, which invites to, is left
// out.
func withRegularity(d btyd.Diagnostics, k int) btyd.Diagnostics {
	d.Names, d.Estimate, d.LogCovariance = append([]string{"k"}, d.Names...), append([]float64{float64(k)}, d.Estimate...), nil
	if len(d.StdErr) == 0 {
		return d
	}
	nan := math.NaN()
	d.StdErr = append([]float64{nan}, d.StdErr...)
	wide := [][]float64{make([]float64, len(d.StdErr))}
	for i := range wide[0] {
		wide[0][i] = nan
	}
	for _, row := range d.Covariance {
		wide = append(wide, append([]float64{nan}, row...))
	}
	d.Covariance = wide
	return d
}
