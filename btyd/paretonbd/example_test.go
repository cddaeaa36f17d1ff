package paretonbd_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// A customer who bought twice more in 39 weeks, the last time eight weeks
// ago: still there, and what to expect of the next year?
func ExampleModel() {
	m := paretonbd.Model{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	h := btyd.History{X: 2, Tx: 30.43, T: 38.86}
	yearly := math.Log(1.10) / 52 // ten percent a year, continuous, per week
	fmt.Printf("alive %.3f\n", m.ProbabilityAlive(h))
	fmt.Printf("expected in 52 weeks %.3f\n", m.ExpectedPurchases(h, 52))
	fmt.Printf("discounted %.3f\n", m.DiscountedPurchases(h, 52, yearly))
	if wait, ok := m.TimeToNext(h, 0.5); ok {
		fmt.Printf("as likely as not to buy within %.1f weeks\n", wait)
	}
	// Output:
	// alive 0.869
	// expected in 52 weeks 1.851
	// discounted 1.771
	// as likely as not to buy within 23.8 weeks
}

// The distribution of the number of purchases, not only its mean.
func ExampleModel_Predictive() {
	m := paretonbd.Model{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	var chances [4]float64
	tail := m.Predictive(btyd.History{X: 2, Tx: 30.43, T: 38.86}, 52, chances[:])
	fmt.Printf("none %.3f, one %.3f, two %.3f, three %.3f, more %.3f\n",
		chances[0], chances[1], chances[2], chances[3], tail)
	// Output:
	// none 0.368, one 0.192, two 0.146, three 0.104, more 0.189
}

// Fitting returns the model together with how far to trust it.
func ExampleFit() {
	truth := paretonbd.Model{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	rng := rand.New(rand.NewPCG(1, 2))
	var histories []btyd.History
	for range 5000 {
		h := btyd.History{T: 52}
		if times := truth.Simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		histories = append(histories, h)
	}
	_, diagnostics, err := paretonbd.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(diagnostics.Converged, diagnostics.HessianPositiveDefinite)
	for i, name := range diagnostics.Names {
		fmt.Printf("%s %.3f (standard error %.3f)\n", name, diagnostics.Estimate[i], diagnostics.StdErr[i])
	}
	// Output:
	// true true
	// r 0.553 (standard error 0.032)
	// alpha 10.737 (standard error 0.550)
	// s 0.627 (standard error 0.104)
	// beta 15.047 (standard error 4.609)
}
