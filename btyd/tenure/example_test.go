package tenure_test

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd/tenure"
)

// A log that begins in January: one customer came after that and left, one
// was there for eight months before, and one is still there.
func Example() {
	rows := tenure.Compress([]tenure.Observation{
		{Exit: 5, Lost: true},
		{Entry: 8, Exit: 20, Lost: true},
		{Exit: 12},
	})
	fmt.Printf("%.0f of %.0f left in %.0f customer-months\n", rows.Losses(), rows.Customers(), rows.Exposure())
	fmt.Printf("watched after tenure 6: %.0f\n", rows.After(6).Customers())
	// Output:
	// 2 of 3 left in 29 customer-months
	// watched after tenure 6: 2
}
