package regress_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/regress"
)

// shoppers invents customers of whom a third came with a coupon, with rates
// that depend on it.
func shoppers(truth regress.Model[paretonbd.Model], n int) regress.Data {
	rng := rand.New(rand.NewPCG(3, 4))
	var rows btyd.Rows
	var coupon []float64
	for range n {
		z := 0.0
		if rng.IntN(3) == 0 {
			z = 1
		}
		own, err := truth.For([]float64{z}, []float64{z})
		if err != nil {
			panic(err)
		}
		x, tx := 0.0, 0.0
		if times := own.Simulate(rng, 52); len(times) > 0 {
			x, tx = float64(len(times)), times[len(times)-1]
		}
		rows.X, rows.Tx, rows.T, rows.W = append(rows.X, x), append(rows.Tx, tx), append(rows.T, 52), append(rows.W, 1)
		coupon = append(coupon, z)
	}
	return regress.Data{Rows: rows,
		Purchase: [][]float64{coupon}, PurchaseNames: []string{"coupon"},
		Dropout: [][]float64{coupon}, DropoutNames: []string{"coupon"}}
}

// Do customers who came with a coupon buy less, or leave earlier?
func ExampleFit() {
	ctx := context.Background()
	data := shoppers(regress.Model[paretonbd.Model]{
		Base:     paretonbd.Model{R: 0.9, Alpha: 10, S: 0.8, Beta: 15},
		Purchase: []float64{-0.4}, Dropout: []float64{0.6},
	}, 4000).Compress()
	_, with, err := regress.Fit[paretonbd.Model](ctx, data, regress.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range with.Names {
		fmt.Printf("%s %.2f (standard error %.2f)\n", name, with.Estimate[i], with.StdErr[i])
	}
	_, without, err := paretonbd.Fit(ctx, data.Rows, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	test, err := regress.LikelihoodRatio(with, without)
	fmt.Printf("chance of this if coupons meant nothing: %.0e, %v\n", test.P, err)
	// Output:
	// r 0.89 (standard error 0.06)
	// alpha 9.80 (standard error 0.61)
	// s 0.81 (standard error 0.09)
	// beta 15.35 (standard error 3.12)
	// purchase.coupon -0.47 (standard error 0.06)
	// dropout.coupon 0.52 (standard error 0.10)
	// chance of this if coupons meant nothing: 2e-30, <nil>
}

// Every question is asked of a customer's own model.
func ExampleModel_For() {
	m := regress.Model[paretonbd.Model]{
		Base:     paretonbd.Model{R: 0.9, Alpha: 10, S: 0.8, Beta: 15},
		Purchase: []float64{-0.4}, Dropout: []float64{0.6},
	}
	h := btyd.History{X: 2, Tx: 30, T: 40}
	for coupon := range 2 {
		z := []float64{float64(coupon)}
		own, err := m.For(z, z)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("coupon %d: alive %.2f, purchases in the next 52 weeks %.2f\n",
			coupon, own.ProbabilityAlive(h), own.ExpectedPurchases(h, 52))
	}
	// Output:
	// coupon 0: alive 0.80, purchases in the next 52 weeks 1.82
	// coupon 1: alive 0.78, purchases in the next 52 weeks 1.57
}

// What moves the amount of a purchase.
func ExampleSpendModel_For() {
	m := regress.SpendModel{Base: gammagamma.Model{P: 6.25, Q: 3.74, V: 15.44},
		Coefficients: []float64{0.18}, Covariates: []string{"shop"}}
	for _, shop := range []float64{0, 1} {
		own, err := m.For([]float64{shop})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("shop %g: %.2f expected of a newcomer, %.2f after two purchases of 50 on average\n",
			shop, own.ExpectedSpend(0, 0), own.ExpectedSpend(2, 50))
	}
	// Output:
	// shop 0: 35.22 expected of a newcomer, 47.34 after two purchases of 50 on average
	// shop 1: 42.16 expected of a newcomer, 48.59 after two purchases of 50 on average
}
