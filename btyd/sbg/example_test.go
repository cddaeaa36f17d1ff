package sbg_test

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// Survivors of a thousand subscribers after each of the first four renewals:
// how many will be left after eight?
func ExampleFit() {
	cohort := sbg.FromSurvivors(1000, 631, 468, 382, 326)
	m, _, err := sbg.Fit(context.Background(), []sbg.Cohort{cohort}, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("alpha %.3f, beta %.3f\n", m.Alpha, m.Beta)
	fmt.Printf("left after eight renewals: %.0f\n", 1000*m.Survival(8))
	fmt.Printf("retention %.0f%% at the first renewal, %.0f%% at the eighth\n", 100*m.Retention(1), 100*m.Retention(8))
	// Output:
	// alpha 0.764, beta 1.296
	// left after eight renewals: 210
	// retention 63% at the first renewal, 92% at the eighth
}

// What one more payment a year is worth, to a new customer and to one about
// to renew for the fifth time, at ten percent a year.
func ExampleModel_DERL() {
	m := sbg.Model{Alpha: 0.668, Beta: 3.806}
	fmt.Printf("new: %.2f payments\n", m.DEL(0.10))
	fmt.Printf("up for the fifth renewal: %.2f payments\n", m.DERL(0.10, 5))
	// Output:
	// new: 5.92 payments
	// up for the fifth renewal: 6.90 payments
}
