package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// workbench is a scoring in the making: temporary tables on one connection.
type workbench struct {
	s         *Store
	conn      *sql.Conn
	cut       store.Cut
	unit      float64
	customers int64 // of the cut
	// active tells that the activity table belongs to the cut.
	active bool
}

// Workbench opens a scoring. unitDays is the length of the models' time unit.
func (s *Store) Workbench(ctx context.Context, unitDays float64) (store.Workbench, error) {
	s.writing.Lock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		s.writing.Unlock()
		return nil, explain("open the data store", err)
	}
	return &workbench{s: s, conn: conn, unit: unitDays}, nil
}

// sheetRows is how many rows a spreadsheet can show below its header. Up to
// that many, scores are kept and exported best first; beyond, nobody scrolls
// and sorting would only cost time.
const sheetRows = 1<<20 - 1

// Close drops the work tables with their connection.
func (w *workbench) Close() error {
	defer w.s.writing.Unlock()
	for _, t := range []string{"customer_day", "customer", "gaps", "shape_scores", "activity", "ids"} {
		_, _ = w.conn.ExecContext(context.Background(), "DROP TABLE IF EXISTS temp."+t)
	}
	return w.conn.Close()
}

// Span is the extent of all orders kept, in days of the zone.
func (w *workbench) Span(ctx context.Context, zone string) (store.Span, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return store.Span{}, value.Errorf(value.Invalid, "unknown time zone %q", zone).WithHint("Use a name such as Europe/Berlin")
	}
	var out store.Span
	var first, last sql.NullTime
	err = ask(ctx, w.conn, "span", nil, func(r *sql.Rows) error { return r.Scan(&out.Rows, &first, &last) })
	if err != nil {
		return out, explain("read the extent of the orders", err)
	}
	if first.Valid {
		out.First, out.Last = value.DateOf(first.Time.In(loc)), value.DateOf(last.Time.In(loc))
	}
	err = w.conn.QueryRowContext(ctx, "SELECT coalesce(max(currency), '') FROM batches").Scan(&out.Currency)
	return out, explain("read the extent of the orders", err)
}

// Summarise builds the histories of a cut.
func (w *workbench) Summarise(ctx context.Context, cut store.Cut) (store.Counts, error) {
	w.cut, w.active = cut, false
	f := w.fields()
	var c store.Counts
	for _, name := range []string{"ids", "customer_day", "customer"} {
		if _, err := run(ctx, w.conn, name, f); err != nil {
			return c, explain("summarise customers", err)
		}
	}
	var first, last sql.NullTime
	var historic, gross, refunded, holdout string
	err := ask(ctx, w.conn, "counts", f, func(r *sql.Rows) error {
		return r.Scan(&c.Orders, &c.Customers, &c.Repeaters, &c.RefundOnly, &historic, &gross, &refunded, &first,
			&c.CalibrationCustomers, &c.CalibrationRepeaters, &c.HoldoutNewCustomers, &holdout)
	})
	if err != nil {
		return c, explain("summarise customers", err)
	}
	err = ask(ctx, w.conn, "rows_by_as_of", f, func(r *sql.Rows) error { return r.Scan(&c.Refunds, &c.AfterAsOf, &last) })
	if err != nil {
		return c, explain("summarise customers", err)
	}
	c.First, c.Last, w.customers = dateOf(first), dateOf(last), c.Customers
	for _, m := range []struct {
		text string
		to   *value.Amount
	}{{historic, &c.Historic}, {gross, &c.Gross}, {refunded, &c.Refunded}, {holdout, &c.HoldoutValue}} {
		if *m.to, err = value.ParseAmount(m.text); err != nil {
			return c, err
		}
	}
	return c, nil
}

// fields are the template fields of a cut's questions.
func (w *workbench) fields() map[string]any {
	day := "ordered_at::DATE"
	if w.cut.Zone != "UTC" && w.cut.Zone != "" {
		day = fmt.Sprintf("((ordered_at AT TIME ZONE 'UTC') AT TIME ZONE %s)::DATE", quote(w.cut.Zone))
	}
	return map[string]any{
		"Day": day, "AsOf": dateLiteral(w.cut.AsOf), "Holdout": !w.cut.CalibrationEnd.IsZero(),
		"CalibrationEnd": dateLiteral(w.cut.CalibrationEnd), "HoldoutEnd": dateLiteral(w.cut.HoldoutEnd),
	}
}

// dateLiteral is a day as SQL.
func dateLiteral(d value.Date) string {
	if d.IsZero() {
		return "NULL"
	}
	return "DATE " + quote(d.String())
}

// dateOf reads a nullable day.
func dateOf(t sql.NullTime) value.Date {
	if !t.Valid {
		return value.Date{}
	}
	return value.DateOf(t.Time.UTC())
}

// Keep scores every customer and files the run, all or nothing.
func (w *workbench) Keep(ctx context.Context, scores []store.ShapeScore, margin float64, finish func(store.Scored) (value.Run, error)) error {
	f := w.fields()
	if err := w.appendShapes(ctx, scores); err != nil {
		return explain("score customers", err)
	}
	if _, err := run(ctx, w.conn, "gaps", f); err != nil {
		return explain("score customers", err)
	}
	f["UnitDays"], f["Margin"] = fmt.Sprintf("%.1f", w.unit), fmt.Sprintf("%.17g::DOUBLE", margin)
	f["HighBelow"], f["MediumBelow"] = fmt.Sprintf("%.17g::DOUBLE", value.RiskHighBelow), fmt.Sprintf("%.17g::DOUBLE", value.RiskMediumBelow)
	f["Sorted"] = w.customers <= sheetRows
	restore, err := keepOrder(ctx, w.conn, w.customers <= sheetRows)
	if err != nil {
		return explain("score customers", err)
	}
	err = inTransaction(ctx, w.conn, func() error {
		if _, err := run(ctx, w.conn, "scores", f); err != nil {
			return err
		}
		scored, err := w.scored(ctx)
		if err != nil {
			return err
		}
		record, err := finish(scored)
		if err != nil {
			return err
		}
		text, err := json.Marshal(record)
		if err != nil {
			return fmt.Errorf("write run record: %w", err)
		}
		_, err = run(ctx, w.conn, "run_keep", nil, time.Now().UTC(), string(text))
		return err
	})
	return explain("score customers", errors.Join(err, restore()))
}

// scored asks what the new scores add up to.
func (w *workbench) scored(ctx context.Context) (store.Scored, error) {
	var out store.Scored
	err := ask(ctx, w.conn, "scored", nil, func(r *sql.Rows) error {
		return r.Scan(&out.Predicted, &out.ExpectedOrders, &out.Alive, &out.AtRisk)
	})
	if err != nil {
		return out, err
	}
	const shown = 25
	lists := []struct {
		where, order string
		to           *[]value.Score
	}{
		{"clv > 0", "clv DESC", &out.Best},
		{"clv * (1 - p_alive) > 0 AND risk <> 'low'", "clv * (1 - p_alive) DESC", &out.Slipping},
	}
	for _, l := range lists {
		*l.to, err = customerRows(ctx, w.conn, map[string]any{"Where": l.where, "Order": l.order, "Limit": shown, "Offset": 0})
		if err != nil {
			return out, err
		}
	}
	err = ask(ctx, w.conn, "concentration", nil, func(r *sql.Rows) error {
		var c value.Concentration
		var past, future sql.NullFloat64
		if err := r.Scan(&c.Customers, &past, &future); err != nil {
			return err
		}
		c.Historic = past.Float64
		if future.Valid {
			c.Predicted = &future.Float64
		}
		out.Concentration = append(out.Concentration, c)
		return nil
	})
	return out, err
}
