package bgbb_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgbb"
)

// A donor who answered three of six annual appeals, the last time two years
// ago: what of the next ten?
func ExampleModel() {
	m := bgbb.Model{Alpha: 1.20, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	h := btyd.History{X: 3, Tx: 4, T: 6}
	p, theta := m.PosteriorMeans(h)
	fmt.Printf("alive next year %.3f\n", m.ProbabilityAlive(h))
	fmt.Printf("expected gifts in ten years %.3f\n", m.ExpectedPurchases(h, 10))
	fmt.Printf("all to come, at ten percent a year %.3f\n", m.DERT(h, 0.10))
	fmt.Printf("gives in a year with chance %.2f, leaves with %.2f\n", p, theta)
	// Output:
	// alive next year 0.438
	// expected gifts in ten years 1.841
	// all to come, at ten percent a year 1.621
	// gives in a year with chance 0.61, leaves with 0.13
}

// The distribution of the number of gifts, not only its mean.
func ExampleModel_Predictive() {
	m := bgbb.Model{Alpha: 1.20, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	var chances [3]float64
	more := m.Predictive(btyd.History{X: 3, Tx: 4, T: 6}, 5, chances[:])
	fmt.Printf("none %.3f, one %.3f, two %.3f, more %.3f\n", chances[0], chances[1], chances[2], more)
	// Output:
	// none 0.605, one 0.090, two 0.104, more 0.200
}

// Fitting invented donors.
func ExampleFit() {
	truth := bgbb.Model{Alpha: 1.20, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	rng := rand.New(rand.NewPCG(1, 2))
	var histories []btyd.History
	for range 20000 {
		histories = append(histories, bgbb.History(truth.Simulate(rng, 8), 8))
	}
	m, d, err := bgbb.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d distinct histories, converged %v\n", d.Rows, d.Converged)
	fmt.Printf("buys with chance %.1f\n", m.Alpha/(m.Alpha+m.Beta))
	// Output:
	// 37 distinct histories, converged true
	// buys with chance 0.6
}
