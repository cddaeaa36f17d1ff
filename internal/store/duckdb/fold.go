package duckdb

import (
	"math"
	"slices"
	"sort"

	"github.com/perennial-clv/perennial/internal/store"
)

// noDay stands for a day that is not there.
const noDay = math.MinInt32

// bounds are the days of a cut, since 1970; calibration and hold-out end are
// noDay without a hold-out.
type bounds struct {
	asOf, calibrationEnd, holdoutEnd int32
	known, until                     int32 // for the timelines
}

// folded is one customer: everything a history says up to as-of.
type folded struct {
	first, last  int32 // purchase days; first may lie after as-of
	days, orders int32 // up to as-of
	gross        int64 // millionths
	refunded     int64
	firstGross   int64   // of the first purchase day
	gap          float32 // median days between purchase days; NaN with one
	seen         bool    // anything up to as-of
}

// mean is the customer's mean net spend of the given purchase days; NaN with
// none.
func (c *folded) mean(d store.SpendDays) float64 {
	return d.Mean(c.days, major(c.gross), major(c.firstGross), major(c.refunded))
}

// calibration is the same customer up to the calibration end, and what
// followed in the hold-out.
type calibration struct {
	last, days      int32
	gross, refunded int64
	holdoutDays     int32
	holdoutValue    int64
}

// dayTotal is what a customer did on one day.
type dayTotal struct {
	day             int32
	orders, refunds int32
	gross, refunded int64
}

// folder folds customers one after the other, reusing its memory.
type folder struct {
	b    bounds
	days []dayTotal
	gaps []int32
	sums *sums
}

// byDay sorts a customer's events by day, both slices together.
type byDay struct {
	days    []int32
	amounts []int64
}

func (s byDay) Len() int           { return len(s.days) }
func (s byDay) Less(i, j int) bool { return s.days[i] < s.days[j] }
func (s byDay) Swap(i, j int) {
	s.days[i], s.days[j] = s.days[j], s.days[i]
	s.amounts[i], s.amounts[j] = s.amounts[j], s.amounts[i]
}

// fewEvents is up to how many events insertion beats a general sort.
const fewEvents = 24

// sortEvents orders a customer's events by day.
func sortEvents(days []int32, amounts []int64) {
	if len(days) > fewEvents {
		sort.Sort(byDay{days, amounts})
		return
	}
	for i := 1; i < len(days); i++ {
		d, a := days[i], amounts[i]
		j := i
		for ; j > 0 && days[j-1] > d; j-- {
			days[j], amounts[j] = days[j-1], amounts[j-1]
		}
		days[j], amounts[j] = d, a
	}
}

// totals adds up a customer's events by day; a negative amount is a refund or
// cancellation and no purchase.
func (f *folder) totals(days []int32, amounts []int64) {
	sortEvents(days, amounts)
	f.days = f.days[:0]
	for i, d := range days {
		if len(f.days) == 0 || f.days[len(f.days)-1].day != d {
			f.days = append(f.days, dayTotal{day: d})
		}
		t := &f.days[len(f.days)-1]
		if a := amounts[i]; a < 0 {
			t.refunded = f.sums.plus(t.refunded, a)
			t.refunds++
		} else {
			t.gross = f.sums.plus(t.gross, a)
			t.orders++
		}
	}
}

// fold is one customer from its events.
func (f *folder) fold(days []int32, amounts []int64) folded {
	f.totals(days, amounts)
	out := folded{first: noDay, last: noDay, gap: float32(math.NaN())}
	cal := calibration{last: noDay}
	for _, t := range f.days {
		if t.orders > 0 && out.first == noDay {
			out.first, out.firstGross = t.day, t.gross
		}
		if t.day <= f.b.asOf {
			out.seen = true
			out.gross, out.refunded = f.sums.plus(out.gross, t.gross), f.sums.plus(out.refunded, t.refunded)
			out.orders += t.orders
			if t.orders > 0 {
				out.days++
				out.last = t.day
			}
		}
		f.calibrate(&cal, t)
	}
	out.gap = f.medianGap()
	f.sums.add(f, out, cal)
	return out
}

// calibrate adds a day to the calibration period or the hold-out.
func (f *folder) calibrate(c *calibration, t dayTotal) {
	switch {
	case t.day <= f.b.calibrationEnd:
		c.gross, c.refunded = c.gross+t.gross, c.refunded+t.refunded
		if t.orders > 0 {
			c.days++
			c.last = t.day
		}
	case t.day <= f.b.holdoutEnd:
		c.holdoutValue += t.gross + t.refunded
		if t.orders > 0 {
			c.holdoutDays++
		}
	}
}

// medianGap is the median number of days between purchase days up to as-of.
func (f *folder) medianGap() float32 {
	f.gaps = f.gaps[:0]
	before := int32(noDay)
	for _, t := range f.days {
		if t.orders == 0 || t.day > f.b.asOf {
			continue
		}
		if before != noDay {
			f.gaps = append(f.gaps, t.day-before)
		}
		before = t.day
	}
	n := len(f.gaps)
	if n == 0 {
		return float32(math.NaN())
	}
	slices.Sort(f.gaps)
	return float32(f.gaps[(n-1)/2]+f.gaps[n/2]) / 2
}
