package btydtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

func testResidual(t *testing.T, s Subject) {
	Check(t, func(rt *rapid.T) {
		m, h := drawModel(rt, s), drawHistory(rt)
		delta := logUniform(1e-5, 10).Draw(rt, "delta")
		got, want := m.DERT(h, delta), residual(m, h, delta)
		if !near(got, want, 1e-6) {
			rt.Fatalf("DERT %.14g, integrated %.14g", got, want)
		}
		if long := m.DiscountedPurchases(h, 60/delta, delta); !near(got, long, 1e-9) {
			rt.Fatalf("DERT %.14g, up to %g %.14g", got, 60/delta, long)
		}
		if less := m.DERT(h, 2*delta); !(less <= got) {
			rt.Fatalf("DERT %.14g at %g, and %.14g at twice that", got, delta, less)
		}
		if none := m.DERT(h, math.Inf(1)); none != 0 {
			rt.Fatalf("%+v: purchases discounted without end are worth %g, want 0", h, none)
		}
		if all, ever := m.DERT(h, 0), m.ExpectedPurchases(h, math.Inf(1)); !near(all, ever, 1e-9) || !(all >= got) {
			rt.Fatalf("DERT %.14g without discount, expected %.14g, and %.14g with", all, ever, got)
		}
	})
}

// residual is the integral of e^-v E(v/delta) over v, E being the expected
// purchases: by parts that of discounted purchases. It runs in ln v, and leaves
// out a part of e^-34 at either end.
func residual(m Model, h btyd.History, delta float64) (total float64) {
	const low, high, panels = -34, 4, 190
	nodes, weights := numeric.Legendre(12)
	width := (high - low) / float64(panels)
	for panel := range panels {
		for i, x := range nodes {
			v := math.Exp(low + width*(float64(panel)+x))
			total += weights[i] * width * v * math.Exp(-v) * m.ExpectedPurchases(h, v/delta)
		}
	}
	return total
}
