package bayes_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
)

// orders is the likelihood of a Poisson rate: 7 orders in 4 weeks.
type orders struct{}

func (orders) Names() []string { return []string{"rate"} }
func (orders) LogLikelihood(p, gradient []float64) float64 {
	gradient[0] = 7/p[0] - 4
	return 7*math.Log(p[0]) - 4*p[0]
}

// With a Gamma(2, 3) prior the posterior is Gamma(9, 7): mean 1.29, standard
// deviation 0.43.
func ExampleInfer() {
	prior := []bayes.Prior{bayes.On("rate", bayes.Gamma{Shape: 2, Rate: 3})}
	rng := rand.New(rand.NewPCG(1, 2))
	draws, err := bayes.Infer(context.Background(), rng, orders{}, prior, []float64{1}, bayes.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := draws.Summary()[0]
	fmt.Printf("mean %.1f, sd %.1f, trustworthy: %v\n", s.Mean, s.SD, len(draws.Diagnostics().Warnings) == 0)
	// Output:
	// mean 1.3, sd 0.4, trustworthy: true
}

// A confidence interval without any prior.
func ExampleProfile() {
	interval, err := bayes.Profile(context.Background(), orders{}, []float64{7. / 4}, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f (%.3f to %.3f)\n", interval[0].Estimate, interval[0].Low, interval[0].High)
	// Output:
	// 1.750 (0.752 to 3.384)
}

// What few customers say of one of them, their parameters being uncertain.
func ExampleDraws_Customer() {
	rows := btyd.Rows{
		X: []float64{0, 1, 2, 4}, Tx: []float64{0, 9, 21, 30}, T: []float64{38, 38, 35, 33}, W: []float64{60, 12, 9, 4},
	}
	draws, err := bgnbd.Posterior(context.Background(), rand.New(rand.NewPCG(1, 2)), rows, nil, bayes.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	predictor := func(p []float64) bayes.Predictor { return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }
	p, err := draws.Customer(predictor, btyd.History{X: 2, Tx: 21, T: 35}, 52, 0, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	low, high := p.Between(0.05, 0.95)
	fmt.Printf("alive %.1f, %d to %d more purchases in a year\n", p.Alive.Mean, low, high)
	// Output:
	// alive 0.8, 0 to 5 more purchases in a year
}
