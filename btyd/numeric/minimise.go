package numeric

import (
	"context"
	"math"
)

// noise is the relative rounding error allowed for in a sum over rows: steps
// that promise less are taken on the word of the gradient.
const noise = 1e-13

// Objective returns the value, gradient and Hessian of a function at x.
type Objective func(x Vector) (f float64, g Vector, h Matrix)

// Search states a minimisation over a box. N is the number of variables.
type Search struct {
	N             int
	Lower, Upper  Vector
	MaxIterations int
	// Tolerance bounds the fall a full Newton step still promises.
	Tolerance float64
}

// Minimum is where a search ended.
type Minimum struct {
	X           Vector
	F           float64
	G           Vector
	H           Matrix
	Iterations  int
	Evaluations int
	Converged   bool
	// AtBound marks variables held at an edge of the box.
	AtBound [MaxDim]bool
}

// Minimise runs a trust-region Newton search (Nocedal and Wright 2006,
// Numerical Optimization, ch. 4), with the subproblem solved exactly from the
// eigenvalues of the Hessian. Steps to points where the value is not finite
// are refused, so a search never leaves the region where f is defined. The
// only error is that of the context.
func Minimise(ctx context.Context, s Search, start Vector, f Objective) (Minimum, error) {
	m := Minimum{X: s.clamp(start)}
	m.F, m.G, m.H = f(m.X)
	m.Evaluations = 1
	if !finite(m.F) {
		return m, nil
	}
	radius := 1.0
	for m.Iterations < s.MaxIterations {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		free := s.free(&m)
		step, promise, interior := subproblem(m.G, m.H, free, s.N, radius)
		if interior && promise <= s.Tolerance || promise == 0 {
			m.Converged = true
			return m, nil
		}
		m.Iterations++
		next := s.clamp(plus(m.X, step))
		value, g, h := f(next)
		m.Evaluations++
		ratio := (m.F - value) / promise
		settled := interior && promise <= noise*(1+math.Abs(m.F)) && value-m.F <= noise*(1+math.Abs(m.F))
		if !finite(value) || !(ratio > 1e-4 || settled) {
			radius = math.Min(radius, length(step, s.N)) / 4
			if radius < 1e-12 {
				// No downhill step survives rounding.
				m.Converged = promise <= 1e3*s.Tolerance
				return m, nil
			}
			continue
		}
		if ratio > 0.75 && !interior {
			radius = math.Min(2.5*radius, 8)
		} else if ratio < 0.25 && !settled {
			radius = length(step, s.N) / 2
		}
		m.X, m.F, m.G, m.H = next, value, g, h
	}
	return m, nil
}

func (s Search) clamp(x Vector) Vector {
	for i := range s.N {
		x[i] = math.Max(s.Lower[i], math.Min(s.Upper[i], x[i]))
	}
	return x
}

// free marks the variables that are not pressed against their bound.
func (s Search) free(m *Minimum) (free [MaxDim]bool) {
	for i := range s.N {
		low := m.X[i] <= s.Lower[i] && m.G[i] >= 0
		high := m.X[i] >= s.Upper[i] && m.G[i] <= 0
		m.AtBound[i] = low || high
		free[i] = !m.AtBound[i]
	}
	return free
}

// subproblem minimises the quadratic model within the radius and returns the
// step, the fall it promises and whether it is a full Newton step.
func subproblem(g Vector, h Matrix, free [MaxDim]bool, n int, radius float64) (Vector, float64, bool) {
	for i := range n {
		if free[i] {
			continue
		}
		g[i] = 0
		for j := range n {
			h[i][j], h[j][i] = 0, 0
		}
		h[i][i] = 1
	}
	values, v := Eigen(h, n)
	var gv Vector
	lowest, scale := math.Inf(1), 0.0
	for k := range n {
		for i := range n {
			gv[k] += v[i][k] * g[i]
		}
		lowest = math.Min(lowest, values[k])
		scale = math.Max(scale, math.Abs(values[k]))
	}
	floor := 1e-14 * scale
	shift, interior := 0.0, lowest > floor
	if !interior || stepLength(gv, values, 0, n) > radius {
		shift = findShift(gv, values, n, radius, math.Max(0, floor-lowest))
		interior = false
	}
	var step Vector
	promise := 0.0
	for k := range n {
		c := -gv[k] / (values[k] + shift)
		if gv[k] == 0 {
			c = 0
		}
		promise -= c*gv[k] + 0.5*values[k]*c*c
		for i := range n {
			step[i] += v[i][k] * c
		}
	}
	return step, math.Max(promise, 0), interior
}

// findShift finds by bisection the multiple of the identity that makes the
// step as long as the radius.
func findShift(gv, values Vector, n int, radius, low float64) float64 {
	high := low + 1e-10
	for stepLength(gv, values, high, n) > radius {
		high = low + (high-low)*4
	}
	for range 60 {
		mid := (low + high) / 2
		if stepLength(gv, values, mid, n) > radius {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

func stepLength(gv, values Vector, shift float64, n int) float64 {
	total := 0.0
	for k := range n {
		if gv[k] != 0 {
			c := gv[k] / (values[k] + shift)
			total += c * c
		}
	}
	return math.Sqrt(total)
}

func plus(a, b Vector) Vector {
	for i := range a {
		a[i] += b[i]
	}
	return a
}

func length(v Vector, n int) float64 {
	total := 0.0
	for i := range n {
		total += v[i] * v[i]
	}
	return math.Sqrt(total)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
