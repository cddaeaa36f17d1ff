package boost

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
)

// Hold returns the factor for each stratum by which predictions must be
// multiplied so that their weighted sum is that of a base prediction:
//
//	factor_s = Σ_s weight base / Σ_s weight predicted
//
// Stratum holds numbers from zero on; empty means that all rows are in one.
// Weight may be empty. Where a stratum predicts nothing the factor is one.
func Hold(predicted, base, weight []float64, stratum []int) ([]float64, error) {
	n := len(predicted)
	if len(base) != n || (len(weight) != 0 && len(weight) != n) || (len(stratum) != 0 && len(stratum) != n) {
		return nil, fmt.Errorf("%w: %d predictions, %d of the base, %d weights, %d strata",
			btyd.ErrInvalidRow, n, len(base), len(weight), len(stratum))
	}
	have, want := []float64{0}, []float64{0}
	for i := range n {
		w, s := 1.0, 0
		if len(weight) > 0 {
			w = weight[i]
		}
		if len(stratum) > 0 {
			s = stratum[i]
		}
		if !amount(predicted[i]) || !amount(base[i]) || !amount(w) || s < 0 || s >= strata {
			return nil, fmt.Errorf("%w: row %d: prediction %g, base %g, weight %g, stratum %d must be zero or more and finite, strata below %d",
				btyd.ErrInvalidRow, i, predicted[i], base[i], w, s, strata)
		}
		for s >= len(have) {
			have, want = append(have, 0), append(want, 0)
		}
		have[s] += w * predicted[i]
		want[s] += w * base[i]
	}
	factors := make([]float64, len(have))
	for s := range factors {
		factors[s] = 1
		if f := want[s] / have[s]; have[s] > 0 && finite(f) {
			factors[s] = f
		}
	}
	return factors, nil
}

// strata bounds the number of strata, so that a wrong number costs no memory.
const strata = 1 << 16
