package exponentialgamma

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Fit finds the parameters of greatest likelihood, censored customers and
// those watched only from some tenure on included. The data must hold two
// customers and one loss, else the error wraps btyd.ErrTooLittleData; invalid
// rows give one that wraps btyd.ErrInvalidRow. When the search stops early the
// error wraps btyd.ErrNotConverged and the best model found is returned with
// it.
//
// If customers do not differ in their rate, r and α grow without bound while
// r/α stays, and the diagnostics name them as being at the boundary:
// predictions are those of one exponential curve then.
func Fit(ctx context.Context, rows tenure.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	names := Model{}.Names()
	if err := rows.Enough(len(names)); err != nil {
		return Model{}, btyd.Diagnostics{Names: names}, err
	}
	wait := rows.Exposure() / rows.Losses()
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  names,
		Scale:  numeric.Vector{1, wait},
		Starts: []numeric.Vector{{1, wait}, {5, 5 * wait}},
		Sample: func(stride int) estimate.Likelihood { return likelihood{rows.Every(stride)} },
	}, opts)
	return Model{R: p[iR], Alpha: p[iAlpha]}, d, err
}

// The order of the parameters in vectors.
const (
	iR = iota
	iAlpha
)

// likelihood is the sum over rows with its derivatives.
type likelihood struct{ tenure.Rows }

// At prepares a pass; see estimate.Likelihood.
func (l likelihood) At(p numeric.Vector) estimate.Pass {
	return pass{rows: l.Rows, m: Model{R: p[iR], Alpha: p[iAlpha]}}
}

// pass is the likelihood at one point.
type pass struct {
	rows tenure.Rows
	m    Model
}

// Shared is nothing: all is taken row by row.
func (p pass) Shared() (s estimate.Sum) { return s }

// Rows adds, for each customer, -r D with D = ln((α+exit)/(α+entry)), and
// ln r - ln(α+exit) for one who was lost.
func (p pass) Rows(lo, hi int, s *estimate.Sum) {
	r := p.m.R
	for i := lo; i < hi; i++ {
		w := p.rows.W[i]
		from, to := p.m.Alpha+p.rows.EntryOf(i), p.m.Alpha+p.rows.Exit[i]
		watched := p.rows.Exit[i] - p.rows.EntryOf(i)
		d := math.Log1p(watched / from)
		d1 := -watched / from / to
		d2 := -d1 * (1/from + 1/to)
		s.F -= w * r * d
		s.G[iR] -= w * d
		s.G[iAlpha] -= w * r * d1
		s.H[iR][iAlpha] -= w * d1
		s.H[iAlpha][iAlpha] -= w * r * d2
		if p.rows.Lost[i] {
			s.F += w * (math.Log(r) - math.Log(to))
			s.G[iR] += w / r
			s.G[iAlpha] -= w / to
			s.H[iR][iR] -= w / (r * r)
			s.H[iAlpha][iAlpha] += w / (to * to)
		}
	}
}
