package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// density is the log-likelihood of rows, laid out for being asked thousands
// of times, as sampling a posterior does. When all times are multiples of one
// step, such as a day, the integrals over the unseen time of death are
// differences of sums over days that all rows share, instead of a quadrature
// a row. It is safe for concurrent use.
type density struct {
	rows      btyd.Rows
	customers float64
	purchases estimate.Rising
	counts    estimate.Counts
	grid      *grid // nil when times have no common step
}

func newDensity(rows btyd.Rows) (*density, error) {
	if err := rows.Enough(4); err != nil {
		return nil, err
	}
	counts := estimate.Count(rows.X, rows.W)
	return &density{
		rows: rows, customers: rows.Customers(), counts: counts,
		purchases: estimate.NewRising(counts, 0), grid: newGrid(rows),
	}, nil
}

// Names of the parameters: r, alpha, s, beta.
func (d *density) Names() []string { return Model{}.Names() }

// Weights of the rows: how many customers share each.
func (d *density) Weights() []float64 { return d.rows.W }

func (d *density) model(p []float64) (Model, bool) {
	m := Model{R: p[iR], Alpha: p[iAlpha], S: p[iS], Beta: p[iBeta]}
	return m, estimate.Sound(p, d.customers, iR, iS)
}

// LogLikelihood of all customers at natural parameters p (r, α, s, β), with
// its gradient in them. It is minus infinity where p is not positive and
// finite, or so large that rounding would decide.
func (d *density) LogLikelihood(p, gradient []float64) float64 {
	m, ok := d.model(p)
	if !ok {
		return math.Inf(-1)
	}
	f, gr := d.purchases.At(m.R)
	la, lb := math.Log(m.Alpha), math.Log(m.Beta)
	c := d.customers
	f += c * (m.R*la + m.S*lb)
	g := numeric.Vector{gr + c*la, c * m.R / m.Alpha, c * lb, c * m.S / m.Beta}
	if d.grid != nil && d.grid.holds(&m) {
		f += d.grid.add(&m, &g)
	} else {
		f += d.rowByRow(m, &g)
	}
	copy(gradient, g[:])
	return f
}

// rowByRow adds the rows as a fit does.
func (d *density) rowByRow(m Model, g *numeric.Vector) float64 {
	pass := pass{likelihood: &likelihood{rows: d.rows}, m: m}
	var s estimate.Sum
	pass.Rows(0, d.rows.Len(), &s)
	for i, v := range s.G {
		g[i] += v
	}
	return s.F
}

// RowLogLikelihoods fills dst with the log-likelihood of one customer of each
// of the rows lo to hi-1.
func (d *density) RowLogLikelihoods(p []float64, lo, hi int, dst []float64) {
	m, ok := d.model(p)
	switch {
	case !ok:
		for i := range dst[:hi-lo] {
			dst[i] = math.Inf(-1)
		}
	case d.grid != nil && d.grid.holds(&m):
		d.grid.rowByRow(&m, lo, hi, dst)
	default:
		for i := range dst[:hi-lo] {
			dst[i] = m.LogLikelihood(btyd.History{X: d.rows.X[lo+i], Tx: d.rows.Tx[lo+i], T: d.rows.T[lo+i]})
		}
	}
}
