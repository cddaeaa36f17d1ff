package dyncov_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd/dyncov"
)

// Two years of weeks with a season in the last twelve weeks of each, which
// doubles purchases; the third year is what is planned.
func weeks() (dyncov.Grid, dyncov.Path) {
	season := make([]float64, 3*52)
	for k := range season {
		if k%52 >= 40 {
			season[k] = 1
		}
	}
	return dyncov.Grid{Width: 1, Names: []string{"season"}}, dyncov.Path{season}
}

// The same horizon is worth more when a season lies in it.
func ExampleModel_Along() {
	grid, path := weeks()
	model := dyncov.Model{R: 0.8, Alpha: 10, S: 0.6, Beta: 20, Purchase: []float64{0.7}, Dropout: []float64{0}}
	clocks, err := model.Along(grid, path)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, age := range []float64{40, 52} {
		c := dyncov.Customer{Start: 3.5, Times: []float64{7, 30}, T: age}
		alive, _ := clocks.ProbabilityAlive(c)
		expected, _ := clocks.ExpectedPurchases(c, 12)
		fmt.Printf("at %g weeks: alive %.3f, expected in 12 weeks %.3f\n", age, alive, expected)
	}
	_, err = clocks.ExpectedPurchases(dyncov.Customer{T: 150}, 12)
	fmt.Println(err)
	// Output:
	// at 40 weeks: alive 0.840, expected in 12 weeks 0.862
	// at 52 weeks: alive 0.585, expected in 12 weeks 0.253
	// btyd: invalid data: no covariates for interval 156, which begins at 156; needed up to 162
}

// Fitting tells what the season did to purchases, apart from who buys how
// often and who has left.
func ExampleFit() {
	grid, path := weeks()
	truth := dyncov.Model{R: 0.8, Alpha: 10, S: 0.6, Beta: 20, Purchase: []float64{0.7}, Dropout: []float64{0}}
	clocks, err := truth.Along(grid, path)
	if err != nil {
		fmt.Println(err)
		return
	}
	data := dyncov.Data{Grid: grid, Paths: []dyncov.Path{path}}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		c := dyncov.Customer{Start: 26 * rng.Float64()}
		c.T = 104 - c.Start
		c.Times, _ = clocks.Simulate(rng, c.Start, c.T)
		data.Customers = append(data.Customers, c)
	}
	_, diagnostics, err := dyncov.Fit(context.Background(), data, dyncov.Options{Dropout: []string{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range diagnostics.Names {
		fmt.Printf("%s %.3f (standard error %.3f)\n", name, diagnostics.Estimate[i], diagnostics.StdErr[i])
	}
	// Output:
	// r 0.861 (standard error 0.079)
	// alpha 10.771 (standard error 0.981)
	// s 0.500 (standard error 0.078)
	// beta 15.455 (standard error 4.778)
	// purchase.season 0.632 (standard error 0.031)
}
