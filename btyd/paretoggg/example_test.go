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
	for _, p := range posterior.Parameters {
		fmt.Printf("%s between %.1f and %.1f\n", p.Name, p.Low, p.High)
	}
	f := posterior.Forecast(0, 26, rng)
	fmt.Printf("first customer: k %.1f, alive %.2f, expected %.1f\n",
		posterior.Regularity(0), posterior.ProbabilityAlive(0), f.Expected)
	// Output:
	// r between 1.3 and 1.9
	// alpha between 4.9 and 7.6
	// s between 0.7 and 9.4
	// beta between 19.2 and 372.0
	// t between 5.4 and 17.7
	// gamma between 1.0 and 3.8
	// first customer: k 5.0, alive 0.00, expected 0.0
}
