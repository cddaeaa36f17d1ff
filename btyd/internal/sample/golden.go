package sample

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// Value is a figure computed and its reference.
type Value struct {
	Name      string
	Got, Want float64
	Relative  float64 // tolerance; zero means 1e-9
}

// CheckValues compares figures with their references.
func CheckValues(t *testing.T, values []Value) {
	t.Helper()
	for _, v := range values {
		tolerance := v.Relative
		if tolerance == 0 {
			tolerance = 1e-9
		}
		if !(math.Abs(v.Got-v.Want) <= tolerance*math.Abs(v.Want)) {
			t.Errorf("%s: %.17g, want %.17g", v.Name, v.Got, v.Want)
		}
	}
}

// Reference is a maximum of the likelihood known to high precision.
type Reference struct {
	Estimate, StdErr []float64
	LogLikelihood    float64
}

// CheckFit compares a fit with its reference: estimates to 1e-6, the
// log-likelihood to 1e-6 absolute, standard errors to 1e-4.
func CheckFit(t *testing.T, d btyd.Diagnostics, want Reference) {
	t.Helper()
	if !d.Converged || !d.HessianPositiveDefinite || len(d.Boundary)+len(d.Warnings) > 0 {
		t.Errorf("state of the fit: %s %v", d.Summary(), d.Warnings)
	}
	if math.Abs(d.LogLikelihood-want.LogLikelihood) > 1e-6 {
		t.Errorf("log-likelihood %.12g, want %.12g", d.LogLikelihood, want.LogLikelihood)
	}
	for i, name := range d.Names {
		CheckValues(t, []Value{
			{name, d.Estimate[i], want.Estimate[i], 1e-6},
			{"standard error of " + name, d.StdErr[i], want.StdErr[i], 1e-4},
		})
	}
}

// NeedCDNOW loads the CDNOW data, checks its sums, and skips the test when
// the data are not at hand.
func NeedCDNOW(t testing.TB) CDNOW {
	t.Helper()
	c, err := LoadCDNOW()
	if err != nil {
		t.Skip("the CDNOW data are not at hand; set PERENNIAL_SHARED to the folder that has data/orders/cdnow_sample.txt")
	}
	rows := Columns(c.Histories)
	days := func(v []float64) (total float64) {
		for _, x := range v {
			total += 7 * x
		}
		return math.Round(total)
	}
	if len(c.Histories) != 2357 || rows.Repeats() != 2457 || days(rows.Tx) != 112949 || days(rows.T) != 539779 {
		t.Fatalf("CDNOW summary: %d customers, %g repeats, %g and %g days", len(c.Histories), rows.Repeats(), days(rows.Tx), days(rows.T))
	}
	return c
}

// NeedRoundedCDNOW loads the summary rounded to two decimals that circulates
// with other software, or skips.
func NeedRoundedCDNOW(t testing.TB) []btyd.History {
	t.Helper()
	h, err := LoadRoundedCDNOW()
	if err != nil {
		t.Skip("the rounded CDNOW summary is not at hand")
	}
	return h
}
