package storetest

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// event is an order or refund as a store keeps it.
type event struct {
	customer string
	at       time.Time
	cents    int64
}

// purse is what a customer did on one day, in cents.
type purse struct {
	orders, refunds int64
	gross, refunded int64
}

// person is a customer as the reference sees one: days in order.
type person struct {
	id    string
	days  []value.Date
	purse map[value.Date]*purse
}

// people sorts events into customers and local days.
func people(events []event, zone *time.Location) []*person {
	byID := map[string]*person{}
	for _, e := range events {
		p := byID[e.customer]
		if p == nil {
			p = &person{id: e.customer, purse: map[value.Date]*purse{}}
			byID[e.customer] = p
		}
		d := value.DateOf(e.at.In(zone))
		if p.purse[d] == nil {
			p.purse[d] = &purse{}
			p.days = append(p.days, d)
		}
		if e.cents < 0 {
			p.purse[d].refunded += e.cents
			p.purse[d].refunds++
			continue
		}
		p.purse[d].orders++
		p.purse[d].gross += e.cents
	}
	var all []*person
	for _, p := range byID {
		slices.SortFunc(p.days, func(a, b value.Date) int { return a.Sub(b) })
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].id < all[j].id })
	return all
}

// upTo reports whether a day is not later than another.
func upTo(d, end value.Date) bool { return !end.Before(d) }

// bought are the purchase days in (after, until]; a zero after means from the start.
func (p *person) bought(after, until value.Date) []value.Date {
	var out []value.Date
	for _, d := range p.days {
		if p.purse[d].orders > 0 && upTo(d, until) && (after.IsZero() || after.Before(d)) {
			out = append(out, d)
		}
	}
	return out
}

// money adds up in (after, until], in cents.
func (p *person) money(after, until value.Date) (orders, gross, refunded int64) {
	for _, d := range p.days {
		if upTo(d, until) && (after.IsZero() || after.Before(d)) {
			orders, gross, refunded = orders+p.purse[d].orders, gross+p.purse[d].gross, refunded+p.purse[d].refunded
		}
	}
	return orders, gross, refunded
}

// mean is the mean spend of repeat or of all purchase days, reduced by the
// customer's own share of refunds, with their number; zero without such a day.
func (p *person) mean(d store.SpendDays, end value.Date) (mean float64, n int) {
	days := p.bought(value.Date{}, end)
	if d == store.RepeatDays && len(days) > 0 {
		days = days[1:]
	}
	if len(days) == 0 {
		return 0, 0
	}
	_, gross, refunded := p.money(value.Date{}, end)
	share := 1.0
	if gross > 0 {
		share = math.Max(0, 1+float64(refunded)/float64(gross))
	}
	for _, day := range days {
		mean += float64(p.purse[day].gross) / 100 / float64(len(days)) * share
	}
	return mean, len(days)
}

// medianGap is the median number of days between purchase days.
func (p *person) medianGap(end value.Date) *float64 {
	days := p.bought(value.Date{}, end)
	if len(days) < 2 {
		return nil
	}
	var gaps []float64
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, float64(days[i].Sub(days[i-1])))
	}
	sort.Float64s(gaps)
	m := (gaps[(len(gaps)-1)/2] + gaps[len(gaps)/2]) / 2
	return &m
}

// cents is an amount of money.
func cents(n int64) value.Amount { return value.NewAmount(decimal.New(n, -2)) }

// countsOf are the facts of a cut.
func countsOf(all []*person, cut store.Cut) store.Counts {
	var c store.Counts
	var historic, gross, refunded, holdout int64
	for _, p := range all {
		for _, d := range p.days {
			if !upTo(d, cut.AsOf) {
				continue
			}
			if c.Last.Before(d) {
				c.Last = d
			}
			if c.First.IsZero() || d.Before(c.First) {
				c.First = d
			}
		}
		orders, g, r := p.money(value.Date{}, cut.AsOf)
		c.Orders, gross, refunded, historic = c.Orders+orders, gross+g, refunded+r, historic+g+r
		days := len(p.bought(value.Date{}, cut.AsOf))
		if upTo(p.days[0], cut.AsOf) {
			c.Customers++
			if days == 0 {
				c.RefundOnly++
			}
		}
		if days > 1 {
			c.Repeaters++
		}
		if cut.CalibrationEnd.IsZero() {
			continue
		}
		n := len(p.bought(value.Date{}, cut.CalibrationEnd))
		if n > 1 {
			c.CalibrationRepeaters++
		}
		if n > 0 {
			_, g, r := p.money(cut.CalibrationEnd, cut.HoldoutEnd)
			c.CalibrationCustomers, holdout = c.CalibrationCustomers+1, holdout+g+r
		} else if len(p.bought(cut.CalibrationEnd, cut.HoldoutEnd)) > 0 {
			c.HoldoutNewCustomers++
		}
	}
	c.Historic, c.Gross, c.Refunded, c.HoldoutValue = cents(historic), cents(gross), cents(refunded), cents(holdout)
	return c
}

// shapesOf are the distinct histories of a window with their customers.
func shapesOf(all []*person, cut store.Cut, w store.Window) map[[4]int32]store.Shape {
	end := cut.AsOf
	if w == store.UpToCalibrationEnd {
		end = cut.CalibrationEnd
	}
	out := map[[4]int32]store.Shape{}
	for _, p := range all {
		days := p.bought(value.Date{}, end)
		if len(days) == 0 {
			continue
		}
		s := store.Shape{X: int32(len(days) - 1), TxDays: int32(days[len(days)-1].Sub(days[0])), TDays: int32(end.Sub(days[0]))}
		if w == store.UpToCalibrationEnd {
			s.Holdout = int32(len(p.bought(cut.CalibrationEnd, cut.HoldoutEnd)))
		}
		key := [4]int32{s.X, s.TxDays, s.TDays, s.Holdout}
		have := out[key]
		s.Customers, s.Spend = have.Customers+1, have.Spend
		for d := range s.Spend {
			m, _ := p.mean(store.SpendDays(d), end)
			s.Spend[d].Mean += m
			s.Spend[d].Squared += m * m
		}
		out[key] = s
	}
	return out
}
