package betageo

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// few is the number of rows up to which gathering equal counts costs more
// than it saves.
const few = 128

// Derivatives is the log-likelihood of the rows at the model's parameters,
// with its gradient and Hessian in r, alpha, a, b.
func (m Model) Derivatives(rows btyd.Rows) (f float64, g numeric.Vector, h numeric.Matrix) {
	l := &likelihood{rows: rows, customers: rows.Customers(), atZero: m.AtZero}
	var s estimate.Sum
	if rows.Len() <= few {
		l.counts = estimate.Counts{Value: rows.X, Weight: rows.W}
		p := &pass{likelihood: l, model: m}
		s = p.Shared()
		p.Rows(0, rows.Len(), &s)
		return s.Full()
	}
	l.counts = estimate.Count(rows.X, rows.W)
	p := l.At(numeric.Vector{m.R, m.Alpha, m.A, m.B})
	s = p.Shared()
	p.Rows(0, rows.Len(), &s)
	return s.Full()
}
