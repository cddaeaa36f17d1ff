package bayes

import "math"

// cholesky returns the lower triangle L with L L' = m; ok is false when m is
// not positive definite.
func cholesky(m [][]float64) (l [][]float64, ok bool) {
	n := len(m)
	l = square(n)
	for i := range n {
		for j := 0; j <= i; j++ {
			v := m[i][j]
			for k := range j {
				v -= l[i][k] * l[j][k]
			}
			switch {
			case i != j:
				l[i][j] = v / l[j][j]
			case !(v > 1e-14*math.Abs(m[i][i])) || math.IsInf(v, 0):
				return nil, false
			default:
				l[i][i] = math.Sqrt(v)
			}
		}
	}
	return l, true
}

// solveLower solves L y = b for y, which may be b.
func solveLower(l [][]float64, b, y []float64) {
	for i := range l {
		v := b[i]
		for k := range i {
			v -= l[i][k] * y[k]
		}
		y[i] = v / l[i][i]
	}
}

// solveUpper solves L' y = b for y, which may be b.
func solveUpper(l [][]float64, b, y []float64) {
	for i := len(l) - 1; i >= 0; i-- {
		v := b[i]
		for k := i + 1; k < len(l); k++ {
			v -= l[k][i] * y[k]
		}
		y[i] = v / l[i][i]
	}
}

// inverse of L L'.
func inverse(l [][]float64) [][]float64 {
	n := len(l)
	out := square(n)
	for i := range n {
		out[i][i] = 1
		solveLower(l, out[i], out[i])
		solveUpper(l, out[i], out[i])
	}
	return out
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func identity(n int) [][]float64 {
	m := square(n)
	for i := range m {
		m[i][i] = 1
	}
	return m
}

func dot(a, b []float64) float64 {
	total := 0.0
	for i, v := range a {
		total += v * b[i]
	}
	return total
}
