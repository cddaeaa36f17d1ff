package gammagamma

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
// Hessian in p, q, v. Other searches than [Fit] are built on it.
func (m Model) Derivatives(rows btyd.SpendRows) (f float64, gradient numeric.Vector, hessian numeric.Matrix) {
	counts := estimate.Counts{Value: rows.X, Weight: rows.W}
	if rows.Len() > few {
		counts = estimate.Count(rows.X, rows.W)
	}
	p := &pass{likelihood: summarise(rows, counts, m.V), m: m}
	s := p.Shared()
	p.Rows(0, rows.Len(), &s)
	return s.Full()
}
