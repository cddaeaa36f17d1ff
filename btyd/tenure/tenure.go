// Package tenure holds what is observed of customers with a contract in
// continuous time: how long each has stayed, and whether the stay has ended.
//
// A contract tells when a customer leaves, and still leaves two gaps that a
// mean of observed durations falls into:
//
//   - right censoring: a customer who is still there has a tenure so far, not
//     a lifetime. Leaving such customers out, or counting them as lost today,
//     makes lifetimes too short;
//   - left truncation, or delayed entry: a list that begins on some day has
//     the older customers only if they lasted until that day. Those who left
//     earlier are not in it at all, and counting the survivors from their
//     first day makes lifetimes too long.
//
// Both are handled in the same way by all who read these rows: a customer
// says something about leaving only over the tenures (Entry, Exit] at which
// the customer was watched, and says "lost at Exit" only if Lost.
//
// Time is tenure, measured from each customer's own start, in any unit. The
// package knows no model and no calendar.
package tenure

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Observation is what is known of one customer.
type Observation struct {
	// Entry is the tenure from which the customer was watched: zero for one
	// watched from the start, the tenure on the first day of the log for one
	// who was there before it.
	Entry float64
	// Exit is the tenure at which watching ended.
	Exit float64
	// Lost says why it ended: the customer left, or was still there.
	Lost bool
}

// Rows holds observations as columns. Customers with the same observation
// share a row; W says how many they are. All columns have the same length,
// but Entry may be nil when everybody was watched from the start.
type Rows struct {
	Entry, Exit []float64
	Lost        []bool
	W           []float64
}

// Len is the number of rows.
func (r Rows) Len() int { return len(r.Exit) }

// EntryOf is the entry of row i: zero where there is no such column.
func (r Rows) EntryOf(i int) float64 {
	if r.Entry == nil {
		return 0
	}
	return r.Entry[i]
}

// At is row i without its weight.
func (r Rows) At(i int) Observation {
	return Observation{Entry: r.EntryOf(i), Exit: r.Exit[i], Lost: r.Lost[i]}
}

// Customers is the number of customers: the sum of the weights.
func (r Rows) Customers() float64 {
	total := 0.0
	for _, w := range r.W {
		total += w
	}
	return total
}

// Losses is the number of customers who were seen to leave.
func (r Rows) Losses() float64 {
	total := 0.0
	for i, w := range r.W {
		if r.Lost[i] {
			total += w
		}
	}
	return total
}

// Exposure is the time for which customers were watched, all together, in
// customers times the unit of time. Losses over exposure is the mean rate of
// leaving.
func (r Rows) Exposure() float64 {
	total := 0.0
	for i, w := range r.W {
		total += w * (r.Exit[i] - r.EntryOf(i))
	}
	return total
}

// Every returns each k-th row: a deterministic sample.
func (r Rows) Every(k int) Rows {
	if k <= 1 {
		return r
	}
	var out Rows
	for i := k / 2; i < r.Len(); i += k {
		out.add(r.At(i), r.W[i])
	}
	return out
}

// After keeps what the rows say about tenures above the given one: customers
// gone by then are left out, and the others count as watched from then on. An
// estimate from the result is conditional on lasting until then. It is what to
// do when hardly anybody was watched at the shortest tenures.
func (r Rows) After(tenure float64) Rows {
	var out Rows
	for i := range r.Len() {
		if o := r.At(i); o.Exit > tenure {
			o.Entry = math.Max(o.Entry, tenure)
			out.add(o, r.W[i])
		}
	}
	return out
}

func (r *Rows) add(o Observation, w float64) {
	r.Entry = append(r.Entry, o.Entry)
	r.Exit = append(r.Exit, o.Exit)
	r.Lost = append(r.Lost, o.Lost)
	r.W = append(r.W, w)
}

// Validate reports the first row that cannot be an observation. The error
// wraps btyd.ErrInvalidRow and names the row and the value.
func (r Rows) Validate() error {
	n := len(r.Exit)
	if r.Entry != nil && len(r.Entry) != n || len(r.Lost) != n || len(r.W) != n {
		return fmt.Errorf("%w: columns of different lengths: entry %d, exit %d, lost %d, weight %d",
			btyd.ErrInvalidRow, len(r.Entry), n, len(r.Lost), len(r.W))
	}
	for i, w := range r.W {
		o := r.At(i)
		if why := o.wrong(); why != "" {
			return fmt.Errorf("%w: row %d (entry %g, exit %g, lost %t): %s", btyd.ErrInvalidRow, i, o.Entry, o.Exit, o.Lost, why)
		}
		if !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("%w: row %d: weight %g must be positive and finite", btyd.ErrInvalidRow, i, w)
		}
	}
	return nil
}

// Validate reports why o cannot be an observation; see [Rows.Validate].
func (o Observation) Validate() error {
	if why := o.wrong(); why != "" {
		return fmt.Errorf("%w: entry %g, exit %g, lost %t: %s", btyd.ErrInvalidRow, o.Entry, o.Exit, o.Lost, why)
	}
	return nil
}

// wrong says what is wrong with an observation, or nothing.
func (o Observation) wrong() string {
	switch {
	case !(o.Entry >= 0):
		return "entry must be zero or more"
	case !(o.Exit >= o.Entry):
		return "exit must not be before entry"
	case math.IsInf(o.Exit, 0):
		return "exit must be finite"
	case o.Lost && o.Exit == o.Entry:
		return "a customer who is lost must have been watched for some time"
	}
	return ""
}

// Enough refuses rows that are invalid, or too few to determine the given
// number of parameters: it takes as many customers who were watched for some
// time, and one who left. The error wraps btyd.ErrInvalidRow or
// btyd.ErrTooLittleData.
func (r Rows) Enough(parameters int) error {
	if err := r.Validate(); err != nil {
		return err
	}
	watched := 0.0
	for i, w := range r.W {
		if r.Exit[i] > r.EntryOf(i) {
			watched += w
		}
	}
	switch {
	case watched < float64(parameters):
		return fmt.Errorf("%w: %g customers watched for some time cannot determine %d parameters",
			btyd.ErrTooLittleData, watched, parameters)
	case r.Losses() == 0:
		return fmt.Errorf("%w: no customer was lost, so lifetimes may be of any length", btyd.ErrTooLittleData)
	}
	return nil
}

// Compress gathers equal observations into weighted rows, sorted by exit,
// entry and lost. At a grain of days most customers share a row with others.
func Compress(observations []Observation) Rows {
	sorted := slices.Clone(observations)
	slices.SortFunc(sorted, compare)
	var rows Rows
	for i, o := range sorted {
		if i > 0 && o == sorted[i-1] {
			rows.W[len(rows.W)-1]++
			continue
		}
		rows.add(o, 1)
	}
	return rows
}

func compare(a, b Observation) int {
	if c := cmp.Compare(a.Exit, b.Exit); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Entry, b.Entry); c != 0 {
		return c
	}
	switch {
	case a.Lost == b.Lost:
		return 0
	case b.Lost:
		return -1
	}
	return 1
}
