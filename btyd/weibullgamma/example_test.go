package weibullgamma_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
)

// A list that begins when some customers had been there for months, and ends
// while many still are. Does a customer's own rate of leaving change?
func ExampleFit() {
	truth := weibullgamma.Model{R: 0.8, Alpha: 15, C: 1.4}
	rng := rand.New(rand.NewPCG(1, 2))
	var list []tenure.Observation
	for len(list) < 5000 {
		entry := math.Max(0, 20*rng.Float64()-10)
		at, lost := truth.Simulate(rng, entry+24)
		if at > entry { // the others left before the list began
			list = append(list, tenure.Observation{Entry: entry, Exit: at, Lost: lost})
		}
	}
	rows := tenure.Compress(list)
	_, d, err := weibullgamma.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, without, err := exponentialgamma.Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range d.Names {
		fmt.Printf("%s %.2f (standard error %.2f)\n", name, d.Estimate[i], d.StdErr[i])
	}
	fmt.Printf("AIC %.0f, with c = 1 %.0f\n", d.AIC, without.AIC)
	// Output:
	// r 0.77 (standard error 0.06)
	// alpha 14.20 (standard error 0.96)
	// c 1.41 (standard error 0.04)
	// AIC 28019, with c = 1 28134
}

// The rate of leaving rises as an introductory offer runs out, and falls as
// those who do not care remain.
func ExampleModel_Hazard() {
	m := weibullgamma.Model{R: 0.8, Alpha: 15, C: 1.4}
	for _, months := range []float64{1, 3.5, 12, 36} {
		residual, _ := m.ExpectedResidualLifetime(months)
		fmt.Printf("month %4.1f: %.1f%% a month leave, %.0f%% of the others within a year, mean further stay %.0f months\n",
			months, 100*m.Hazard(months), 100*(1-m.SurvivalGiven(months, 12)), residual)
	}
	// Output:
	// month  1.0: 7.0% a month leave, 61% of the others within a year, mean further stay 63 months
	// month  3.5: 8.9% a month leave, 58% of the others within a year, mean further stay 74 months
	// month 12.0: 6.4% a month leave, 45% of the others within a year, mean further stay 132 months
	// month 36.0: 2.8% a month leave, 26% of the others within a year, mean further stay 322 months
}

// Do customers with a yearly contract leave less easily, and by what factor?
func ExampleFitRegression() {
	truth := weibullgamma.Regression{
		Base:       weibullgamma.Model{R: 0.8, Alpha: 15, C: 1.4},
		Covariates: []string{"yearly"}, Coefficients: []float64{-0.7},
	}
	rng := rand.New(rand.NewPCG(3, 4))
	data := weibullgamma.RegressionData{Names: truth.Covariates, Covariates: make([][]float64, 1)}
	for i := range 4000 {
		yearly := float64(i % 2)
		own, err := truth.For([]float64{yearly})
		if err != nil {
			fmt.Println(err)
			return
		}
		at, lost := own.Simulate(rng, 36)
		data.Rows.Exit, data.Rows.Lost = append(data.Rows.Exit, at), append(data.Rows.Lost, lost)
		data.Rows.W = append(data.Rows.W, 1)
		data.Covariates[0] = append(data.Covariates[0], yearly)
	}
	g, d, err := weibullgamma.FitRegression(context.Background(), data, weibullgamma.RegressionOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("coefficient %.2f (standard error %.2f): %.2f times the rate of leaving\n", g.Coefficients[0], d.StdErr[3], math.Exp(g.Coefficients[0]))
	for i, kind := range []string{"monthly", "yearly"} {
		m, err := g.For([]float64{float64(i)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: half have left after %.0f months\n", kind, m.Quantile(0.5))
	}
	// Output:
	// coefficient -0.72 (standard error 0.06): 0.49 times the rate of leaving
	// monthly: half have left after 9 months
	// yearly: half have left after 15 months
}
