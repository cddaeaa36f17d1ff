package report

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

// revenueChart stacks what is positive up and what is negative down.
func revenueChart(sz size, months []value.MonthRevenue, cur currency, finding string) chart {
	var ends []float64
	for _, m := range months {
		up, down := stack(m)
		ends = append(ends, up, down)
	}
	lo, hi := extent(ends...)
	t := niceTicks(lo, hi, 5, false)
	label := func(v float64) string { return cur.wear(t.label(v)) }
	c := newCanvas(sz, 320, labelChars(t, label))
	if lo < 0 {
		lo -= 0.03 * (hi - lo) // refunds are small: the axis need not reach the next tick
	}
	y := c.yAxisFrom(math.Max(lo, t.lo()), t, label, "Net revenue a month, "+cur.unit())
	first := monthIndex(months[0].Month)
	n := monthIndex(months[len(months)-1].Month) - first + 1
	for _, m := range months {
		x, w := c.band(monthIndex(m.Month)-first, n, 44)
		c.monthBar(m, x-w/2, w, y, revenueTip(m, cur))
	}
	c.calendarBands(first, n)
	return c.chart("revenue", revenueTitle, finding)
}

// stack is how far a month's bars reach up and down.
func stack(m value.MonthRevenue) (up, down float64) {
	for _, v := range []float64{m.New, m.Returning, m.Refunds} {
		if !finite(v) {
			continue
		}
		up += math.Max(0, v)
		down += math.Min(0, v)
	}
	return up, down
}

func (c *canvas) monthBar(m value.MonthRevenue, x, w float64, y scale, tip string) {
	up, down := 0.0, 0.0
	for _, part := range []struct {
		v     float64
		class string
	}{{m.Returning, "f-back"}, {m.New, "f-new"}, {m.Refunds, "f-refund"}} {
		if !finite(part.v) || part.v == 0 {
			continue
		}
		from := &up
		if part.v < 0 {
			from = &down
		}
		a, b := y.at(*from), y.at(*from+part.v)
		*from += part.v
		c.rect(x, math.Min(a, b), w, math.Abs(a-b), part.class, tip)
	}
	if m.Partial {
		c.hatch(x, y.at(up), w, y.at(down)-y.at(up))
	}
}

// calendarBands labels the bars of n months.
func (c *canvas) calendarBands(first, n int) {
	from, to := monthOf(first), monthOf(first+n-1)
	if n == 1 {
		x, _ := c.band(0, 1, 44)
		c.xTick(x, month(from))
		return
	}
	c.calendar(from, to, func(d value.Date) float64 {
		x, _ := c.band(monthIndex(d)-first, n, 44)
		return x
	})
}

func revenueTip(m value.MonthRevenue, cur currency) string {
	tip := fmt.Sprintf("%s: new %s, returning %s, refunds %s; %s, %s", month(m.Month), cur.amount(m.New),
		cur.amount(m.Returning), cur.amount(m.Refunds), plural(m.Orders, "order", "orders"),
		plural(m.Customers, "customer", "customers"))
	if m.Partial {
		tip += "; month not complete"
	}
	return tip
}
