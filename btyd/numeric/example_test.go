package numeric_test

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Rosenbrock's valley, without its Hessian: the least of
// (1-x)^2 + 100 (y-x^2)^2 is at (1, 1).
func ExampleMinimiseDense() {
	valley := func(v []float64) (float64, []float64, [][]float64) {
		x, y := v[0], v[1]
		d := y - x*x
		return (1-x)*(1-x) + 100*d*d, []float64{-2*(1-x) - 400*x*d, 200 * d}, nil
	}
	m, err := numeric.MinimiseDense(context.Background(), numeric.DenseSearch{MaxIterations: 500, Tolerance: 1e-14}, []float64{-1.2, 1}, valley)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("(%.4f, %.4f), converged: %v\n", m.X[0], m.X[1], m.Converged)
	// Output:
	// (1.0000, 1.0000), converged: true
}
