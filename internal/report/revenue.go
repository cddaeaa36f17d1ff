package report

import (
	"fmt"

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
