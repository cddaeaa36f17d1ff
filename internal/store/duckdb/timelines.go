package duckdb

import (
	"context"
	"database/sql"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// prepareActivity builds the table from which timelines are summed, once a cut.
func (w *workbench) prepareActivity(ctx context.Context) (map[string]any, error) {
	f := w.fields()
	f["Until"], f["Known"] = f["AsOf"], f["AsOf"]
	if !w.cut.CalibrationEnd.IsZero() {
		f["Known"] = f["CalibrationEnd"]
		if w.cut.AsOf.Before(w.cut.HoldoutEnd) {
			f["Until"] = f["HoldoutEnd"]
		}
	}
	if w.active {
		return f, nil
	}
	_, err := run(ctx, w.conn, "activity", f)
	w.active = err == nil
	return f, err
}

// timeline asks one question of the activity.
func (w *workbench) timeline(ctx context.Context, name string, extra map[string]any, scan func(*sql.Rows) error) error {
	f, err := w.prepareActivity(ctx)
	if err != nil {
		return explain("sum over time", err)
	}
	for k, v := range extra {
		f[k] = v
	}
	return explain("sum over time", ask(ctx, w.conn, name, f, scan))
}

// Births counts customers by the day of their first order.
func (w *workbench) Births(ctx context.Context) (out []store.Birth, err error) {
	err = w.timeline(ctx, "births", nil, func(r *sql.Rows) error {
		var b store.Birth
		var day sql.NullTime
		err := r.Scan(&day, &b.Customers, &b.Gross)
		b.Day = dateOf(day)
		out = append(out, b)
		return err
	})
	return out, err
}

// Repeats counts repeat purchases by day.
func (w *workbench) Repeats(ctx context.Context) (out []store.DayCount, err error) {
	err = w.timeline(ctx, "repeats", nil, func(r *sql.Rows) error {
		var d store.DayCount
		var day sql.NullTime
		err := r.Scan(&day, &d.Count)
		d.Day = dateOf(day)
		out = append(out, d)
		return err
	})
	return out, err
}

// Months sums revenue by calendar month.
func (w *workbench) Months(ctx context.Context) (out []value.MonthRevenue, err error) {
	err = w.timeline(ctx, "months", nil, func(r *sql.Rows) error {
		var m value.MonthRevenue
		var month sql.NullTime
		err := r.Scan(&month, &m.New, &m.Returning, &m.Refunds, &m.Orders, &m.Customers)
		m.Month = dateOf(month)
		out = append(out, m)
		return err
	})
	return out, err
}

// Cohorts sums net spend by cohort and step.
func (w *workbench) Cohorts(ctx context.Context, period string) (out []store.CohortCell, err error) {
	if period != "month" && period != "quarter" && period != "year" {
		return nil, value.Errorf(value.Invalid, "unknown cohort period %q", period)
	}
	err = w.timeline(ctx, "cohorts", map[string]any{"Period": period}, func(r *sql.Rows) error {
		var c store.CohortCell
		var cohort, end sql.NullTime
		err := r.Scan(&cohort, &end, &c.Step, &c.Value)
		c.Cohort, c.End = dateOf(cohort), dateOf(end)
		out = append(out, c)
		return err
	})
	return out, err
}

// FirstYear is what a customer turned out to be worth in a year.
func (w *workbench) FirstYear(ctx context.Context) (out store.FirstYear, err error) {
	err = w.timeline(ctx, "first_year", nil, func(r *sql.Rows) error { return r.Scan(&out.Customers, &out.Value) })
	return out, err
}
