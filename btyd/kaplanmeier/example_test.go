package kaplanmeier_test

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd/kaplanmeier"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Ten subscribers, five of whom are still there.
func ExampleFit() {
	rows := tenure.Rows{
		Exit: []float64{2, 3, 3, 5, 8, 8, 9, 12, 12, 12},
		Lost: []bool{true, true, false, true, false, true, true, false, false, false},
		W:    []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
	}
	c, err := kaplanmeier.Fit(rows)
	if err != nil {
		fmt.Println(err)
		return
	}
	low, high := c.Interval(6, 0.95)
	fmt.Printf("beyond month 6: %.0f%% (%.0f%% to %.0f%%)\n", 100*c.SurvivalAt(6), 100*low, 100*high)
	median, low, high, _ := c.Median()
	fmt.Printf("half have left by month %.0f (%.0f to %.0f)\n", median, low, high)
	mean, stderr, _ := c.RestrictedMean(12)
	fmt.Printf("of the first year a customer stays %.1f months (standard error %.1f)\n", mean, stderr)
	// Output:
	// beyond month 6: 69% (30% to 89%)
	// half have left by month 9 (2 to +Inf)
	// of the first year a customer stays 8.4 months (standard error 1.2)
}

// Do yearly contracts last longer than monthly ones?
func ExampleLogRank() {
	monthly := tenure.Rows{
		Exit: []float64{1, 2, 3, 4, 6, 8, 12},
		Lost: []bool{true, true, true, true, true, true, false},
		W:    []float64{9, 7, 6, 5, 4, 3, 20},
	}
	yearly := tenure.Rows{
		Exit: []float64{5, 7, 12},
		Lost: []bool{true, true, false},
		W:    []float64{2, 1, 27},
	}
	test, err := kaplanmeier.LogRank(monthly, yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("yearly: %.0f lost, %.1f expected; p = %.1g\n", test.Observed[1], test.Expected[1], test.P)
	// Output:
	// yearly: 3 lost, 16.3 expected; p = 4e-06
}
