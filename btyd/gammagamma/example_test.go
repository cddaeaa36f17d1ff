package gammagamma_test

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
)

// One large purchase is pulled to the population; many are believed.
func ExampleModel_ExpectedSpend() {
	m := gammagamma.Model{P: 6.25, Q: 3.74, V: 15.44}
	mean, _ := m.Population()
	fmt.Printf("population %.2f\n", mean)
	fmt.Printf("after one purchase of 100: %.2f\n", m.ExpectedSpend(1, 100))
	fmt.Printf("after twenty averaging 100: %.2f\n", m.ExpectedSpend(20, 100))
	// Output:
	// population 35.22
	// after one purchase of 100: 80.26
	// after twenty averaging 100: 98.61
}

// An interval for what a customer will spend, from the chances of 0, 1, 2, ...
// purchases that a transaction model predicts.
func ExampleSpendQuantiles() {
	m := gammagamma.Model{P: 6.25, Q: 3.74, V: 15.44}
	table, err := m.NewSpendQuantiles(2, 20) // customers with two past purchases
	if err != nil {
		fmt.Println(err)
		return
	}
	var mixture gammagamma.Mixture
	table.Mix([]float64{0.5, 0.25, 0.15, 0.1}, 0, &mixture)
	for _, probability := range []float64{0.25, 0.75, 0.9} {
		fmt.Printf("%.0f%%: at most %.2f\n", 100*probability, table.Quantile(&mixture, probability)*table.Scale(22.35))
	}
	// Output:
	// 25%: at most 0.00
	// 75%: at most 35.53
	// 90%: at most 61.63
}
