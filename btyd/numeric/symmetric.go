package numeric

import "math"

// MaxDim is the largest number of parameters the search handles.
const MaxDim = 5

// Vector and Matrix are small fixed-size containers; only the first n (or n
// by n) entries count.
type (
	Vector [MaxDim]float64
	Matrix [MaxDim][MaxDim]float64
)

// Eigen decomposes the leading n by n block of a symmetric matrix by Jacobi
// rotations: m = V diag(values) V'. Columns of V are the eigenvectors.
func Eigen(m Matrix, n int) (values Vector, v Matrix) {
	for i := range n {
		v[i][i] = 1
	}
	for range 60 {
		off := 0.0
		for p := range n {
			for q := p + 1; q < n; q++ {
				off += m[p][q] * m[p][q]
				rotate(&m, &v, p, q, n)
			}
		}
		if off == 0 {
			break
		}
	}
	for i := range n {
		values[i] = m[i][i]
	}
	return values, v
}

// rotate zeroes m[p][q] by one Jacobi rotation.
func rotate(m, v *Matrix, p, q, n int) {
	if math.Abs(m[p][q]) <= 1e-18*math.Sqrt(math.Abs(m[p][p]*m[q][q])) {
		m[p][q], m[q][p] = 0, 0
		return
	}
	theta := (m[q][q] - m[p][p]) / (2 * m[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(theta, 1))
	c := 1 / math.Hypot(t, 1)
	s := t * c
	for k := range n {
		m[k][p], m[k][q] = c*m[k][p]-s*m[k][q], s*m[k][p]+c*m[k][q]
	}
	for k := range n {
		m[p][k], m[q][k] = c*m[p][k]-s*m[q][k], s*m[p][k]+c*m[q][k]
		v[k][p], v[k][q] = c*v[k][p]-s*v[k][q], s*v[k][p]+c*v[k][q]
	}
}

// InversePositive inverts the leading n by n block of a symmetric matrix; ok
// is false when it is not positive definite beyond rounding.
func InversePositive(m Matrix, n int) (inverse Matrix, ok bool) {
	values, v := Eigen(m, n)
	largest := 0.0
	for i := range n {
		largest = math.Max(largest, values[i])
	}
	for i := range n {
		if !(values[i] > 1e-13*largest) {
			return Matrix{}, false
		}
	}
	for i := range n {
		for j := range n {
			for k := range n {
				inverse[i][j] += v[i][k] * v[j][k] / values[k]
			}
		}
	}
	return inverse, true
}
