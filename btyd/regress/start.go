package regress

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// names lists the base parameters and the coefficients.
func (r *search) names() []string {
	names := slices.Clone(r.source.names)
	for _, c := range r.design.coefficients {
		names = append(names, c.name)
	}
	return names
}

// startingPoints are the base's with all coefficients zero, or the one in the
// options.
func (r *search) startingPoints() ([][]float64, error) {
	nb, nc := len(r.source.names), len(r.design.coefficients)
	if given := r.options.Start; len(given) > 0 {
		if len(given) != nb+nc {
			return nil, fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(given), nb+nc)
		}
		for i, v := range given {
			if i < nb && !(v > 0) || math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("%w: %s = %g must be finite, and positive unless it is a coefficient",
					btyd.ErrInvalidStart, r.names()[i], v)
			}
		}
		return [][]float64{r.searched(given)}, nil
	}
	var out [][]float64
	for _, s := range r.source.starts {
		x := make([]float64, nb+nc)
		for i := range nb {
			x[i] = math.Log(s[i] / r.source.scale[i])
		}
		out = append(out, x)
		if r.options.SingleStart {
			break
		}
	}
	return out, nil
}

// origin is how a coefficient in units moves the logarithm of base parameter
// b from the mean of its covariates, where the search has its base, to zero,
// where the answer has it.
func (r *search) origin(c coefficient, b int) float64 {
	f := r.source.family
	shift := 0.0
	if c.purchase >= 0 {
		shift -= r.design.purchase[c.purchase].centre / c.unit * f.purchase[b]
	}
	if c.dropout >= 0 {
		shift -= r.design.dropout[c.dropout].centre / c.unit * f.dropout[b]
	}
	return shift
}

// natural turns what is searched into base parameters and coefficients.
func (r *search) natural(x []float64) []float64 {
	nb := len(r.source.names)
	out := make([]float64, len(x))
	for b := range nb {
		l := x[b]
		for i, c := range r.design.coefficients {
			l += x[nb+i] * r.origin(c, b)
		}
		out[b] = r.source.scale[b] * math.Exp(l)
	}
	for i, c := range r.design.coefficients {
		out[nb+i] = x[nb+i] / c.unit
	}
	return out
}

// searched is the inverse of natural.
func (r *search) searched(natural []float64) []float64 {
	nb := len(r.source.names)
	x := make([]float64, len(natural))
	for i, c := range r.design.coefficients {
		x[nb+i] = natural[nb+i] * c.unit
	}
	for b := range nb {
		x[b] = math.Log(natural[b] / r.source.scale[b])
		for i, c := range r.design.coefficients {
			x[b] -= x[nb+i] * r.origin(c, b)
		}
	}
	return x
}
