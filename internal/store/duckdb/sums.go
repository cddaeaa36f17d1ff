package duckdb

import (
	"math"
	"slices"
	"time"

	"github.com/perennial-clv/perennial/internal/store"
)

// sums are everything added up over customers. Each goroutine has its own;
// they are merged at the end.
type sums struct {
	cal      *calendar
	bounds   bounds
	overflow bool

	counts                    store.Counts
	historic, gross, refunded exact
	holdout                   exact
	seenFirst, seenLast       int32
	births                    []birth // by day of the calendar
	repeats                   []int64
	months                    []month
	cohorts                   [][]int64 // by month of first order and 30-day step
	yearCustomers             int64
	yearValue                 exact
	shapes, calibrationShapes map[shapeKey]*shapeSum
	calibrationSpends         []spent
	panel                     []panelist
}

type birth struct{ customers, gross int64 }

type month struct{ newcomers, returning, refunds, orders, customers int64 }

// shapeKey is a distinct history; holdout is zero up to as-of.
type shapeKey struct{ x, tx, t, holdout int32 }

type shapeSum struct {
	customers int64
	spend     [2]store.SpendSum
}

// spent is what a customer spent by the calibration end.
type spent struct {
	days int32
	mean means
}

// means are a customer's mean spends by [store.SpendDays]; NaN for none.
type means [2]float64

func meansOf(days int32, gross, first, refunded int64) (m means) {
	for d := range m {
		m[d] = store.SpendDays(d).Mean(days, major(gross), major(first), major(refunded))
	}
	return m
}

// calendar numbers the days and months a log covers.
type calendar struct {
	first   int32 // day 0 of the calendar, since 1970
	monthOf []int32
	months  []time.Time // first days
}

// newCalendar covers the days from first to last.
func newCalendar(first, last int32) *calendar {
	c := &calendar{first: first}
	for d := first; d <= last; d++ {
		t := time.Unix(int64(d)*86400, 0).UTC()
		if len(c.months) == 0 || t.Day() == 1 {
			c.months = append(c.months, time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC))
		}
		c.monthOf = append(c.monthOf, int32(len(c.months)-1))
	}
	return c
}

func (c *calendar) month(day int32) int32 { return c.monthOf[day-c.first] }

// cohortStep is the length in days of a step of a cohort's curve.
const cohortStep = 30

func newSums(c *calendar, b bounds) *sums {
	return &sums{
		cal: c, bounds: b, seenFirst: math.MaxInt32, seenLast: noDay,
		births: make([]birth, len(c.monthOf)), repeats: make([]int64, len(c.monthOf)),
		months: make([]month, len(c.months)), cohorts: make([][]int64, len(c.months)),
		shapes: map[shapeKey]*shapeSum{}, calibrationShapes: map[shapeKey]*shapeSum{},
	}
}

// mostMoney is the most one customer can have spent, in millionths: what the
// store's type for money holds, a trillion.
const mostMoney = 999_999_999_999_999_999

// plus adds within one customer, where a sum above a trillion can only be an
// error of the file; it is noted and reported at the end.
func (s *sums) plus(a, b int64) int64 {
	c := a + b // neither is above a trillion, so this cannot overflow
	if c > mostMoney || c < -mostMoney {
		s.overflow = true
		return a
	}
	return c
}

// add counts a customer in.
func (s *sums) add(f *folder, c folded, cal calibration) {
	s.addCounts(f.days, c, cal)
	if c.days > 0 {
		addShape(s.shapes, shapeKey{c.days - 1, c.last - c.first, s.bounds.asOf - c.first, 0}, meansOf(c.days, c.gross, c.firstGross, c.refunded))
	}
	if cal.days > 0 {
		m := meansOf(cal.days, cal.gross, c.firstGross, cal.refunded)
		addShape(s.calibrationShapes, shapeKey{cal.days - 1, cal.last - c.first, s.bounds.calibrationEnd - c.first, cal.holdoutDays}, m)
		s.calibrationSpends = append(s.calibrationSpends, spent{cal.days, m})
	}
	for _, t := range f.days {
		if t.day <= s.bounds.until {
			s.addDay(c.first, t)
		}
	}
	if c.first != noDay && c.first <= s.bounds.asOf-364 {
		s.yearCustomers++
	}
}

func (s *sums) addCounts(days []dayTotal, c folded, cal calibration) {
	b, n := s.bounds, &s.counts
	for _, t := range days {
		if t.day > b.asOf {
			n.AfterAsOf += int64(t.orders + t.refunds)
			continue
		}
		n.Refunds += int64(t.refunds)
		s.seenFirst, s.seenLast = min(s.seenFirst, t.day), max(s.seenLast, t.day)
	}
	if c.seen {
		n.Customers++
		if c.days == 0 {
			n.RefundOnly++
		}
	}
	n.Orders += int64(c.orders)
	if c.days > 1 {
		n.Repeaters++
	}
	s.gross.add(c.gross)
	s.refunded.add(c.refunded)
	s.historic.add(c.gross)
	s.historic.add(c.refunded)
	if cal.days > 0 {
		n.CalibrationCustomers++
		s.holdout.add(cal.holdoutValue)
		if cal.days > 1 {
			n.CalibrationRepeaters++
		}
	}
	if c.first > b.calibrationEnd && c.first <= b.holdoutEnd {
		n.HoldoutNewCustomers++
	}
}

// addDay counts a customer's day in the timelines.
func (s *sums) addDay(first int32, t dayTotal) {
	b := s.bounds
	if t.orders > 0 && first < t.day && first <= b.known {
		s.repeats[t.day-s.cal.first]++
	}
	if t.day > b.asOf {
		return
	}
	m := &s.months[s.cal.month(t.day)]
	m.orders += int64(t.orders)
	m.refunds += t.refunded
	if first != noDay && first <= b.asOf && s.cal.month(first) == s.cal.month(t.day) {
		m.newcomers += t.gross
	} else {
		m.returning += t.gross
	}
	if first == noDay || first > b.asOf {
		return
	}
	if t.day == first {
		m.customers++
		bt := &s.births[t.day-s.cal.first]
		bt.customers++
		bt.gross += t.gross
	}
	if t.day < first {
		return // a refund of an order from before the log
	}
	s.addCohort(s.cal.month(first), int(t.day-first)/cohortStep, t.gross+t.refunded)
	if first <= b.asOf-364 && t.day-first < 364 {
		s.yearValue.add(t.gross + t.refunded)
	}
}

func (s *sums) addCohort(month int32, step int, v int64) {
	row := s.cohorts[month]
	for len(row) <= step {
		row = append(row, 0)
	}
	row[step] += v
	s.cohorts[month] = row
}

func addShape(to map[shapeKey]*shapeSum, k shapeKey, m means) {
	s := to[k]
	if s == nil {
		s = &shapeSum{}
		to[k] = s
	}
	s.customers++
	for d := range m {
		s.spend[d].Add(m[d])
	}
}

// merge adds another goroutine's sums.
func (s *sums) merge(o *sums) {
	s.overflow = s.overflow || o.overflow
	a, b := &s.counts, o.counts
	a.Orders, a.Refunds, a.Customers = a.Orders+b.Orders, a.Refunds+b.Refunds, a.Customers+b.Customers
	a.Repeaters, a.RefundOnly, a.AfterAsOf = a.Repeaters+b.Repeaters, a.RefundOnly+b.RefundOnly, a.AfterAsOf+b.AfterAsOf
	a.CalibrationCustomers, a.CalibrationRepeaters = a.CalibrationCustomers+b.CalibrationCustomers, a.CalibrationRepeaters+b.CalibrationRepeaters
	a.HoldoutNewCustomers += b.HoldoutNewCustomers
	s.historic.merge(o.historic)
	s.gross.merge(o.gross)
	s.refunded.merge(o.refunded)
	s.holdout.merge(o.holdout)
	s.seenFirst, s.seenLast = min(s.seenFirst, o.seenFirst), max(s.seenLast, o.seenLast)
	for i, x := range o.births {
		s.births[i].customers += x.customers
		s.births[i].gross += x.gross
		s.repeats[i] += o.repeats[i]
	}
	for i, x := range o.months {
		m := &s.months[i]
		m.newcomers, m.returning, m.refunds = m.newcomers+x.newcomers, m.returning+x.returning, m.refunds+x.refunds
		m.orders, m.customers = m.orders+x.orders, m.customers+x.customers
	}
	for i, row := range o.cohorts {
		for step, v := range row {
			s.addCohort(int32(i), step, v)
		}
	}
	s.yearCustomers += o.yearCustomers
	s.yearValue.merge(o.yearValue)
	s.panel = append(s.panel, o.panel...)
	mergeShapes(s.shapes, o.shapes)
	mergeShapes(s.calibrationShapes, o.calibrationShapes)
	s.calibrationSpends = append(s.calibrationSpends, o.calibrationSpends...)
}

func mergeShapes(to, from map[shapeKey]*shapeSum) {
	for k, v := range from {
		if have := to[k]; have != nil {
			have.customers += v.customers
			for d := range v.spend {
				have.spend[d].Merge(v.spend[d])
			}
		} else {
			to[k] = v
		}
	}
}

// sortedShapes are the shapes in order of x, t_x, T and hold-out.
func sortedShapes(m map[shapeKey]*shapeSum) []store.Shape {
	out := make([]store.Shape, 0, len(m))
	for k, v := range m {
		out = append(out, store.Shape{X: k.x, TxDays: k.tx, TDays: k.t, Holdout: k.holdout,
			Customers: v.customers, Spend: v.spend})
	}
	slices.SortFunc(out, func(a, b store.Shape) int {
		for _, d := range [4]int32{a.X - b.X, a.TxDays - b.TxDays, a.TDays - b.TDays, a.Holdout - b.Holdout} {
			if d != 0 {
				return int(d)
			}
		}
		return 0
	})
	return out
}
