package bdw_test

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// Five years of subscribers whose retention first falls, then rises: too much
// for the shifted beta-geometric model.
func ExampleFit() {
	cohorts := []sbg.Cohort{sbg.FromSurvivors(1000, 869, 743, 653, 593)}
	m, with, err := bdw.Fit(context.Background(), cohorts, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	simple, without, err := sbg.Fit(context.Background(), cohorts, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("own chance of leaving changes with c = %.2f; AIC %.1f, without %.1f\n", m.C, with.AIC, without.AIC)
	fmt.Printf("left after twelve renewals: %.0f, without %.0f (in fact 394)\n", 1000*m.Survival(12), 1000*simple.Survival(12))
	fmt.Printf("a new customer makes %.2f payments, discounted at ten percent\n", m.DEL(0.10))
	// Output:
	// own chance of leaving changes with c = 1.58; AIC 2451.5, without 2454.3
	// left after twelve renewals: 389, without 307 (in fact 394)
	// a new customer makes 5.99 payments, discounted at ten percent
}
