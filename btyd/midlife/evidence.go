package midlife

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Evidence says, in standard errors, how much rows speak for a log that begins
// in mid-life, given a Pareto/NBD fitted to them: the slope of the likelihood
// in the opening at zero, over the root of the sum of its squares (a score
// test; that the fitted parameters follow the data makes it cautious). It takes
// one pass over the rows, where [Fit] takes a hundred. Above 3 a fit is worth
// its time. It is zero where all customers were first seen at once.
func Evidence(fitted paretonbd.Model, rows btyd.Rows) float64 {
	window, ok := windowOf(rows)
	if !ok || fitted.Validate() != nil {
		return 0
	}
	m := Model{Old: fitted, NewR: fitted.R, NewAlpha: fitted.Alpha, Window: window}
	type part struct{ slope, square float64 }
	parts := make([]part, (rows.Len()+block-1)/block)
	estimate.Each(0, len(parts), func(k int) {
		for i := k * block; i < min((k+1)*block, rows.Len()); i++ {
			h := btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]}
			known := m.Old.LogLikelihood(m.watched(h)) - math.Log(m.Old.R/m.Old.Alpha)
			d := math.Exp(known-m.Old.LogLikelihood(h)) - math.Exp(m.fading(m.unseen(h)))
			parts[k].slope += rows.W[i] * d
			parts[k].square += rows.W[i] * d * d
		}
	})
	var all part
	for _, p := range parts {
		all.slope, all.square = all.slope+p.slope, all.square+p.square
	}
	if !(all.square > 0) || math.IsInf(all.square, 0) {
		return 0
	}
	return all.slope / math.Sqrt(all.square)
}
