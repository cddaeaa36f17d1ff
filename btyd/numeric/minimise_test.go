package numeric

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// rosenbrock has a curved valley with its minimum at (1, 1).
func rosenbrock(x Vector) (f float64, g Vector, h Matrix) {
	a, b := x[0], x[1]
	f = (1-a)*(1-a) + 100*(b-a*a)*(b-a*a)
	g = Vector{-2*(1-a) - 400*a*(b-a*a), 200 * (b - a*a)}
	h[0][0], h[0][1] = 2-400*(b-3*a*a), -400*a
	h[1][0], h[1][1] = -400*a, 200
	return f, g, h
}

func search() Search {
	return Search{N: 2, Lower: Vector{-5, -5}, Upper: Vector{5, 5}, MaxIterations: 100, Tolerance: 1e-18}
}

func TestMinimise(t *testing.T) {
	m, err := Minimise(context.Background(), search(), Vector{-1.2, 1}, rosenbrock)
	if err != nil || !m.Converged || math.Abs(m.X[0]-1) > 1e-9 || math.Abs(m.X[1]-1) > 1e-9 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestMinimiseAtBound(t *testing.T) {
	s := search()
	s.Upper[0] = 0.5
	m, err := Minimise(context.Background(), s, Vector{-1.2, 1}, rosenbrock)
	if err != nil || !m.Converged || !m.AtBound[0] || math.Abs(m.X[1]-0.25) > 1e-9 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestMinimiseCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Minimise(ctx, search(), Vector{}, rosenbrock); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestMinimiseRefusesNaN starts beside a region where the function is not
// defined.
func TestMinimiseRefusesNaN(t *testing.T) {
	m, err := Minimise(context.Background(), search(), Vector{0.1, 0}, func(x Vector) (float64, Vector, Matrix) {
		h := Matrix{}
		h[0][0], h[1][1] = 1/(x[0]*x[0]), 1
		return 3*x[0] - math.Log(x[0]) + x[1]*x[1]/2, Vector{3 - 1/x[0], x[1]}, h
	})
	if err != nil || !m.Converged || math.Abs(m.X[0]-1./3) > 1e-8 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestInverse(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		var a, m Matrix
		for i := range MaxDim {
			for j := range MaxDim {
				a[i][j] = rng.NormFloat64()
			}
		}
		for i := range MaxDim {
			for j := range MaxDim {
				for k := range MaxDim {
					m[i][j] += a[i][k] * a[j][k]
				}
			}
			m[i][i] += 0.1
		}
		inverse, ok := InversePositive(m, MaxDim)
		if !ok {
			t.Fatal("positive definite matrix refused")
		}
		for i := range MaxDim {
			for j := range MaxDim {
				total := 0.0
				for k := range MaxDim {
					total += m[i][k] * inverse[k][j]
				}
				if i == j {
					total--
				}
				if math.Abs(total) > 1e-9 {
					t.Fatalf("residual %g", total)
				}
			}
		}
	}
	if _, ok := InversePositive(Matrix{{1, 2}, {2, 1}}, 2); ok {
		t.Error("indefinite matrix inverted")
	}
}

// TestVariates compares means and variances with the theory.
func TestVariates(t *testing.T) {
	const n = 200000
	rng := rand.New(rand.NewPCG(5, 6))
	for _, shape := range []float64{0.05, 0.8, 3, 500} {
		mean, square := 0.0, 0.0
		for range n {
			x := GammaVariate(rng, shape, 2)
			mean += x / n
			square += x * x / n
		}
		se := math.Sqrt(shape/4) / math.Sqrt(n)
		if math.Abs(mean-shape/2) > 4*se {
			t.Errorf("shape %g: mean %g", shape, mean)
		}
		if variance := square - mean*mean; math.Abs(variance/(shape/4)-1) > 0.15 {
			t.Errorf("shape %g: variance %g", shape, variance)
		}
	}
	mean := 0.0
	for range n {
		mean += BetaVariate(rng, 0.8, 2.4) / n
	}
	if math.Abs(mean-0.25) > 0.002 {
		t.Errorf("beta mean %g", mean)
	}
}

func TestNegativeBinomial(t *testing.T) {
	dst := make([]float64, 400)
	for _, r := range []float64{0.01, 2, 300, 1e6} {
		for _, load := range []float64{1e-3, 1, 80} {
			tail := NegativeBinomial(r, r, load, dst)
			total := tail
			for n, p := range dst {
				total += p
				if n%37 == 0 {
					exactly, atLeast := NegativeBinomialAt(r, r, load, n)
					rest := tail
					for _, q := range dst[n:] {
						rest += q
					}
					if math.Abs(exactly-p) > 1e-9*p+1e-300 || math.Abs(atLeast-rest) > 1e-9*rest+1e-14 {
						t.Errorf("r %g load %g n %d: %g and %g, want %g and %g", r, load, n, exactly, atLeast, p, rest)
					}
				}
			}
			if math.Abs(total-1) > 1e-9 {
				t.Errorf("r %g load %g: total %.15g", r, load, total)
			}
		}
	}
}
