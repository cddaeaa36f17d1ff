package regress

import (
	"fmt"
	"math"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
)

// alike is the share of a covariate's variance that the others must leave
// unexplained.
const alike = 1e-9

// collinear refuses a column that is a sum of multiples of those before it,
// and names them. It is a Cholesky decomposition of the correlation matrix that
// stops where nothing is left.
func collinear(process string, columns []column, names []string, w []float64, customers float64) error {
	n := len(columns)
	root := make([][]float64, n) // correlations = root root'
	for j := range n {
		root[j] = make([]float64, n)
		left := 1.0
		for k := range j {
			r := correlation(columns[j], columns[k], w, customers)
			for l := range k {
				r -= root[j][l] * root[k][l]
			}
			root[j][k] = r / root[k][k]
			left -= root[j][k] * root[j][k]
		}
		if left <= alike {
			return fmt.Errorf("%w: %s covariate %s follows from %s; leave one of them out",
				btyd.ErrTooLittleData, process, names[j], strings.Join(sources(root, names, j), ", "))
		}
		root[j][j] = math.Sqrt(left)
	}
	return nil
}

// sources names the columns before j that j is made of: those with a
// coefficient in the regression of j on all of them.
func sources(root [][]float64, names []string, j int) (out []string) {
	c := make([]float64, j)
	for k := j - 1; k >= 0; k-- {
		c[k] = root[j][k]
		for l := k + 1; l < j; l++ {
			c[k] -= root[l][k] * c[l]
		}
		c[k] /= root[k][k]
	}
	for k, v := range c {
		if math.Abs(v) > 1e-3 {
			out = append(out, names[k])
		}
	}
	return out
}

func correlation(a, b column, w []float64, customers float64) float64 {
	total := 0.0
	for i := range w {
		total += w[i] / customers * a.values[i] / a.deviation * b.values[i] / b.deviation
	}
	return total
}
