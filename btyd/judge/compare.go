package judge

import (
	"maps"
	"math"
	"slices"
)

// Comparison is the mean difference in score between two models on the same
// customers, in the manner of Diebold and Mariano (1995, J. Business and
// Economic Statistics 13:253-263): the question is whether the difference
// would survive another draw of customers.
type Comparison struct {
	// Difference is the mean score of the first model less that of the
	// second, a customer. Above zero, the first is better.
	Difference float64
	// StdErr is its standard error over customers.
	StdErr float64
}

// Z is the difference in standard errors; zero when both models say the same.
func (c Comparison) Z() float64 {
	if c.StdErr == 0 {
		return 0
	}
	return c.Difference / c.StdErr
}

// Interval bounds the difference with the given probability, by the normal
// approximation.
func (c Comparison) Interval(probability float64) (low, high float64) {
	half := math.Sqrt2 * math.Erfinv(probability) * c.StdErr
	return c.Difference - half, c.Difference + half
}

// Compare compares the log scores of two models on the same rows.
func Compare(a, b Outcomes) Comparison {
	return PairedMean(a.LogProb, b.LogProb, a.Weight)
}

// CompareSquares compares minus the squared errors of two models on the same
// rows, so that above zero the first is better.
func CompareSquares(a, b Outcomes) Comparison {
	return PairedMean(NegativeSquares(a), NegativeSquares(b), a.Weight)
}

// NegativeSquares are minus the squared errors, row by row.
func NegativeSquares(o Outcomes) []float64 {
	out := make([]float64, len(o.Actual))
	for i, y := range o.Actual {
		d := o.Predicted[i] - y
		out[i] = -d * d
	}
	return out
}

// PairedMean is the weighted mean of a-b with its standard error; a weight is
// a number of customers with the same pair.
func PairedMean(a, b, weight []float64) Comparison {
	var n, mean, square float64
	for i, w := range weight {
		d := a[i] - b[i]
		n += w
		mean += w * d
		square += w * d * d
	}
	if n == 0 {
		return Comparison{}
	}
	mean /= n
	return Comparison{Difference: mean, StdErr: math.Sqrt(math.Max(square/n-mean*mean, 0) / n)}
}

// ClusteredMean is the mean of a-b with the standard error that holds when rows
// of one group, such as one customer asked about on several days, depend on
// one another: sums of groups are what is independent.
func ClusteredMean(a, b []float64, group []int32) Comparison {
	n := float64(len(a))
	if n == 0 {
		return Comparison{}
	}
	mean, sums := 0.0, map[int32]float64{}
	for i := range a {
		mean += (a[i] - b[i]) / n
	}
	for i := range a {
		sums[group[i]] += a[i] - b[i] - mean
	}
	square := 0.0
	for _, g := range slices.Sorted(maps.Keys(sums)) {
		square += sums[g] * sums[g]
	}
	return Comparison{Difference: mean, StdErr: math.Sqrt(square) / n}
}
