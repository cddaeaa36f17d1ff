package models

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/internal/value"
)

// survivors are tenures in whole periods of a cohort, from how many were there
// at the start and after each renewal.
func survivors(n ...float64) (r tenure.Rows) {
	for t := 1; t < len(n); t++ {
		r.Exit, r.Lost, r.W = append(r.Exit, float64(t)), append(r.Lost, true), append(r.W, n[t-1]-n[t])
	}
	last := len(n) - 1
	r.Exit, r.Lost, r.W = append(r.Exit, float64(last)), append(r.Lost, false), append(r.W, n[last])
	return r
}

// The "high end" cohort of Fader and Hardie 2007, with the estimates that they
// print.
func TestContractsInWholePeriods(t *testing.T) {
	rows := survivors(1000, 869, 743, 653, 593, 551, 517, 491)
	c, doc, err := FitContract(context.Background(), value.SBG, rows, "year", 0.1)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"alpha": 0.668, "beta": 3.806} {
		if got := c.Fit.Parameters[name]; math.Abs(got-want) > 0.001 {
			t.Errorf("%s = %.4f, published %g", name, got, want)
		}
	}
	if c.Customers != 1000 || c.Losses != 509 || !c.Discrete || c.Unit != "year" {
		t.Errorf("%+v", c)
	}
	six, twelve := c.Points[3], c.Points[4]
	stay := 1.0 // the retentions of their eq. 8, multiplied
	for i := range 12 {
		stay *= (3.806 + float64(i)) / (0.668 + 3.806 + float64(i))
	}
	if math.Abs(*six.Observed-0.517) > 1e-12 || twelve.Observed != nil || math.Abs(*twelve.Survival-stay) > 0.001 {
		t.Errorf("six years: %g stay; twelve: %g, by the published estimates %g, seen %v", *six.Observed, *twelve.Survival, stay, twelve.Observed)
	}
	if c.Expected != nil || six.Residual != nil {
		t.Errorf("an expected lifetime of %v for alpha below one: it is infinite", c.Expected)
	}
	// By the definition: the sum of discounted survival.
	m := lifetimesOf(doc.Model, 0.1)
	sum, later := 0.0, 0.0
	for k := range 600 {
		sum += m.survival(float64(k)) * math.Pow(1.1, -float64(k))
		later += m.survival(float64(k)+7) / m.survival(6) * math.Pow(1.1, -float64(k))
	}
	if math.Abs(*c.Discounted-sum) > 1e-6*sum || math.Abs(*six.Discounted-later) > 1e-6*later {
		t.Errorf("worth %g and %g payments, by sums %g and %g", *c.Discounted, *six.Discounted, sum, later)
	}
	// After the payment at the start, the rest is worth the sum less one, as of
	// the first renewal.
	if got, want := *c.Points[0].Discounted, (sum-1)*1.1; math.Abs(got-want) > 1e-6*want {
		t.Errorf("a newcomer's payments to come are worth %g, want %g", got, want)
	}
	if n := *c.Median; !(m.survival(n) <= 0.5 && m.survival(n-1) > 0.5) {
		t.Errorf("median %g, with survival %g before and %g at it", n, m.survival(n-1), m.survival(n))
	}
	if want := 1 + .869 + .743 + .653 + .593 + .551 + .517; math.Abs(c.Within.Observed-want) > 1e-9 || math.Abs(*c.Within.Model-want) > 0.05 {
		t.Errorf("within %g years: %g, by the model %g, want %g", c.Within.Horizon, c.Within.Observed, *c.Within.Model, want)
	}
}

func TestPartsOfPeriods(t *testing.T) {
	got := inPeriods(tenure.Rows{Exit: []float64{0, 0.5, 0.5, 1, 1, 1.5, 1.5}, Lost: []bool{true, true, false, true, false, true, false}})
	for i, want := range []float64{1, 1, 0, 1, 1, 2, 1} {
		if got.Exit[i] != want {
			t.Errorf("row %d counts as %g periods, want %g", i, got.Exit[i], want)
		}
	}
}

func TestContractsInTime(t *testing.T) {
	truth := exponentialgamma.Model{R: 3, Alpha: 20}
	rng := rand.New(rand.NewPCG(5, 6))
	var rows tenure.Rows
	for range 20_000 {
		at, lost := truth.Simulate(rng, 5+25*rng.Float64())
		rows.Exit, rows.Lost, rows.W = append(rows.Exit, at), append(rows.Lost, lost), append(rows.W, 1)
	}
	for _, name := range []string{value.ExponentialGamma, value.WeibullGamma, value.KaplanMeierCurve, value.BDW} {
		c, doc, err := FitContract(context.Background(), name, rows, "month", 0.02)
		if err != nil {
			t.Fatal(name, err)
		}
		if name == value.KaplanMeierCurve {
			if c.Fit != nil || c.Expected != nil || c.Points[2].Survival != nil || doc.Model != nil {
				t.Errorf("a curve without a model has one: %+v", c)
			}
		} else {
			var file bytes.Buffer
			if err := saved.Write(&file, doc); err != nil || !strings.Contains(file.String(), name) {
				t.Errorf("%s: %v", name, err)
			}
			if got := *c.Within.Model; math.Abs(got-c.Within.Observed) > 0.5+4*c.Within.StdErr {
				t.Errorf("%s: %g of the first %g, Kaplan-Meier %g", name, got, c.Within.Horizon, c.Within.Observed)
			}
		}
		for _, p := range c.Points {
			want := truth.Survival(p.Tenure)
			if name != value.BDW && (*p.ObservedLow > want+0.01 || *p.ObservedHigh < want-0.01) {
				t.Errorf("%s: after %g between %g and %g stay, truth %g", name, p.Tenure, *p.ObservedLow, *p.ObservedHigh, want)
			}
			if p.Survival != nil && math.Abs(*p.Survival-*p.Observed) > 0.02 {
				t.Errorf("%s: after %g stay %g, Kaplan-Meier %g", name, p.Tenure, *p.Survival, *p.Observed)
			}
		}
		if name != value.ExponentialGamma {
			continue
		}
		// The mean is α/(r-1), and grows with tenure as (α+s)/(r-1).
		r, alpha := c.Fit.Parameters["r"], c.Fit.Parameters["alpha"]
		if math.Abs(*c.Expected-alpha/(r-1)) > 1e-9*alpha || math.Abs(*c.Points[4].Residual-(alpha+12)/(r-1)) > 1e-9*alpha {
			t.Errorf("lifetimes %g and %g", *c.Expected, *c.Points[4].Residual)
		}
		if !(*c.Discounted < *c.Expected) {
			t.Errorf("discounted %g of %g", *c.Discounted, *c.Expected)
		}
	}
}

func TestContractsThatCannotBeFitted(t *testing.T) {
	good := survivors(100, 90, 80, 70)
	for _, c := range []struct {
		name, model string
		rows        tenure.Rows
		code        value.Code
		says        string
	}{
		{"another model", value.BGNBD, good, value.Invalid, "is no model of contracts"},
		{"nobody left", value.WeibullGamma, tenure.Rows{Exit: []float64{1, 2, 3}, Lost: make([]bool, 3), W: []float64{1, 1, 1}}, value.TooLittle, "Weibull-gamma could not be fitted"},
		{"all at once", value.SBG, tenure.Rows{Exit: []float64{1}, Lost: []bool{true}, W: []float64{10}}, value.TooLittle, "sBG could not be fitted"},
		{"geological periods", value.BDW, tenure.Rows{Exit: []float64{1e9}, Lost: []bool{true}, W: []float64{1}}, value.BadInput, "too long for BdW"},
	} {
		_, _, err := FitContract(context.Background(), c.model, c.rows, "month", 0)
		if value.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s saying %q", c.name, err, c.code, c.says)
		}
	}
}
