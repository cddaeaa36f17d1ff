package ziln_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/ziln"
)

// What will customers bring in the year after their first order, given the
// amount of that order and the channel they came through?
func ExampleFit() {
	rng := rand.New(rand.NewPCG(1, 2))
	amount, channel := ziln.Number{Name: "first amount (ln)"}, ziln.Category{Name: "channel"}
	var value []float64
	for range 5000 {
		a := 3 + 0.7*rng.NormFloat64()
		truth := ziln.Logits{Return: -2 + 0.4*a, Mu: 2 + 0.6*a, Scale: 0.5}
		c := "search"
		if rng.Float64() < 0.3 {
			c = "friend"
			truth.Return++
		}
		amount.Values, channel.Values = append(amount.Values, a), append(channel.Values, c)
		value = append(value, truth.Simulate(rng))
	}
	m, d, err := ziln.Fit(context.Background(), ziln.Data{
		Features: ziln.Table{Numbers: []ziln.Number{amount}, Categories: []ziln.Category{channel}},
		Value:    value,
	}, ziln.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range d.Names {
		fmt.Printf("%-28s %5.2f (standard error %.2f)\n", name, d.Estimate[i], d.StdErr[i])
	}
	fmt.Printf("expected values are multiplied by %.3f\n", m.Calibration)
	// Two new customers, one through a channel not seen before.
	predictions, err := m.Predict(ziln.Table{
		Numbers:    []ziln.Number{{Name: "first amount (ln)", Values: []float64{math.Log(20), math.Log(80)}}},
		Categories: []ziln.Category{{Name: "channel", Values: []string{"friend", "billboard"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range predictions {
		fmt.Printf("comes back with %.0f%%, brings %.0f on average, more than %.0f with ten percent\n",
			100*p.ProbabilityOfReturn(), p.Expected, p.Quantile(0.9))
	}
	// Output:
	// return: intercept            -0.81 (standard error 0.04)
	// return: first amount (ln)     0.31 (standard error 0.03)
	// return: channel = friend      1.01 (standard error 0.06)
	// location: intercept           3.80 (standard error 0.03)
	// location: first amount (ln)   0.43 (standard error 0.02)
	// location: channel = friend   -0.01 (standard error 0.04)
	// scale: intercept              0.53 (standard error 0.03)
	// scale: first amount (ln)     -0.03 (standard error 0.03)
	// scale: channel = friend      -0.05 (standard error 0.05)
	// expected values are multiplied by 0.991
	// comes back with 55%, brings 38 on average, more than 105 with ten percent
	// comes back with 45%, brings 71 on average, more than 210 with ten percent
}

// The distribution of the value of one customer: a mass at zero, and a long
// tail.
func ExampleLogits() {
	z := ziln.Logits{Return: -0.4, Mu: 4, Scale: 0.8}
	fmt.Printf("nothing %.2f, more than 100 %.2f\n", 1-z.ProbabilityOfReturn(), z.ProbabilityAbove(100))
	fmt.Printf("median %.0f, mean %.0f, one in twenty brings %.0f\n", z.Quantile(0.5), z.Mean(), z.Quantile(0.95))
	// Output:
	// nothing 0.60, more than 100 0.12
	// median 0, mean 43, one in twenty brings 211
}
