package gammagamma

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Reference maximum computed independently in 25 digit arithmetic; the
// published estimates 6.25 3.74 15.44 agree to the digits they print.

func TestFitCDNOW(t *testing.T) {
	c := sample.NeedCDNOW(t)
	if n := c.Spend.Len(); n != 946 {
		t.Fatalf("%d repeat customers, want 946", n)
	}
	want := sample.Reference{
		Estimate:      []float64{6.249572271323756, 3.74422466713202452, 15.4435209625892395},
		StdErr:        []float64{1.19005533596385376, 0.290133065276185172, 4.15942275196772427},
		LogLikelihood: -4055.91769480187398,
	}
	for _, unit := range []float64{1, 1e-6, 1e6} {
		rows := btyd.SpendRows{X: c.Spend.X, W: c.Spend.W}
		for _, m := range c.Spend.M {
			rows.M = append(rows.M, m*unit)
		}
		m, d, err := Fit(context.Background(), rows, btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		// A density per unit of money: rescale it before comparing.
		d.LogLikelihood += 946 * logOf(unit)
		d.Estimate[2] /= unit
		d.StdErr[2] /= unit
		sample.CheckFit(t, d, want)
		total := 0.0
		for i, x := range rows.X {
			total += m.LogMarginalDensity(rows.M[i], x)
		}
		sample.CheckValues(t, []sample.Value{{Name: "sum of log densities", Got: total + 946*logOf(unit), Want: want.LogLikelihood}})
	}
}

func TestReferenceValues(t *testing.T) {
	m := Model{P: 6, Q: 4, V: 16}
	density := []float64{0.021783063427922, 0.0205850772981306, 0.0194329974795383, 0.018330366643374, 0.0172792182693318, 0.0162804074071569, 0.0153338814438823, 0.0144389000384691, 0.0135942124688182, 0.0127981996207592, 0.0120489868410752}
	for i, want := range density {
		sample.CheckValues(t, []sample.Value{{Name: "density", Got: m.MarginalDensity(float64(30+i), 3), Want: want}})
	}
	sample.CheckValues(t, []sample.Value{{Name: "expected spend", Got: Model{P: 6.24934917884491, Q: 3.74425633408943, V: 15.4443066859686}.ExpectedSpend(3, 35), Want: 35.0217702864929}})
	c := sample.NeedCDNOW(t)
	total := 0.0
	for i, x := range c.Spend.X {
		total += Model{P: 6.25, Q: 3.74, V: 15.44}.LogMarginalDensity(c.Spend.M[i], x)
	}
	sample.CheckValues(t, []sample.Value{{Name: "log-likelihood at rounded parameters", Got: total, Want: -4055.919232049544}})
}
