package btyd

import (
	"fmt"
	"math"
	"slices"
)

// History is everything the transaction models need to know about one
// customer. The three figures share one time unit, whichever it is; the
// fitted parameters, horizons and discount rates are then in that unit too.
type History struct {
	// X is the number of repeat purchases: purchases after the first.
	X float64
	// Tx is the recency: the time from the first purchase to the last one,
	// zero when there was no repeat purchase.
	Tx float64
	// T is the age: the time from the first purchase to the end of
	// observation.
	T float64
}

// Outlook gathers what a model expects of one customer over a horizon, so
// that scoring many customers computes the chance of being alive only once.
type Outlook struct {
	// Alive is the chance that the customer is alive at T.
	Alive float64
	// Expected and Discounted are the expected numbers of purchases in
	// (T, T+t], plain and weighted by exp(-delta u).
	Expected, Discounted float64
	// Tail is the chance of more purchases than the distribution asked for
	// has room for.
	Tail float64
}

// Rows holds histories as columns. Customers with the same history share a
// row; W says how many they are. All four columns have the same length.
type Rows struct {
	X, Tx, T, W []float64
}

// Len is the number of rows.
func (r Rows) Len() int { return len(r.X) }

// Customers is the number of customers: the sum of the weights.
func (r Rows) Customers() float64 { return sum(r.W) }

// Repeats is the total number of repeat purchases of all customers.
func (r Rows) Repeats() float64 { return dot(r.W, r.X) }

// Enough refuses rows that are invalid, or too few to determine the given
// number of parameters. The error wraps [ErrInvalidRow] or [ErrTooLittleData].
func (r Rows) Enough(parameters int) error {
	if err := r.Validate(); err != nil {
		return err
	}
	if n := r.Customers(); n < float64(parameters) {
		return fmt.Errorf("%w: %g customers cannot determine %d parameters", ErrTooLittleData, n, parameters)
	}
	if r.Repeats() == 0 {
		return fmt.Errorf("%w: no customer bought twice, so a low purchase rate and early dropping out look the same",
			ErrTooLittleData)
	}
	return nil
}

// Pace returns the mean age of a customer and the mean rate of repeat
// purchases per unit of age: the scales from which a search starts.
func (r Rows) Pace() (age, rate float64) {
	total := dot(r.W, r.T)
	return total / r.Customers(), r.Repeats() / total
}

// Every returns each k-th row: a deterministic sample.
func (r Rows) Every(k int) Rows {
	return Rows{X: every(r.X, k), Tx: every(r.Tx, k), T: every(r.T, k), W: every(r.W, k)}
}

// Validate reports the first row that cannot be a purchase history. The error
// wraps [ErrInvalidRow] and names the row and the value.
func (r Rows) Validate() error {
	n := len(r.X)
	if len(r.Tx) != n || len(r.T) != n || len(r.W) != n {
		return fmt.Errorf("%w: columns of different lengths: x %d, t_x %d, T %d, weight %d",
			ErrInvalidRow, n, len(r.Tx), len(r.T), len(r.W))
	}
	for i := range n {
		if why := badHistory(r.X[i], r.Tx[i], r.T[i]); why != "" {
			return fmt.Errorf("%w: row %d (x %g, t_x %g, T %g): %s",
				ErrInvalidRow, i, r.X[i], r.Tx[i], r.T[i], why)
		}
		if !(r.W[i] > 0) || math.IsInf(r.W[i], 0) {
			return fmt.Errorf("%w: row %d: weight %g must be positive and finite", ErrInvalidRow, i, r.W[i])
		}
	}
	return nil
}

// badHistory says what is wrong with a history, or nothing.
func badHistory(x, tx, t float64) string {
	switch {
	case !(x >= 0) || x != math.Floor(x) || x > math.MaxInt32*1e6:
		return "x must be a whole number, zero or more"
	case !(tx >= 0):
		return "t_x must be zero or more"
	case !(t >= tx):
		return "T must not be before t_x"
	case math.IsInf(t, 0):
		return "T must be finite"
	case (tx == 0) != (x == 0):
		return "t_x must be zero exactly when x is zero"
	}
	return ""
}

// Validate reports why h cannot be a purchase history; see [Rows.Validate].
func (h History) Validate() error {
	if why := badHistory(h.X, h.Tx, h.T); why != "" {
		return fmt.Errorf("%w: x %g, t_x %g, T %g: %s", ErrInvalidRow, h.X, h.Tx, h.T, why)
	}
	return nil
}

// Compress gathers equal histories into weighted rows, sorted by x, t_x, T.
// At a grain of days most customers share a history, and the likelihood is
// then a much shorter sum.
func Compress(histories []History) Rows {
	sorted := slices.Clone(histories)
	slices.SortFunc(sorted, compare)
	var rows Rows
	for i, h := range sorted {
		if i > 0 && h == sorted[i-1] {
			rows.W[len(rows.W)-1]++
			continue
		}
		rows.X = append(rows.X, h.X)
		rows.Tx = append(rows.Tx, h.Tx)
		rows.T = append(rows.T, h.T)
		rows.W = append(rows.W, 1)
	}
	return rows
}

func compare(a, b History) int {
	for _, d := range [3]float64{a.X - b.X, a.Tx - b.Tx, a.T - b.T} {
		if d < 0 {
			return -1
		}
		if d > 0 {
			return 1
		}
	}
	return 0
}
