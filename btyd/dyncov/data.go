package dyncov

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Grid divides time into intervals of equal width, the first of which begins
// at position zero. An interval includes its beginning.
type Grid struct {
	// Width of an interval in the data's unit of time: 1 for weekly
	// covariates and times in weeks.
	Width float64
	// Names of the covariates.
	Names []string
}

// Path is the course of the covariates: Path[c][k] is the value of covariate
// c in interval k. All of a path's series have the same length, which may
// exceed what is observed: what lies behind it is for predictions.
//
// What is the same for all customers is said once. One path can serve all
// customers, and paths of different customers can share the series of a
// season while each has its own of campaigns.
type Path [][]float64

// Customer is what is known of one customer, or of several alike. Times are
// measured in the data's unit.
type Customer struct {
	// Start is the position of the first purchase on the grid.
	Start float64
	// Times are those of the repeat purchases, from the first purchase on, in
	// order.
	Times []float64
	// T is the age: the time from the first purchase to the end of
	// observation.
	T float64
	// Path is the index of the customer's path.
	Path int
	// W is the number of customers like this one; zero means one.
	W float64
}

// History is the customer without moments of purchase.
func (c Customer) History() btyd.History {
	h := btyd.History{X: float64(len(c.Times)), T: c.T}
	if len(c.Times) > 0 {
		h.Tx = c.Times[len(c.Times)-1]
	}
	return h
}

func (c Customer) weight() float64 {
	if c.W == 0 {
		return 1
	}
	return c.W
}

// Data are customers and the covariates they met.
type Data struct {
	Grid      Grid
	Paths     []Path
	Customers []Customer
}

// Validate reports the first path or customer that cannot be. The error wraps
// btyd.ErrInvalidRow and names the place and the value; a path that ends
// before the customer's observation is named with its first missing interval.
func (d Data) Validate() error {
	if err := d.Grid.validate(); err != nil {
		return err
	}
	for i, p := range d.Paths {
		if err := d.Grid.check(p); err != nil {
			return fmt.Errorf("path %d: %w", i, err)
		}
	}
	for i, c := range d.Customers {
		if c.Path < 0 || c.Path >= len(d.Paths) {
			return fmt.Errorf("%w: customer %d: path %d of %d", btyd.ErrInvalidRow, i, c.Path, len(d.Paths))
		}
		if err := d.Grid.admits(c, d.Paths[c.Path]); err != nil {
			return fmt.Errorf("customer %d: %w", i, err)
		}
	}
	return nil
}

func (g Grid) validate() error {
	if !(g.Width > 0) || math.IsInf(g.Width, 0) {
		return fmt.Errorf("%w: width of the grid %g must be positive and finite", btyd.ErrInvalidRow, g.Width)
	}
	seen := map[string]bool{}
	for _, name := range g.Names {
		if name == "" || seen[name] {
			return fmt.Errorf("%w: covariate name %q is empty or used twice", btyd.ErrInvalidRow, name)
		}
		seen[name] = true
	}
	return nil
}

// check refuses a path of the wrong shape or with values that are not finite.
func (g Grid) check(p Path) error {
	if len(p) != len(g.Names) {
		return fmt.Errorf("%w: %d series for %d covariates", btyd.ErrInvalidRow, len(p), len(g.Names))
	}
	for c, series := range p {
		if len(series) != len(p[0]) {
			return fmt.Errorf("%w: covariate %s has %d intervals, %s has %d",
				btyd.ErrInvalidRow, g.Names[c], len(series), g.Names[0], len(p[0]))
		}
		for k, v := range series {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: covariate %s, interval %d: %g must be finite", btyd.ErrInvalidRow, g.Names[c], k, v)
			}
		}
	}
	return nil
}

// admits refuses a customer that cannot be, or is observed beyond the path.
func (g Grid) admits(c Customer, p Path) error {
	if !(c.Start >= 0) || math.IsInf(c.Start, 0) {
		return fmt.Errorf("%w: start %g must be zero or more, and finite", btyd.ErrInvalidRow, c.Start)
	}
	if !(c.W >= 0) || math.IsInf(c.W, 0) {
		return fmt.Errorf("%w: weight %g must not be negative, and finite", btyd.ErrInvalidRow, c.W)
	}
	last := 0.0
	for j, t := range c.Times {
		if !(t > 0 && t >= last) {
			return fmt.Errorf("%w: repeat purchase %d at %g must be after the first one and not before the one at %g",
				btyd.ErrInvalidRow, j+1, t, last)
		}
		last = t
	}
	if err := c.History().Validate(); err != nil {
		return err
	}
	return g.reaches(p, c.Start+c.T)
}

// reaches refuses a path that ends before a position.
func (g Grid) reaches(p Path, to float64) error {
	if len(p) == 0 {
		return nil // without covariates every interval is like any other
	}
	if k := len(p[0]); g.ends(to) > k {
		return fmt.Errorf("%w: no covariates for interval %d, which begins at %g; needed up to %g",
			btyd.ErrInvalidRow, k, float64(k)*g.Width, to)
	}
	return nil
}

// onBoundary is how near to a boundary, in intervals, a position counts as
// being on it: days written as sevenths of a week do not add up exactly.
const onBoundary = 1e-9

// interval is the index of the interval at a position.
func (g Grid) interval(position float64) int {
	return int(math.Floor(position/g.Width + onBoundary))
}

// ends is the number of intervals that begin before a position, at least one.
func (g Grid) ends(position float64) int {
	return max(1, int(math.Ceil(position/g.Width-onBoundary)))
}
