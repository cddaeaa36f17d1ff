package dyncov

import (
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The two processes, each with a clock.
const (
	buying = iota
	leaving
	processes
)

// effects say what covariates do to the clocks: a rate is exp(Σ γ z) with
// z = (value - centre) / scale.
type effects struct {
	columns       [processes][]int
	gamma         [processes][]float64
	centre, scale []float64 // of every column
	// plain clocks know no derivatives.
	plain bool
}

// clocks are the two clocks along one path. Neighbouring intervals in which no
// covariate changes are one segment; a clock runs evenly in each.
type clocks struct {
	width float64
	first int     // interval in which the first segment begins
	of    []int32 // segment of each interval from the first on
	begin []float64
	// By segment: what the clock shows at its beginning (zero at the first)
	// and how fast it runs; for each of n coefficients, the covariate and the
	// derivative of the clock at the beginning; and its second derivatives, the
	// upper triangle row by row.
	shows, rate     [processes][]float64
	n               [processes]int
	z, slope, curve [processes][]float64
}

// steepest bounds ln rate: beyond, sums would overflow.
const steepest = 300.0

// build lays out the clocks over intervals lo to hi-1 of a path; it reports
// whether no rate is out of bounds.
func (c *clocks) build(width float64, p Path, e *effects, lo, hi int) bool {
	c.width, c.first = width, lo
	c.of, c.begin = c.of[:0], c.begin[:0]
	for q := range processes {
		c.rate[q], c.z[q], c.n[q] = c.rate[q][:0], c.z[q][:0], len(e.columns[q])
		if e.plain {
			c.n[q] = 0
		}
	}
	for k := lo; k < hi; k++ {
		if k == lo || e.differ(p, k) {
			c.append(p, e, k)
		}
		c.of = append(c.of, int32(len(c.begin)-1))
	}
	for q := range processes {
		for _, l := range c.rate[q] {
			if !(math.Abs(l) <= steepest) {
				return false
			}
		}
		numeric.ExpEach(c.rate[q])
		c.accumulate(q)
	}
	return true
}

// differ reports whether a covariate of interest changes at interval k.
func (e *effects) differ(p Path, k int) bool {
	for q := range processes {
		for _, column := range e.columns[q] {
			if p[column][k] != p[column][k-1] {
				return true
			}
		}
	}
	return false
}

// append begins a segment at interval k, with logarithms for rates.
func (c *clocks) append(p Path, e *effects, k int) {
	c.begin = append(c.begin, float64(k)*c.width)
	for q := range processes {
		l := 0.0
		for i, column := range e.columns[q] {
			z := (p[column][k] - e.centre[column]) / e.scale[column]
			l += e.gamma[q][i] * z
			if !e.plain {
				c.z[q] = append(c.z[q], z)
			}
		}
		c.rate[q] = append(c.rate[q], l)
	}
}

// accumulate sums up a clock and its derivatives.
func (c *clocks) accumulate(q int) {
	segments, n := len(c.begin), c.n[q]
	pairs := triangle(n)
	c.shows[q] = slices.Grow(c.shows[q][:0], segments)[:segments]
	c.slope[q] = slices.Grow(c.slope[q][:0], n*segments)[:n*segments]
	c.curve[q] = slices.Grow(c.curve[q][:0], pairs*segments)[:pairs*segments]
	shows := 0.0
	clear(c.slope[q][:n])
	clear(c.curve[q][:pairs])
	for k, rate := range c.rate[q] {
		c.shows[q][k] = shows
		if k+1 == segments {
			break
		}
		grown := rate * (c.begin[k+1] - c.begin[k])
		shows += grown
		z := c.z[q][k*n : k*n+n]
		slope, next := c.slope[q][k*n:k*n+n], c.slope[q][k*n+n:k*n+2*n]
		curve, after := c.curve[q][k*pairs:k*pairs+pairs], c.curve[q][k*pairs+pairs:k*pairs+2*pairs]
		pair := 0
		for i, zi := range z {
			next[i] = slope[i] + grown*zi
			for _, zj := range z[i:] {
				after[pair] = curve[pair] + grown*zi*zj
				pair++
			}
		}
	}
}

// triangle is the number of entries of a symmetric matrix that differ.
func triangle(n int) int { return n * (n + 1) / 2 }

// segment is the one at a position; what is before the first or behind the
// last belongs to them.
func (c *clocks) segment(position float64) int {
	k := int(math.Floor(position/c.width)) - c.first
	return int(c.of[min(max(k, 0), len(c.of)-1)])
}

// end is where a segment that covers a position ends.
func (c *clocks) end(segment int) float64 {
	if segment+1 < len(c.begin) {
		return c.begin[segment+1]
	}
	return math.Inf(1)
}

// at is what a clock shows at a position in a segment.
func (c *clocks) at(q, segment int, position float64) float64 {
	return c.shows[q][segment] + c.rate[q][segment]*(position-c.begin[segment])
}

// derivatives writes those of a clock at a position, the second ones as a
// triangle.
func (c *clocks) derivatives(q, segment int, position float64, slope, curve []float64) {
	n, pairs, pair := len(slope), len(curve), 0
	grown := c.rate[q][segment] * (position - c.begin[segment])
	z := c.z[q][segment*n : segment*n+n]
	for i, zi := range z {
		slope[i] = c.slope[q][segment*n+i] + grown*zi
		for _, zj := range z[i:] {
			curve[pair] = c.curve[q][segment*pairs+pair] + grown*zi*zj
			pair++
		}
	}
}
