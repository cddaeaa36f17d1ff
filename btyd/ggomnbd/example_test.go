package ggomnbd_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
)

// A customer who bought twice more in 39 weeks, the last time eight weeks
// ago: still there, and what to expect of the next year?
func ExampleModel() {
	m := ggomnbd.Model{R: 0.55, Alpha: 10.58, B: 0.04, S: 0.6, Beta: 2}
	h := btyd.History{X: 2, Tx: 30.43, T: 38.86}
	yearly := math.Log(1.10) / 52 // ten percent a year, continuous, per week
	fmt.Printf("alive %.3f\n", m.ProbabilityAlive(h))
	fmt.Printf("expected in 52 weeks %.3f\n", m.ExpectedPurchases(h, 52))
	fmt.Printf("discounted %.3f\n", m.DiscountedPurchases(h, 52, yearly))
	if wait, ok := m.TimeToNext(h, 0.5); ok {
		fmt.Printf("as likely as not to buy within %.1f weeks\n", wait)
	}
	// Output:
	// alive 0.817
	// expected in 52 weeks 1.322
	// discounted 1.273
	// as likely as not to buy within 43.2 weeks
}

// Customers age: of those still there, fewer and fewer last another year.
func ExampleModel_Survival() {
	m := ggomnbd.Model{R: 0.55, Alpha: 10.58, B: 0.04, S: 0.6, Beta: 2}
	for year := 1; year <= 4; year++ {
		now, next := m.Survival(float64(52*(year-1))), m.Survival(float64(52*year))
		fmt.Printf("alive after year %d: %.3f, of those alive before %.3f\n", year, next, next/now)
	}
	// Output:
	// alive after year 1: 0.405, of those alive before 0.405
	// alive after year 2: 0.124, of those alive before 0.305
	// alive after year 3: 0.036, of those alive before 0.289
	// alive after year 4: 0.010, of those alive before 0.287
}

// Fitting returns the model together with how far to trust it.
func ExampleFit() {
	truth := ggomnbd.Model{R: 2, Alpha: 8, B: 0.08, S: 0.7, Beta: 5}
	rng := rand.New(rand.NewPCG(1, 2))
	var histories []btyd.History
	for range 5000 {
		h := btyd.History{T: 78}
		if times := truth.Simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		histories = append(histories, h)
	}
	_, diagnostics, err := ggomnbd.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range diagnostics.Names {
		fmt.Printf("%s %.3f (standard error %.3f)\n", name, diagnostics.Estimate[i], diagnostics.StdErr[i])
	}
	// Output:
	// r 2.022 (standard error 0.067)
	// alpha 7.995 (standard error 0.270)
	// b 0.090 (standard error 0.009)
	// s 0.577 (standard error 0.076)
	// beta 4.964 (standard error 0.357)
}
