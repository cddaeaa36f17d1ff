package duckdb

import (
	"context"
	"time"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Births counts customers by the day of their first order.
func (w *workbench) Births(context.Context) (out []store.Birth, err error) {
	for i, b := range w.sums.births {
		if b.customers > 0 {
			out = append(out, store.Birth{Day: w.sums.cal.date(i), Customers: b.customers, Gross: major(b.gross)})
		}
	}
	return out, nil
}

// Repeats counts repeat purchases by day.
func (w *workbench) Repeats(context.Context) (out []store.DayCount, err error) {
	for i, n := range w.sums.repeats {
		if n > 0 {
			out = append(out, store.DayCount{Day: w.sums.cal.date(i), Count: n})
		}
	}
	return out, nil
}

// Months sums revenue by calendar month.
func (w *workbench) Months(context.Context) (out []value.MonthRevenue, err error) {
	for i, m := range w.sums.months {
		if m == (month{}) {
			continue
		}
		out = append(out, value.MonthRevenue{
			Month: value.DateOf(w.sums.cal.months[i]), New: major(m.newcomers), Returning: major(m.returning),
			Refunds: major(m.refunds), Orders: m.orders, Customers: m.customers,
		})
	}
	return out, nil
}

// Cohorts sums net spend by cohort and step.
func (w *workbench) Cohorts(_ context.Context, period string) (out []store.CohortCell, err error) {
	months := map[string]int{"month": 1, "quarter": 3, "year": 12}[period]
	if months == 0 {
		return nil, value.Errorf(value.Invalid, "unknown cohort period %q", period)
	}
	var cells []int64
	var at time.Time
	flush := func() {
		for step, v := range cells {
			if v == 0 {
				continue
			}
			out = append(out, store.CohortCell{Cohort: value.DateOf(at), End: value.DateOf(at.AddDate(0, months, -1)), Step: step, Value: major(v)})
		}
		cells = nil
	}
	for i, row := range w.sums.cohorts {
		m := w.sums.cal.months[i]
		start := time.Date(m.Year(), m.Month()-time.Month((int(m.Month())-1)%months), 1, 0, 0, 0, 0, time.UTC)
		if !start.Equal(at) {
			flush()
			at = start
		}
		for step, v := range row {
			for len(cells) <= step {
				cells = append(cells, 0)
			}
			cells[step] += v
		}
	}
	flush()
	return out, nil
}

// FirstYear is what a customer turned out to be worth in a year.
func (w *workbench) FirstYear(context.Context) (store.FirstYear, error) {
	return store.FirstYear{Customers: w.sums.yearCustomers, Value: w.sums.yearValue.float()}, nil
}

// date is day i of the calendar.
func (c *calendar) date(i int) value.Date { return value.DateFromDays(int(c.first) + i) }

// major turns millionths into major units, for charts.
func major(v int64) float64 { return float64(v) / 1e6 }
