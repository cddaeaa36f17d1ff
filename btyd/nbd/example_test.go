package nbd_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/nbd"
)

// The baseline believes that a customer silent for a year is merely slow.
func ExampleModel() {
	m := nbd.Model{R: 0.385, Alpha: 12.07}
	busy, silent := btyd.History{X: 9, Tx: 50, T: 52}, btyd.History{X: 9, Tx: 5, T: 52}
	fmt.Printf("bought lately: expected in 52 weeks %.2f\n", m.ExpectedPurchases(busy, 52))
	fmt.Printf("silent since week 5: expected in 52 weeks %.2f\n", m.ExpectedPurchases(silent, 52))
	// Output:
	// bought lately: expected in 52 weeks 7.62
	// silent since week 5: expected in 52 weeks 7.62
}

// The distribution of the number of purchases, not only its mean.
func ExampleModel_Predictive() {
	m := nbd.Model{R: 0.385, Alpha: 12.07}
	var chances [4]float64
	tail := m.Predictive(btyd.History{X: 2, Tx: 30.43, T: 38.86}, 52, chances[:])
	fmt.Printf("none %.3f, one %.3f, two %.3f, three %.3f, more %.3f\n",
		chances[0], chances[1], chances[2], chances[3], tail)
	// Output:
	// none 0.187, one 0.225, two 0.192, three 0.142, more 0.254
}

// Fitting returns the model together with how far to trust it.
func ExampleFit() {
	truth := nbd.Model{R: 0.385, Alpha: 12.07}
	rng := rand.New(rand.NewPCG(1, 2))
	var histories []btyd.History
	for range 5000 {
		h := btyd.History{T: 52}
		if times := truth.Simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		histories = append(histories, h)
	}
	_, diagnostics, err := nbd.Fit(context.Background(), btyd.Compress(histories), btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range diagnostics.Names {
		fmt.Printf("%s %.3f (standard error %.3f)\n", name, diagnostics.Estimate[i], diagnostics.StdErr[i])
	}
	// Output:
	// r 0.394 (standard error 0.013)
	// alpha 12.382 (standard error 0.504)
}
