package regress

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// coefficient is one number to be found: that of a purchase column, of a
// dropout column, or of one of each. A column of none is -1.
type coefficient struct {
	name              string
	purchase, dropout int
	// unit is the size of the covariate: the search works in multiples of it.
	unit float64
	// spread is the distance between the covariate's extremes.
	spread float64
}

// column is a covariate, centred.
type column struct {
	values            []float64
	centre, deviation float64 // weighted mean and standard deviation
	spread            float64
}

// design is what covariates there are and which coefficients they share.
type design struct {
	purchase, dropout []column
	coefficients      []coefficient
}

// newDesign centres the columns and refuses those that cannot be told apart.
func newDesign(d Data, equal []string) (design, error) {
	var out design
	var err error
	if out.purchase, err = centred("purchase", d.Purchase, d.PurchaseNames, d.Rows.W); err != nil {
		return out, err
	}
	if out.dropout, err = centred("dropout", d.Dropout, d.DropoutNames, d.Rows.W); err != nil {
		return out, err
	}
	for k, name := range equal {
		p, q := slices.Index(d.PurchaseNames, name), slices.Index(d.DropoutNames, name)
		if p < 0 || q < 0 || slices.Contains(equal[:k], name) {
			return out, fmt.Errorf("%w: the coefficients of %q cannot be equal: it must be named once and be a covariate of both purchase and dropout",
				btyd.ErrInvalidRow, name)
		}
	}
	for j, name := range d.PurchaseNames {
		if slices.Contains(equal, name) {
			out.add("both."+name, j, slices.Index(d.DropoutNames, name))
		} else {
			out.add("purchase."+name, j, -1)
		}
	}
	for j, name := range d.DropoutNames {
		if !slices.Contains(equal, name) {
			out.add("dropout."+name, -1, j)
		}
	}
	return out, nil
}

// newSpendDesign is newDesign for the one process of spend.
func newSpendDesign(d SpendData) (out design, err error) {
	out.purchase, err = centred("spend", d.Covariates, d.Names, d.Rows.W)
	for j, name := range d.Names {
		if err == nil {
			out.add("spend."+name, j, -1)
		}
	}
	return out, err
}

func (d *design) add(name string, purchase, dropout int) {
	c := coefficient{name: name, purchase: purchase, dropout: dropout}
	var acts []column
	if purchase >= 0 {
		acts = append(acts, d.purchase[purchase])
	}
	if dropout >= 0 {
		acts = append(acts, d.dropout[dropout])
	}
	for _, col := range acts {
		c.unit = math.Max(c.unit, col.deviation)
		c.spread = math.Max(c.spread, col.spread)
	}
	d.coefficients = append(d.coefficients, c)
}

// columns are the values of all covariates, purchase first.
func (d *design) columns() (out [][]float64) {
	for _, c := range slices.Concat(d.purchase, d.dropout) {
		out = append(out, c.values)
	}
	return out
}

// parts is in how many of the two processes a coefficient acts.
func (c coefficient) parts() float64 {
	if c.purchase >= 0 && c.dropout >= 0 {
		return 2
	}
	return 1
}

// centred subtracts the mean of each column.
func centred(process string, columns [][]float64, names []string, w []float64) ([]column, error) {
	out := make([]column, len(columns))
	customers := 0.0
	for _, v := range w {
		customers += v
	}
	for j, values := range columns {
		c := &out[j]
		for i, v := range values {
			c.centre += w[i] / customers * v
		}
		c.values = make([]float64, len(values))
		low, high := math.Inf(1), math.Inf(-1)
		for i, v := range values {
			e := v - c.centre
			c.values[i] = e
			c.deviation += w[i] / customers * e * e
			low, high = math.Min(low, v), math.Max(high, v)
		}
		c.deviation, c.spread = math.Sqrt(c.deviation), high-low
		switch {
		case !(c.spread > 1e-9*math.Max(math.Abs(low), math.Abs(high))):
			return nil, fmt.Errorf("%w: %s covariate %s is %g for every customer, so it can explain no difference; leave it out",
				btyd.ErrTooLittleData, process, names[j], low)
		case math.IsInf(c.spread, 0) || math.IsInf(c.deviation, 0):
			return nil, fmt.Errorf("%w: %s covariate %s runs from %g to %g; give it in a larger unit",
				btyd.ErrInvalidRow, process, names[j], low, high)
		}
	}
	return out, collinear(process, out, names, w, customers)
}
