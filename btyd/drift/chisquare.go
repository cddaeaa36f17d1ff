package drift

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// chiSquare is a test with its p-value.
func chiSquare(statistic float64, degrees int) Test {
	return Test{Statistic: statistic, Degrees: degrees, PValue: mathext.GammaIncRegComp(float64(degrees)/2, math.Max(0, statistic)/2)}
}

// Holm corrects p-values for their number: rejecting those that are then below
// a level, the chance of any false rejection among them is below that level,
// however the tests depend on each other (Holm 1979, Scand. J. Statistics
// 6:65-70).
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	out, most := make([]float64, len(p)), 0.0
	for rank, i := range order {
		most = math.Max(most, math.Min(1, float64(len(p)-rank)*p[i]))
		out[i] = most
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

func addOuter(m [][]float64, v []float64, weight float64) {
	for i, a := range v {
		for j, b := range v {
			m[i][j] += weight * a * b
		}
	}
}

func dot(a, b []float64) (s float64) {
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func times(m [][]float64, v []float64) []float64 {
	out := make([]float64, len(m))
	for i, row := range m {
		out[i] = dot(row, v)
	}
	return out
}

func quadratic(v []float64, m [][]float64) float64 { return dot(v, times(m, v)) }

func allFinite(v []float64) bool {
	return !slices.ContainsFunc(v, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
}
