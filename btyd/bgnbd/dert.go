package bgnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end. For delta = 0 it is
//
//	P(alive) (a+b+x-1)/(a-1)
//
// when a > 1, and infinite otherwise: some customers are hardly ever lost.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.DiscountedPurchases(h, math.Inf(1), delta)
}
