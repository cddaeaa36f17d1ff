package report

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

const revenueTitle = "Net revenue by month: new customers, returning customers, refunds"

// revenueSection shows where the money came from, month by month.
func revenueSection(months []value.MonthRevenue, cur currency) section {
	s := section{ID: "revenue", Title: "Revenue by month"}
	months = datedMonths(months)
	if len(months) == 0 {
		s.Empty = "No month has revenue on record."
		return s
	}
	s.Says = monthsSentence(months)
	s.Read = []string{"A customer is new in the month of the first order and returning ever after. Refunds hang below zero."}
	keys := []key{{"rect", "f-new", "New customers"}, {"rect", "f-back", "Returning customers"}}
	if lo, _ := extent(column(months, func(m value.MonthRevenue) float64 { return m.Refunds })...); lo < 0 {
		keys = append(keys, key{"rect", "f-refund", "Refunds"})
	}
	for _, m := range months {
		if m.Partial {
			keys = append(keys, key{"hatch", "f-back", "Month not complete"})
			break
		}
	}
	fig := drawn(revenueTitle, fullWidth, keys, func(sz size) chart { return revenueChart(sz, months, cur, s.Says) })
	s.Blocks = []block{{Figure: fig}, {Table: revenueTable(months, cur), Fold: "The figures, month by month"}}
	return s
}

// column takes one number of every row.
func column[T any](rows []T, of func(T) float64) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}

func datedMonths(months []value.MonthRevenue) []value.MonthRevenue {
	var out []value.MonthRevenue
	for _, m := range months {
		if !m.Month.IsZero() {
			out = append(out, m)
		}
	}
	return out
}

func monthsSentence(months []value.MonthRevenue) string {
	first, last := months[0], months[len(months)-1]
	if len(months) == 1 {
		return fmt.Sprintf("One month is on record, %s: too little to see a trend.", month(first.Month))
	}
	best := first
	for _, m := range months {
		if m.Orders > best.Orders {
			best = m
		}
	}
	return fmt.Sprintf("%s months, %s to %s; the busiest was %s with %s.", count(int64(len(months))),
		month(first.Month), month(last.Month), month(best.Month), plural(best.Orders, "order", "orders"))
}

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

func revenueTable(months []value.MonthRevenue, cur currency) *table {
	t := &table{Caption: revenueTitle, Head: []cell{txt("Month"), nbr("New, " + cur.unit()), nbr("Returning, " + cur.unit()),
		nbr("Refunds, " + cur.unit()), nbr("Orders"), nbr("Customers")}}
	for _, m := range months {
		label := month(m.Month)
		if m.Partial {
			label += " (part)"
		}
		t.Rows = append(t.Rows, row{Cells: []cell{name(label), nbr(fixed(m.New, cur.decimals)), nbr(fixed(m.Returning, cur.decimals)),
			nbr(fixed(m.Refunds, cur.decimals)), nbr(count(m.Orders)), nbr(count(m.Customers))}})
	}
	return t
}
