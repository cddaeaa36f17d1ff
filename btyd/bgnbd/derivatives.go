package bgnbd

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Derivatives is the log-likelihood of valid rows at the model's parameters,
// weighted by the number of customers in each row, with its gradient and
// Hessian in r, alpha, a, b. Other searches than [Fit] are built on it.
func (m Model) Derivatives(rows btyd.Rows) (f float64, gradient numeric.Vector, hessian numeric.Matrix) {
	return m.shared().Derivatives(rows)
}
