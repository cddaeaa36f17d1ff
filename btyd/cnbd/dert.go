package cnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end. For delta = 0 it is finite only when a > 1:
// otherwise some customers are hardly ever lost.
func (m Model) DERT(h btyd.History, delta float64) float64 {
	return m.DiscountedPurchases(h, math.Inf(1), delta)
}

// DERT is the discounted expected number of residual transactions: as
// DiscountedPurchases, without end.
func (m Latent) DERT(c Customer, delta float64) float64 {
	return m.DiscountedPurchases(c, math.Inf(1), delta)
}
