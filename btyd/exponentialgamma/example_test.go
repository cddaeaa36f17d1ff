package exponentialgamma_test

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Subscribers by months of tenure: who left when, and who is still there.
func ExampleFit() {
	rows := tenure.Rows{
		Exit: []float64{1, 2, 4, 7, 11, 18, 12, 24},
		Lost: []bool{true, true, true, true, true, true, false, false},
		W:    []float64{95, 71, 98, 83, 64, 57, 180, 352},
	}
	m, d, err := exponentialgamma.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("r %.2f (standard error %.2f), alpha %.1f (%.1f)\n", m.R, d.StdErr[0], m.Alpha, d.StdErr[1])
	fmt.Printf("leaving per month: %.1f%% at first, %.1f%% after two years\n", 100*m.Hazard(0), 100*m.Hazard(24))
	fmt.Printf("still there after three years: %.0f%%\n", 100*m.Survival(36))
	// Output:
	// r 0.42 (standard error 0.05), alpha 5.4 (1.0)
	// leaving per month: 7.7% at first, 1.4% after two years
	// still there after three years: 43%
}

// What a customer who pays 20 a month is worth from now on, at ten percent a
// year: a new one, and one of two years.
func ExampleModel_DERL() {
	m := exponentialgamma.Model{R: 0.8, Alpha: 12}
	monthly := math.Log(1.10) / 12 // continuous, per month
	fmt.Printf("new: %.0f\n", 20*m.DEL(monthly))
	fmt.Printf("after two years: %.0f\n", 20*m.DERL(monthly, 24))
	if _, finite := m.ExpectedLifetime(); !finite {
		fmt.Printf("without discount there is no mean; of the next five years %.0f months\n", m.RestrictedMean(60))
	}
	// Output:
	// new: 640
	// after two years: 1071
	// without discount there is no mean; of the next five years 26 months
}
