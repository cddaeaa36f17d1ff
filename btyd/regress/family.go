package regress

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// family is what the search knows of the model under the covariates.
type family struct {
	names []string
	// purchase and dropout are the directions in which the covariates of
	// either process move the logarithms of the parameters.
	purchase, dropout numeric.Vector
}

// familyOf the transaction model B.
func familyOf[B Base]() family {
	var b B
	f := family{names: b.Names(), purchase: numeric.Vector{0, -1, 0, 0}}
	if _, ok := any(b).(paretonbd.Model); ok {
		f.dropout = numeric.Vector{0, 0, 0, -1}
	} else {
		f.dropout = numeric.Vector{0, 0, 1, 1}
	}
	return f
}

// spendFamily is that of the Gamma-Gamma model.
func spendFamily() family {
	return family{names: gammagamma.Model{}.Names(), purchase: numeric.Vector{0, 0, 1}}
}

// modelOf makes a transaction model of its four parameters.
func modelOf[B Base](p []float64) (b B) {
	switch m := any(&b).(type) {
	case *paretonbd.Model:
		*m = paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}
	case *bgnbd.Model:
		*m = bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	case *mbgnbd.Model:
		*m = mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	}
	return b
}

// sums is the log-likelihood of rows lo to hi-1 under one plain model, with
// derivatives in its natural parameters.
type sums func(p numeric.Vector, lo, hi int) (f float64, g numeric.Vector, h numeric.Matrix)

// source is the data under the covariates, whichever they are.
type source struct {
	family
	weight []float64
	// scale is the natural size of each parameter, starts the starting points.
	scale  numeric.Vector
	starts []numeric.Vector
	// gather lays out the rows of the index, in its order.
	gather func(index []int) sums
}

// histories is the source of a transaction model.
func histories[B Base](rows btyd.Rows) source {
	age, rate := rows.Pace()
	s := source{family: familyOf[B](), weight: rows.W,
		scale: numeric.Vector{1, age, 1, 1},
		starts: []numeric.Vector{
			{0.5, 0.3 / rate, 0.8, 2.5},
			{1.5, 1.2 / rate, 1.5, 8},
		},
	}
	if s.dropout[2] == 0 {
		s.scale[3] = age
		s.starts = []numeric.Vector{
			{0.6, 0.4 / rate, 0.6, 0.5 * age},
			{1.5, 1.2 / rate, 1.5, 3 * age},
		}
	}
	s.gather = func(index []int) sums {
		r := btyd.Rows{X: pick(rows.X, index), Tx: pick(rows.Tx, index), T: pick(rows.T, index), W: pick(rows.W, index)}
		return func(p numeric.Vector, lo, hi int) (float64, numeric.Vector, numeric.Matrix) {
			return modelOf[B](p[:]).Derivatives(btyd.Rows{X: r.X[lo:hi], Tx: r.Tx[lo:hi], T: r.T[lo:hi], W: r.W[lo:hi]})
		}
	}
	return s
}

// amounts is the source of the spend model.
func amounts(rows btyd.SpendRows) (source, error) {
	mean, customers := 0.0, rows.Customers()
	low, high := math.Inf(1), 0.0
	for i, m := range rows.M {
		mean += rows.W[i] / customers * m
		low, high = math.Min(low, m), math.Max(high, m)
	}
	if low == high {
		return source{}, fmt.Errorf("%w: every customer spent the same mean amount, %g", btyd.ErrTooLittleData, low)
	}
	return source{family: spendFamily(), weight: rows.W,
		scale:  numeric.Vector{1, 1, mean},
		starts: []numeric.Vector{{3, 3, 0.7 * mean}, {1, 8, 7 * mean}},
		gather: func(index []int) sums {
			r := btyd.SpendRows{X: pick(rows.X, index), M: pick(rows.M, index), W: pick(rows.W, index)}
			return func(p numeric.Vector, lo, hi int) (float64, numeric.Vector, numeric.Matrix) {
				m := gammagamma.Model{P: p[0], Q: p[1], V: p[2]}
				return m.Derivatives(btyd.SpendRows{X: r.X[lo:hi], M: r.M[lo:hi], W: r.W[lo:hi]})
			}
		},
	}, nil
}
