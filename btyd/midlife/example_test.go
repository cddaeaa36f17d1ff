package midlife_test

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Two customers with one order each, in a log of a year. The one seen in its
// last weeks is either new or an old customer who hardly ever comes.
func ExampleModel() {
	m := midlife.Model{
		Old: paretonbd.Model{R: 0.8, Alpha: 8, S: 0.6, Beta: 80}, Opening: 20, Window: 52,
		NewR: 0.8, NewAlpha: 8,
	}
	for _, age := range []float64{50, 2} {
		h := btyd.History{T: age}
		fmt.Printf("first seen in week %.0f: old %.2f, expected in 52 weeks %.2f; Pareto/NBD says %.2f\n",
			m.Window-age, m.ProbabilityOld(h), m.ExpectedPurchases(h, 52), m.New().ExpectedPurchases(h, 52))
	}
	// Output:
	// first seen in week 2: old 0.81, expected in 52 weeks 0.46; Pareto/NBD says 0.38
	// first seen in week 50: old 0.32, expected in 52 weeks 2.82; Pareto/NBD says 3.50
}
