package drift_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/drift"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
)

// Customers of two years, each watched for 52 weeks; those of the second buy
// half as often.
func ExampleCompare() {
	rng := rand.New(rand.NewPCG(1, 1))
	year := func(m mbgnbd.Model) (out []btyd.History) {
		for range 800 {
			h := btyd.History{T: 52}
			for _, t := range m.Simulate(rng, h.T) {
				h.X, h.Tx = h.X+1, t
			}
			out = append(out, h)
		}
		return out
	}
	first := year(mbgnbd.Model{R: 0.8, Alpha: 6, A: 0.8, B: 2})
	second := year(mbgnbd.Model{R: 0.8, Alpha: 18, A: 0.8, B: 2})

	_, together, err := mbgnbd.Fit(context.Background(), btyd.Compress(append(first, second...)), btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	model := func(p []float64) mbgnbd.Model { return mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }
	c, err := drift.Compare(
		func(p []float64) drift.Likelihood { return model(p) }, together,
		[]btyd.Rows{btyd.Compress(first), btyd.Compress(second)},
		func(p []float64) float64 { return model(p).ExpectedNewCustomer(52) },
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("all parameters: %d degrees of freedom, p below 0.001: %t\n", c.Parameters.Degrees, c.Parameters.PValue < 0.001)
	fmt.Printf("purchases in a year fell: %t\n", c.DerivedSteps[0].Z < -3)
	// Output:
	// all parameters: 4 degrees of freedom, p below 0.001: true
	// purchases in a year fell: true
}
