package cnbd_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
)

// Two customers bought five times more, the last time eight weeks ago. To a
// model of random buyers both may well be back. If purchases come at regular
// intervals, silence says more.
func ExampleModel() {
	h := btyd.History{X: 5, Tx: 15, T: 23}
	random := cnbd.Model{K: 1, R: 1.2, Alpha: 6, A: 0.4, B: 2}
	regular := cnbd.Model{K: 4, R: 1.2, Alpha: 1.5, A: 0.4, B: 2}
	fmt.Printf("alive: random %.2f, regular %.2f\n", random.ProbabilityAlive(h), regular.ProbabilityAlive(h))
	fmt.Printf("purchases in 10 weeks: random %.2f, regular %.2f\n", random.ExpectedPurchases(h, 10), regular.ExpectedPurchases(h, 10))
	// Output:
	// alive: random 0.67, regular 0.25
	// purchases in 10 weeks: random 1.35, regular 0.64
}

// The same count, recency and age, but one customer comes every three weeks and
// the other in bursts.
func ExampleLatent() {
	m := cnbd.Latent{K: []int{1, 3, 8}, Weights: []float64{0.5, 0.3, 0.2}, R: 1.2, Alpha: 6, A: 0.4, B: 2}
	for _, times := range [][]float64{{3, 6.1, 8.9, 12, 15}, {1, 1.5, 13, 13.3, 15}} {
		c, err := cnbd.Observe(times, 23)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("k %.1f, alive %.2f, expected in 10 weeks %.2f\n",
			m.Regularity(c), m.ProbabilityAlive(c), m.ExpectedPurchases(c, 10))
	}
	// Output:
	// k 6.5, alive 0.14, expected in 10 weeks 0.35
	// k 1.0, alive 0.67, expected in 10 weeks 1.35
}

// Fitting from purchase times, with k chosen by likelihood.
func ExampleFit() {
	truth := cnbd.Model{K: 3, R: 1.2, Alpha: 2, A: 0.5, B: 2}
	rng := rand.New(rand.NewPCG(1, 2))
	var customers []cnbd.Customer
	for range 2000 {
		c, err := cnbd.Observe(truth.Simulate(rng, 52), 52)
		if err != nil {
			fmt.Println(err)
			return
		}
		customers = append(customers, c)
	}
	m, diagnostics, err := cnbd.Fit(context.Background(), cnbd.Compress(customers), cnbd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("k", m.K, diagnostics.Converged)
	for i, name := range diagnostics.Names {
		fmt.Printf("%s %.2f (standard error %.2f)\n", name, diagnostics.Estimate[i], diagnostics.StdErr[i])
	}
	// Output:
	// k 3 true
	// r 1.24 (standard error 0.04)
	// alpha 2.10 (standard error 0.09)
	// a 0.49 (standard error 0.04)
	// b 1.90 (standard error 0.23)
}
