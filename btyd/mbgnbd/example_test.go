package mbgnbd_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
)

// A customer who bought twice more in 39 weeks, the last time eight weeks
// ago: still there, and what to expect of the next year?
func ExampleModel() {
	m := mbgnbd.Model{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}
	h := btyd.History{X: 2, Tx: 30.43, T: 38.86}
	yearly := math.Log(1.10) / 52 // ten percent a year, continuous, per week
	fmt.Printf("alive %.3f\n", m.ProbabilityAlive(h))
	fmt.Printf("expected in 52 weeks %.3f\n", m.ExpectedPurchases(h, 52))
	fmt.Printf("discounted %.3f\n", m.DiscountedPurchases(h, 52, yearly))
	if wait, ok := m.TimeToNext(h, 0.5); ok {
		fmt.Printf("as likely as not to buy within %.1f weeks\n", wait)
	}
	// Output:
	// alive 0.706
	// expected in 52 weeks 1.597
	// discounted 1.529
	// as likely as not to buy within 28.3 weeks
}

// The distribution of the number of purchases, not only its mean.
func ExampleModel_Predictive() {
	m := mbgnbd.Model{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}
	var chances [4]float64
	tail := m.Predictive(btyd.History{X: 2, Tx: 30.43, T: 38.86}, 52, chances[:])
	fmt.Printf("none %.3f, one %.3f, two %.3f, three %.3f, more %.3f\n",
		chances[0], chances[1], chances[2], chances[3], tail)
	// Output:
	// none 0.395, one 0.213, two 0.148, three 0.096, more 0.148
}

// Fitting returns the model together with how far to trust it.
func ExampleFit() {
	truth := mbgnbd.Model{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}
	rng := rand.New(rand.NewPCG(1, 2))
	var histories []btyd.History
	for range 5000 {
		h := btyd.History{T: 52}
		if times := truth.Simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		histories = append(histories, h)
	}
	_, diagnostics, err := mbgnbd.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
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
	// r 0.488 (standard error 0.047)
	// alpha 5.927 (standard error 0.412)
	// a 0.931 (standard error 0.103)
	// b 2.038 (standard error 0.450)
}
