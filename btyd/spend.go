package btyd

import (
	"fmt"
	"math"
)

// SpendRows holds what customers spent, as columns. M is the mean amount of X
// purchases, in any currency unit; W says how many customers share the row.
type SpendRows struct {
	X, M, W []float64
}

// Len is the number of rows.
func (s SpendRows) Len() int { return len(s.X) }

// Customers is the number of customers: the sum of the weights.
func (s SpendRows) Customers() float64 { return sum(s.W) }

// Every returns each k-th row: a deterministic sample.
func (s SpendRows) Every(k int) SpendRows {
	return SpendRows{X: every(s.X, k), M: every(s.M, k), W: every(s.W, k)}
}

// Validate reports the first row that cannot be used: x must be positive, the
// mean amount positive and finite, the weight positive and finite. The error
// wraps [ErrInvalidRow].
func (s SpendRows) Validate() error {
	n := len(s.X)
	if len(s.M) != n || len(s.W) != n {
		return fmt.Errorf("%w: columns of different lengths: x %d, mean %d, weight %d",
			ErrInvalidRow, n, len(s.M), len(s.W))
	}
	for i := range n {
		switch {
		case !(s.X[i] > 0) || math.IsInf(s.X[i], 0):
			return fmt.Errorf("%w: row %d: x %g must be positive", ErrInvalidRow, i, s.X[i])
		case !(s.M[i] > 0) || math.IsInf(s.M[i], 0):
			return fmt.Errorf("%w: row %d: mean amount %g must be positive and finite", ErrInvalidRow, i, s.M[i])
		case !(s.W[i] > 0) || math.IsInf(s.W[i], 0):
			return fmt.Errorf("%w: row %d: weight %g must be positive and finite", ErrInvalidRow, i, s.W[i])
		}
	}
	return nil
}

func every(v []float64, k int) []float64 {
	if k <= 1 {
		return v
	}
	out := make([]float64, 0, len(v)/k+1)
	for i := k / 2; i < len(v); i += k {
		out = append(out, v[i])
	}
	return out
}

func sum(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x
	}
	return total
}

func dot(v, w []float64) float64 {
	total := 0.0
	for i, x := range v {
		total += x * w[i]
	}
	return total
}
