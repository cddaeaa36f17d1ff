package sbg

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Cohort is what became of customers who began together.
type Cohort struct {
	// Lost counts those lost at renewal 1, 2, ...
	Lost []float64
	// Kept counts those who made all these renewals.
	Kept float64
}

// FromSurvivors makes a cohort of the usual table: how many there were at the
// start and after each renewal.
func FromSurvivors(survivors ...float64) Cohort {
	var c Cohort
	for i, n := range survivors {
		if i > 0 {
			c.Lost = append(c.Lost, c.Kept-n)
		}
		c.Kept = n
	}
	return c
}

// Size is the number of customers at the start.
func (c Cohort) Size() float64 {
	n := c.Kept
	for _, l := range c.Lost {
		n += l
	}
	return n
}

// Validate refuses counts that are negative or not finite. The error wraps
// btyd.ErrInvalidRow.
func (c Cohort) Validate() error {
	for i, n := range c.Lost {
		if !(n >= 0) || math.IsInf(n, 0) {
			return fmt.Errorf("%w: %g lost at renewal %d: a count must be zero or more and finite", btyd.ErrInvalidRow, n, i+1)
		}
	}
	if !(c.Kept >= 0) || math.IsInf(c.Kept, 0) {
		return fmt.Errorf("%w: %g kept: a count must be zero or more and finite", btyd.ErrInvalidRow, c.Kept)
	}
	return nil
}

// Table gathers cohorts of any ages: all that the likelihood of a model of
// renewals needs. Element t-1 belongs to renewal t.
type Table struct {
	// Lost were lost at the renewal; Kept made it and were not observed any
	// longer.
	Lost, Kept []float64
	// New were not observed at any renewal.
	New float64
}

// Tabulate gathers cohorts. The error names the cohort, counted from 0.
func Tabulate(cohorts []Cohort) (Table, error) {
	var t Table
	for i, c := range cohorts {
		if err := c.Validate(); err != nil {
			return Table{}, fmt.Errorf("cohort %d: %w", i, err)
		}
		for len(t.Lost) < len(c.Lost) {
			t.Lost, t.Kept = append(t.Lost, 0), append(t.Kept, 0)
		}
		for k, n := range c.Lost {
			t.Lost[k] += n
		}
		if n := len(c.Lost); n > 0 {
			t.Kept[n-1] += c.Kept
		} else {
			t.New += c.Kept
		}
	}
	return t, nil
}

// Customers counts those observed at one renewal at least.
func (t Table) Customers() (n float64) {
	for i := range t.Lost {
		n += t.Lost[i] + t.Kept[i]
	}
	return n
}

// Enough refuses a table that cannot determine the given number of parameters:
// it takes as many renewals, the customers, and both leaving and staying. The
// error wraps btyd.ErrTooLittleData.
func (t Table) Enough(parameters int) error {
	n, lost := t.Customers(), 0.0
	for _, l := range t.Lost {
		lost += l
	}
	switch {
	case n < float64(parameters):
		return fmt.Errorf("%w: %g customers up for renewal cannot determine %d parameters", btyd.ErrTooLittleData, n, parameters)
	case len(t.Lost) < parameters:
		return fmt.Errorf("%w: %d renewals cannot determine %d parameters", btyd.ErrTooLittleData, len(t.Lost), parameters)
	case lost == 0:
		return fmt.Errorf("%w: nobody was lost", btyd.ErrTooLittleData)
	case t.Lost[0] == n:
		return fmt.Errorf("%w: everybody was lost at the first renewal", btyd.ErrTooLittleData)
	}
	return nil
}
