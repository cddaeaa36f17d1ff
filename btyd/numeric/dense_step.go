package numeric

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// denseSubproblem minimises the quadratic model within the radius over the
// variables that are not held. It returns the step, the fall it promises and
// whether it is a full Newton step.
func denseSubproblem(g []float64, h [][]float64, held []bool, radius float64) ([]float64, float64, bool) {
	var free []int
	for i := range g {
		if !held[i] {
			free = append(free, i)
		}
	}
	step := make([]float64, len(g))
	if len(free) == 0 {
		return step, 0, true
	}
	sub := mat.NewSymDense(len(free), nil)
	for a, i := range free {
		for b := a; b < len(free); b++ {
			sub.SetSym(a, b, h[i][free[b]])
		}
	}
	values, v, ok := eigenDense(sub)
	if !ok {
		return step, math.NaN(), false // no step, and no word that it has converged
	}
	gv := make([]float64, len(free))
	for k := range gv {
		for a, i := range free {
			gv[k] += v.At(a, k) * g[i]
		}
	}
	c, promise, interior := alongAxes(gv, values, radius)
	for a, i := range free {
		for k := range c {
			step[i] += v.At(a, k) * c[k]
		}
	}
	return step, promise, interior
}

// alongAxes solves the subproblem along the eigenvectors.
func alongAxes(gv, values []float64, radius float64) (c []float64, promise float64, interior bool) {
	lowest, scale := math.Inf(1), 0.0
	for _, l := range values {
		lowest = math.Min(lowest, l)
		scale = math.Max(scale, math.Abs(l))
	}
	floor := 1e-14 * scale
	shift := 0.0
	interior = lowest > floor
	if !interior || axisLength(gv, values, 0) > radius {
		shift = denseShift(gv, values, radius, math.Max(0, floor-lowest))
		interior = false
	}
	c = make([]float64, len(gv))
	for k, l := range values {
		if gv[k] != 0 {
			c[k] = -gv[k] / (l + shift)
		}
		promise -= c[k]*gv[k] + 0.5*l*c[k]*c[k]
	}
	return c, math.Max(promise, 0), interior
}

// denseShift finds by bisection the multiple of the identity that makes the
// step as long as the radius.
func denseShift(gv, values []float64, radius, low float64) float64 {
	high := low + 1e-10
	for axisLength(gv, values, high) > radius {
		high = low + (high-low)*4
	}
	for range 60 {
		mid := (low + high) / 2
		if axisLength(gv, values, mid) > radius {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

func axisLength(gv, values []float64, shift float64) float64 {
	total := 0.0
	for k, g := range gv {
		if g != 0 {
			c := g / (values[k] + shift)
			total += c * c
		}
	}
	return math.Sqrt(total)
}

// eigenDense decomposes a symmetric matrix; columns of v are eigenvectors.
func eigenDense(m *mat.SymDense) (values []float64, v *mat.Dense, ok bool) {
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		return nil, nil, false
	}
	v = new(mat.Dense)
	e.VectorsTo(v)
	return e.Values(nil), v, true
}

// InversePositiveDense inverts a symmetric matrix, of which the upper triangle
// is read; ok is false when it is not positive definite beyond rounding. The
// matrix is first scaled to a unit diagonal, so that the verdict does not
// depend on the units of its variables.
func InversePositiveDense(m [][]float64) (inverse [][]float64, ok bool) {
	n := len(m)
	if n == 0 {
		return nil, true
	}
	unit := make([]float64, n)
	for i := range n {
		if !(m[i][i] > 0) || math.IsInf(m[i][i], 0) {
			return nil, false
		}
		unit[i] = 1 / math.Sqrt(m[i][i])
	}
	scaled := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			if !finite(m[i][j]) {
				return nil, false
			}
			scaled.SetSym(i, j, m[i][j]*unit[i]*unit[j])
		}
	}
	values, v, ok := eigenDense(scaled)
	if !ok || !(values[0] > 1e-13*values[n-1]) {
		return nil, false
	}
	inverse = squareOf(n)
	for i := range n {
		for j := i; j < n; j++ {
			total := 0.0
			for k, l := range values {
				total += v.At(i, k) * v.At(j, k) / l
			}
			inverse[i][j] = total * unit[i] * unit[j]
			inverse[j][i] = inverse[i][j]
		}
	}
	return inverse, true
}

// squareOf is an n by n matrix of zeros.
func squareOf(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}
