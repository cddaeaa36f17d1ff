package duckdb

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/value"
)

// exact is a sum of millionths that cannot overflow.
type exact struct {
	low  int64
	high *big.Int // what left low, or nil
}

// add adds v.
func (e *exact) add(v int64) {
	s := e.low + v
	if (s > e.low) == (v > 0) {
		e.low = s
		return
	}
	if e.high == nil {
		e.high = new(big.Int)
	}
	e.high.Add(e.high, big.NewInt(e.low))
	e.low = v
}

// merge adds another sum.
func (e *exact) merge(o exact) {
	e.add(o.low)
	if o.high != nil {
		if e.high == nil {
			e.high = new(big.Int)
		}
		e.high.Add(e.high, o.high)
	}
}

// amount is the sum in major units.
func (e exact) amount() value.Amount {
	total := big.NewInt(e.low)
	if e.high != nil {
		total.Add(total, e.high)
	}
	return value.NewAmount(decimal.NewFromBigInt(total, -6))
}

// float is the sum in major units, for charts.
func (e exact) float() float64 { return e.amount().Float() }
