package paretoggg_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/paretoggg"
)

// The sampler needs the times of purchases, and a generator with a seed.
func ExampleSample() {
	truth := paretoggg.Model{R: 2, Alpha: 8, S: 0.8, Beta: 20, T: 8, Gamma: 1.5}
	rng := rand.New(rand.NewPCG(1, 2))
	var customers []cnbd.Customer
	for range 200 {
		c, err := cnbd.Observe(truth.Simulate(rng, 52), 52)
		if err != nil {
			fmt.Println(err)
			return
		}
		customers = append(customers, c)
	}
	posterior, err := paretoggg.Sample(context.Background(), customers, rng,
		paretoggg.Options{Chains: 2, BurnIn: 200, Draws: 50, Thin: 8})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range posterior.Parameters { // ends of the central 95 %
		fmt.Printf("%s between %.1f and %.1f\n", p.Name, p.Quantiles[0], p.Quantiles[4])
	}
	f := posterior.Forecast(0, 26, rng)
	fmt.Printf("first customer: k %.1f, alive %.2f, expected %.1f\n",
		posterior.Regularity(0), posterior.ProbabilityAlive(0), f.Expected)
	// Output:
	// r between 1.2 and 2.0
	// alpha between 4.7 and 8.0
	// s between 0.7 and 14.2
	// beta between 16.4 and 641.9
	// t between 5.0 and 20.6
	// gamma between 0.9 and 4.6
	// first customer: k 5.0, alive 0.00, expected 0.0
}
