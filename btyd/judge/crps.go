package judge

// Covers reports whether the central interval of a distribution of counts
// holds what happened, and the chance the distribution gave to that: from the
// smallest count with more than half the rest below it to the smallest with no
// more than half the rest above it.
func Covers(pmf []float64, y int, probability float64) (inside bool, claimed float64) {
	tail := (1 - probability) / 2
	low, high, below := -1, len(pmf)-1, 0.0
	for n, p := range pmf {
		if below+p > tail && low < 0 {
			low = n
			claimed = -below
		}
		below += p
		if below >= 1-tail {
			high = n
			break
		}
	}
	return low >= 0 && low <= y && y <= high, claimed + below
}

// CRPS is the continuous ranked probability score of a distribution of counts
// for what happened (Gneiting and Raftery 2007, J. American Statistical
// Association 102:359-378, eq. 20, for counts): the sum over n of
// (P(N <= n) - 1{y <= n})^2. It is in purchases, smaller is better, and for a
// forecast without doubt it is the absolute error.
//
// pmf lists P(N = 0), P(N = 1), ...; what it leaves out lies beyond its end and
// is taken to lie right there, so it must be long enough to leave out little.
func CRPS(pmf []float64, y int) float64 {
	sum, below := 0.0, 0.0
	for n := range pmf {
		below += pmf[n]
		d := below
		if y <= n {
			d = below - 1
		}
		sum += d * d
	}
	for n := len(pmf); n < y; n++ {
		sum += 1
	}
	return sum
}
