package regress

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// TestDegenerate: where customers share one chance of dropping out, a and b run
// to infinity and a covariate of dropout has nothing to act on. A search then
// ends on a plain, and must not call that an estimate.
func TestDegenerate(t *testing.T) {
	truth := Model[bgnbd.Model]{Base: bgnbd.Model{R: 0.9, Alpha: 9, A: 8e6, B: 40e6},
		Purchase: []float64{0.5, 0.2}, Dropout: []float64{0}}
	for _, seed := range []uint64{0, 5} {
		m, d := mustFit[bgnbd.Model](t, customersOf(truth, 1000, seed), Options{})
		said := strings.Join(d.Warnings, "\n")
		if !slices.Contains(d.Boundary, "a") || !slices.Contains(d.Boundary, "b") ||
			!strings.Contains(said, "dropout.coupon") || !strings.Contains(said, "do not differ in their chance of dropping out") {
			t.Errorf("not diagnosed: %s; %s", d.Summary(), said)
		}
		for i, se := range d.StdErr {
			if vague := i == 2 || i == 3 || i == 6; vague && se < math.Abs(d.Estimate[i]) {
				t.Errorf("%s is not known to %g", d.Names[i], se)
			}
		}
		if math.Abs(m.Purchase[0]-0.5) > 0.3 || math.Abs(m.Base.A/(m.Base.A+m.Base.B)-1./6) > 0.02 {
			t.Errorf("what is determined was lost: %+v", m)
		}
	}
}

// TestSeparated: nobody with a coupon ever came back, so that the best
// coefficient is minus infinity.
func TestSeparated(t *testing.T) {
	d := customersOf(paretoTruth, 1000, 9)
	for i, coupon := range d.Purchase[0] {
		if coupon == 1 {
			d.Rows.X[i], d.Rows.Tx[i] = 0, 0
		}
	}
	d.Dropout, d.DropoutNames = nil, nil
	_, diagnostics := mustFit[paretonbd.Model](t, d, Options{})
	if !slices.Equal(diagnostics.Boundary, []string{"purchase.coupon"}) || len(diagnostics.StdErr) > 0 {
		t.Errorf("%s; %v", diagnostics.Summary(), diagnostics.Warnings)
	}
	// A little regularisation makes it finite.
	m, diagnostics := mustFit[paretonbd.Model](t, d, Options{L2: 1e-3})
	if len(diagnostics.Boundary) > 0 || !(m.Purchase[0] < -2) || !diagnostics.HessianPositiveDefinite {
		t.Errorf("%s; %v", diagnostics.Summary(), diagnostics.Warnings)
	}
}
