package paretonbd

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// few is the number of rows up to which gathering equal counts costs more
// than it saves.
const few = 128

// Derivatives is the log-likelihood of valid rows at the model's parameters,
// weighted by the number of customers in each row, with its gradient and
// Hessian in r, alpha, s, beta. Other searches than [Fit] are built on it.
func (m Model) Derivatives(rows btyd.Rows) (f float64, gradient numeric.Vector, hessian numeric.Matrix) {
	l := &likelihood{rows: rows, customers: rows.Customers()}
	if rows.Len() <= few {
		l.counts = estimate.Counts{Value: rows.X, Weight: rows.W}
	} else {
		l.counts = estimate.Count(rows.X, rows.W)
	}
	p := &pass{likelihood: l, m: m}
	s := p.Shared()
	p.Rows(0, rows.Len(), &s)
	return s.Full()
}
