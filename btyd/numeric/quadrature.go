package numeric

// rule is a quadrature rule on [0, 1].
type rule struct {
	nodes, weights []float64
}

// Legendre returns the nodes and weights on [0, 1] of the smallest tabulated
// Gauss-Legendre rule with at least n points; the largest has 32. The slices
// are shared and must not be changed.
func Legendre(n int) (nodes, weights []float64) {
	r := &legendre32
	switch {
	case n <= 6:
		r = &legendre6
	case n <= 8:
		r = &legendre8
	case n <= 10:
		r = &legendre10
	case n <= 12:
		r = &legendre12
	case n <= 14:
		r = &legendre14
	case n <= 16:
		r = &legendre16
	case n <= 20:
		r = &legendre20
	case n <= 24:
		r = &legendre24
	}
	return r.nodes, r.weights
}
