package cnbd

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Customer is a purchase history with what it shows of regularity.
type Customer struct {
	btyd.History
	// LogGaps is the sum of the natural logarithms of the x times between
	// consecutive purchases, the first purchase included; zero when x is, and
	// NaN when only their sum t_x is known (see [Unspaced]).
	LogGaps float64
}

// Unspaced is a customer of whose gaps only the sum t_x is known. The
// likelihood is then that of t_x alone, written so that customers at random
// (k = 1) have the density they have with gaps known.
func Unspaced(h btyd.History) Customer {
	c := Customer{History: h}
	if h.X > 0 {
		c.LogGaps = math.NaN()
	}
	return c
}

// Observe makes a customer from the times of the repeat purchases, measured from
// the first purchase, in ascending order, seen until T. Times beyond T are
// ignored. The error wraps btyd.ErrInvalidRow and names the time: all must be
// apart, and after the first purchase.
func Observe(times []float64, T float64) (Customer, error) {
	c := Customer{History: btyd.History{T: T}}
	for i, at := range times {
		if at > T {
			break
		}
		gap := at - c.Tx
		if !(gap > 0) {
			return Customer{}, fmt.Errorf("%w: purchase time %d is %g, not after %g", btyd.ErrInvalidRow, i, at, c.Tx)
		}
		c.X, c.Tx, c.LogGaps = c.X+1, at, c.LogGaps+math.Log(gap)
	}
	return c, c.History.Validate()
}

// Validate reports why c cannot be a customer; the error wraps
// btyd.ErrInvalidRow.
func (c Customer) Validate() error {
	if err := c.History.Validate(); err != nil {
		return err
	}
	if why := badGaps(c); why != "" {
		return fmt.Errorf("%w: x %g, t_x %g, sum of log gaps %g: %s", btyd.ErrInvalidRow, c.X, c.Tx, c.LogGaps, why)
	}
	return nil
}

// badGaps says what is wrong with the sum of log gaps of a valid history.
func badGaps(c Customer) string {
	switch {
	case c.X == 0 && c.LogGaps != 0:
		return "without a repeat purchase the sum of log gaps must be zero"
	case math.IsInf(c.LogGaps, 0):
		return "two purchases at one moment are one purchase"
	case c.LogGaps > c.X*(math.Log(c.Tx/c.X)+1e-3):
		return "gaps that add up to t_x have logarithms that add up to x ln(t_x/x) at most"
	}
	return ""
}

// Rows holds customers as columns; see btyd.Rows. LogGaps has an entry a row,
// or is nil when only the sums of gaps are known.
type Rows struct {
	btyd.Rows
	LogGaps []float64
}

// at is row i as a customer.
func (r Rows) at(i int) Customer {
	h := btyd.History{X: r.X[i], Tx: r.Tx[i], T: r.T[i]}
	if r.LogGaps == nil {
		return Unspaced(h)
	}
	return Customer{History: h, LogGaps: r.LogGaps[i]}
}

// Validate reports the first row that cannot be a customer. The error wraps
// btyd.ErrInvalidRow and names the row and the value.
func (r Rows) Validate() error {
	if err := r.Rows.Validate(); err != nil || r.LogGaps == nil {
		return err
	}
	if len(r.LogGaps) != r.Len() {
		return fmt.Errorf("%w: %d rows, but %d sums of log gaps", btyd.ErrInvalidRow, r.Len(), len(r.LogGaps))
	}
	for i := range r.Len() {
		if why := badGaps(r.at(i)); why != "" {
			return fmt.Errorf("%w: row %d (x %g, t_x %g, sum of log gaps %g): %s",
				btyd.ErrInvalidRow, i, r.X[i], r.Tx[i], r.LogGaps[i], why)
		}
	}
	return nil
}

// gapTerms is the weighted sum of what the gaps add to the likelihood.
func (r Rows) gapTerms(k int) (total float64) {
	for i, w := range r.W {
		total += w * gapTerm(k, r.at(i))
	}
	return total
}

// Compress gathers equal customers into weighted rows, sorted by x, t_x, T and
// the gaps.
func Compress(customers []Customer) Rows {
	sorted := slices.Clone(customers)
	slices.SortFunc(sorted, compare)
	rows := Rows{LogGaps: []float64{}}
	for i, c := range sorted {
		if i > 0 && compare(c, sorted[i-1]) == 0 {
			rows.W[len(rows.W)-1]++
			continue
		}
		rows.X = append(rows.X, c.X)
		rows.Tx = append(rows.Tx, c.Tx)
		rows.T = append(rows.T, c.T)
		rows.W = append(rows.W, 1)
		rows.LogGaps = append(rows.LogGaps, c.LogGaps)
	}
	return rows
}

func compare(a, b Customer) int {
	return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Tx, b.Tx), cmp.Compare(a.T, b.T), cmp.Compare(a.LogGaps, b.LogGaps))
}

// merged joins neighbours that differ in their gaps alone: to a model with one
// k they are alike.
func (r Rows) merged() btyd.Rows {
	var out btyd.Rows
	for i := range r.Len() {
		last := len(out.W) - 1
		if last >= 0 && out.X[last] == r.X[i] && out.Tx[last] == r.Tx[i] && out.T[last] == r.T[i] {
			out.W[last] += r.W[i]
			continue
		}
		out.X, out.Tx = append(out.X, r.X[i]), append(out.Tx, r.Tx[i])
		out.T, out.W = append(out.T, r.T[i]), append(out.W, r.W[i])
	}
	return out
}
