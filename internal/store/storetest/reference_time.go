package storetest

import (
	"time"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// sums are a cut's sums over time.
type sums struct {
	births  map[value.Date]store.Birth
	repeats map[value.Date]int64
	months  map[value.Date]value.MonthRevenue
	cohorts map[value.Date]map[int]float64 // by month of first order and 30-day step
	year    store.FirstYear
}

// monthOf is the first day of a day's month.
func monthOf(d value.Date) value.Date {
	y, m, _ := d.Time().Date()
	return value.DateOf(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC))
}

// sumsOf adds up a cut over time.
func sumsOf(all []*person, cut store.Cut) sums {
	s := sums{
		births: map[value.Date]store.Birth{}, repeats: map[value.Date]int64{},
		months: map[value.Date]value.MonthRevenue{}, cohorts: map[value.Date]map[int]float64{},
	}
	for _, p := range all {
		bought := p.bought(value.Date{}, value.DateFromDays(1<<20))
		var first value.Date
		if len(bought) > 0 {
			first = bought[0]
		}
		s.birth(p, first, cut)
		s.repeat(bought, cut)
		for _, d := range p.days {
			if upTo(d, cut.AsOf) {
				s.day(p, first, d)
			}
		}
		if !first.IsZero() && upTo(first, cut.AsOf.AddDays(-364)) {
			s.year.Customers++
			for _, d := range p.days {
				if !d.Before(first) && d.Sub(first) < 364 {
					s.year.Value += float64(p.purse[d].gross+p.purse[d].refunded) / 100
				}
			}
		}
	}
	return s
}

// birth counts a customer's first day.
func (s *sums) birth(p *person, first value.Date, cut store.Cut) {
	if first.IsZero() || !upTo(first, cut.AsOf) {
		return
	}
	b := s.births[first]
	s.births[first] = store.Birth{Day: first, Customers: b.Customers + 1, Gross: b.Gross + float64(p.purse[first].gross)/100}
}

// repeat counts repeat purchases through the hold-out of customers known when
// it began.
func (s *sums) repeat(bought []value.Date, cut store.Cut) {
	known, until := cut.AsOf, cut.AsOf
	if !cut.CalibrationEnd.IsZero() {
		known = cut.CalibrationEnd
		if until.Before(cut.HoldoutEnd) {
			until = cut.HoldoutEnd
		}
	}
	if len(bought) == 0 || !upTo(bought[0], known) {
		return
	}
	for _, d := range bought[1:] {
		if upTo(d, until) {
			s.repeats[d]++
		}
	}
}

// day adds a customer's day to its month and its cohort.
func (s *sums) day(p *person, first, d value.Date) {
	m, x := s.months[monthOf(d)], p.purse[d]
	m.Month, m.Orders, m.Refunds = monthOf(d), m.Orders+x.orders, m.Refunds+float64(x.refunded)/100
	if !first.IsZero() && monthOf(first) == m.Month {
		m.New += float64(x.gross) / 100
	} else {
		m.Returning += float64(x.gross) / 100
	}
	if d == first {
		m.Customers++
	}
	s.months[m.Month] = m
	if first.IsZero() || d.Before(first) {
		return
	}
	if s.cohorts[monthOf(first)] == nil {
		s.cohorts[monthOf(first)] = map[int]float64{}
	}
	s.cohorts[monthOf(first)][d.Sub(first)/30] += float64(x.gross+x.refunded) / 100
}
