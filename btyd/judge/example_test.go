package judge_test

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd/judge"
)

// What a model said of four customers, of whom two share a row.
func ExampleOutcomes() {
	o := judge.Outcomes{
		Predicted: []float64{0.2, 1.5, 3.0},
		Actual:    []float64{0, 2, 3},
		Weight:    []float64{2, 1, 1},
		LogProb:   []float64{math.Log(0.8), math.Log(0.3), math.Log(0.25)},
	}
	predicted, actual, customers := o.Totals()
	_, rmse := o.Errors()
	fmt.Printf("%.1f of %.0f purchases by %.0f customers, off by %.2f each\n", predicted, actual, customers, rmse)
	fmt.Printf("ranking %.2f of perfect, log score %.3f\n", o.Gini(), o.LogScore())
	// Output:
	// 4.9 of 5 purchases by 4 customers, off by 0.29 each
	// ranking 1.00 of perfect, log score -0.759
}

// Weights of the mixture of two models that would have foretold best.
func ExampleStack() {
	careful := []float64{math.Log(.9), math.Log(.9), math.Log(.1), math.Log(.9)}
	bold := []float64{math.Log(.2), math.Log(.2), math.Log(.8), math.Log(.2)}
	s := judge.Stack([][]float64{careful, bold}, []float64{100, 100, 100, 100})
	fmt.Printf("careful %.2f, bold %.2f; mean log score %.3f, alone %.3f\n", s.Weights[0], s.Weights[1], s.LogScore, s.Best)
	// Output:
	// careful 0.78, bold 0.22; mean log score -0.562, alone -0.655
}

// The score of a whole distribution of counts, in purchases.
func ExampleCRPS() {
	sharp, vague := []float64{0.1, 0.8, 0.1}, []float64{0.4, 0.3, 0.3}
	fmt.Printf("bought once: %.2f against %.2f\n", judge.CRPS(sharp, 1), judge.CRPS(vague, 1))
	// Output:
	// bought once: 0.02 against 0.25
}
