package resample_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/resample"
)

// How well is the expected number of purchases of a new customer known, when
// the model is not taken for granted?
func ExampleCustomers() {
	ctx := context.Background()
	rows := btyd.Rows{
		X: []float64{0, 1, 2, 4}, Tx: []float64{0, 9, 21, 30}, T: []float64{38, 38, 35, 33}, W: []float64{600, 120, 90, 40},
	}
	fit := func(ctx context.Context, rows btyd.Rows) (btyd.Diagnostics, error) {
		_, d, err := bgnbd.Fit(ctx, rows, btyd.Options{})
		return d, err
	}
	draws, err := resample.Customers(ctx, rand.New(rand.NewPCG(1, 2)), rows, fit, resample.Options{Replicates: 200})
	if err != nil {
		fmt.Println(err)
		return
	}
	density, err := bgnbd.NewDensity(rows)
	if err != nil {
		fmt.Println(err)
		return
	}
	influence, err := resample.NewInfluence(ctx, density, draws.Estimate)
	if err != nil {
		fmt.Println(err)
		return
	}
	year := func(p []float64) float64 {
		return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]}.ExpectedNewCustomer(52)
	}
	interval, err := draws.BCa(0.9, year, influence)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f purchases in a year, 90 %% between %.2f and %.2f\n", interval.Estimate, interval.Low, interval.High)
	// Output:
	// 0.74 purchases in a year, 90 % between 0.64 and 0.84
}
