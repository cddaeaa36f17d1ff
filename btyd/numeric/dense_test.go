package numeric

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// chain is the extended Rosenbrock function of any even dimension, minimum
// zero at (1, 1, ..., 1).
func chain(x []float64) (f float64, g []float64, h [][]float64) {
	g, h = make([]float64, len(x)), squareOf(len(x))
	for i := 0; i < len(x); i += 2 {
		v, gv, hv := rosenbrock(Vector{x[i], x[i+1]})
		f += v
		for a := range 2 {
			g[i+a] = gv[a]
			for b := range 2 {
				h[i+a][i+b] = hv[a][b]
			}
		}
	}
	return f, g, h
}

func flat(f DenseObjective) DenseObjective {
	return func(x []float64) (float64, []float64, [][]float64) {
		v, g, _ := f(x)
		return v, g, nil
	}
}

func TestMinimiseDense(t *testing.T) {
	start := []float64{-1.2, 1, -1.2, 1, 0.5, 2, -1, -1, -1.2, 1}
	for name, test := range map[string]struct {
		f       DenseObjective
		at      float64
		most    int
		hessian bool
	}{
		"Newton":       {chain, 1e-9, 60, true},
		"quasi-Newton": {flat(chain), 1e-7, 400, false},
	} {
		m, err := MinimiseDense(context.Background(), DenseSearch{MaxIterations: 1000, Tolerance: 1e-18}, start, test.f)
		if err != nil || !m.Converged || m.Evaluations > test.most || (m.H != nil) != test.hessian {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
		for i, x := range m.X {
			if math.Abs(x-1) > test.at {
				t.Errorf("%s: x[%d] = %.12g after %d steps", name, i, x, m.Iterations)
			}
		}
	}
	if start[0] != -1.2 {
		t.Error("the start was changed")
	}
}

// TestMinimiseDenseAgrees takes the same steps as the search in few variables.
func TestMinimiseDenseAgrees(t *testing.T) {
	s := search()
	few, err := Minimise(context.Background(), s, Vector{-1.2, 1}, rosenbrock)
	if err != nil {
		t.Fatal(err)
	}
	many, err := MinimiseDense(context.Background(), DenseSearch{Lower: s.Lower[:2], Upper: s.Upper[:2],
		MaxIterations: s.MaxIterations, Tolerance: s.Tolerance}, []float64{-1.2, 1}, chain)
	if err != nil || many.Iterations != few.Iterations || math.Abs(many.X[0]-few.X[0]) > 1e-12 {
		t.Errorf("%+v, %v; want %+v", many, err, few)
	}
}

func TestMinimiseDenseAtBound(t *testing.T) {
	for name, f := range map[string]DenseObjective{"Newton": chain, "quasi-Newton": flat(chain)} {
		s := DenseSearch{Lower: []float64{-5, -5}, Upper: []float64{0.5, 5}, MaxIterations: 200, Tolerance: 1e-18}
		m, err := MinimiseDense(context.Background(), s, []float64{-1.2, 1}, f)
		if err != nil || !m.Converged || !m.AtBound[0] || m.AtBound[1] || math.Abs(m.X[1]-0.25) > 1e-8 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

// TestMinimiseDenseRefuses gives it points without a value, and sizes that
// disagree.
func TestMinimiseDenseRefuses(t *testing.T) {
	ctx := context.Background()
	s := DenseSearch{MaxIterations: 100, Tolerance: 1e-18}
	logs := func(x []float64) (float64, []float64, [][]float64) {
		return 3*x[0] - math.Log(x[0]), []float64{3 - 1/x[0]}, [][]float64{{1 / (x[0] * x[0])}}
	}
	for name, f := range map[string]DenseObjective{"Newton": logs, "quasi-Newton": flat(logs)} {
		if m, err := MinimiseDense(ctx, s, []float64{0.1}, f); err != nil || !m.Converged || math.Abs(m.X[0]-1./3) > 1e-8 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
		if m, err := MinimiseDense(ctx, s, []float64{-1}, f); err != nil || m.Converged {
			t.Errorf("%s from where there is no value: %+v, %v", name, m, err)
		}
	}
	if _, err := MinimiseDense(ctx, s, []float64{1, 2}, logs); err == nil {
		t.Error("a gradient of the wrong length was accepted")
	}
	s.Lower = []float64{0, 0}
	if _, err := MinimiseDense(ctx, s, []float64{1}, logs); err == nil {
		t.Error("bounds of the wrong number were accepted")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := MinimiseDense(cancelled, DenseSearch{MaxIterations: 9}, []float64{1}, logs); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestInverseDense(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	const n = 9
	a, m := squareOf(n), squareOf(n)
	for i := range n {
		unit := math.Pow(10, float64(i*2-n)) // variables in very different units
		for j := range n {
			a[i][j] = unit * rng.NormFloat64()
		}
	}
	for i := range n {
		for j := range n {
			for k := range n {
				m[i][j] += a[i][k] * a[j][k]
			}
		}
		m[i][i] *= 1.1
	}
	inverse, ok := InversePositiveDense(m)
	if !ok {
		t.Fatal("positive definite matrix refused")
	}
	for i := range n {
		for j := range n {
			total, size := 0.0, 0.0
			for k := range n {
				total += m[i][k] * inverse[k][j]
				size = math.Max(size, math.Abs(m[i][k]*inverse[k][j]))
			}
			if i == j {
				total--
			}
			if math.Abs(total) > 1e-12*math.Max(1, size) {
				t.Errorf("residual %g at %d, %d", total, i, j)
			}
		}
	}
	for _, bad := range [][][]float64{{{1, 2}, {2, 1}}, {{1, 1}, {1, 1}}, {{1, math.NaN()}, {math.NaN(), 1}}, {{-1}}} {
		if _, ok := InversePositiveDense(bad); ok {
			t.Errorf("%v inverted", bad)
		}
	}
}
