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

// workbench is a scoring in the making: customers by number on one connection,
// and folded in memory.
type workbench struct {
	s    *Store
	conn *sql.Conn
	cut  store.Cut
	unit float64
	// customers are the folded ones by number; sums is what they add up to.
	customers []folded
	sums      *sums
	// factors adjust what is said of each customer; empty without.
	factors []float64
	// terms are those of the scoring; ledger is what is known of its own
	// ledger, nil while that of the store will do.
	terms  value.Terms
	ledger *ledgerState
}

// Workbench opens a scoring. unitDays is the length of the models' time unit.
func (s *Store) Workbench(ctx context.Context, unitDays float64) (store.Workbench, error) {
	s.writing.Lock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		s.writing.Unlock()
		return nil, explain("open the data store", err)
	}
	w := &workbench{s: s, conn: conn, unit: unitDays}
	if err := w.read(ctx); err != nil {
		return nil, errors.Join(explain("open the data store", err), w.Close())
	}
	return w, nil
}

// read has the scoring read orders under the workspace's terms. Others go on
// reading them under those of the scores they see, until new ones are kept.
func (w *workbench) read(ctx context.Context) (err error) {
	if w.terms, err = termsOf(ctx, w.conn); err != nil {
		return err
	}
	now, err := ledgerTerms(ctx, w.conn)
	if err != nil || now.Equal(w.terms) {
		return err
	}
	state, err := writeLedger(ctx, w.conn, w.terms, "TEMP")
	w.ledger = &state
	return err
}

// settle makes the terms of the scoring those of everybody's ledger.
func (w *workbench) settle(ctx context.Context) error {
	if err := keepSetting(ctx, w.conn, "ledger_terms", w.terms); err != nil || w.ledger == nil {
		return err
	}
	if err := w.drop(ctx); err != nil {
		return err
	}
	return relink(ctx, w.conn)
}

// drop drops the scoring's own ledger.
func (w *workbench) drop(ctx context.Context) error {
	if w.ledger == nil {
		return nil
	}
	_, err := w.conn.ExecContext(ctx, "DROP VIEW IF EXISTS temp.ledger; DROP VIEW IF EXISTS temp.sales; DROP TABLE IF EXISTS temp.own_conversions")
	return err
}

// sheetRows is how many rows a spreadsheet can show below its header. Up to
// that many, scores are kept and exported best first; beyond, nobody scrolls
// and sorting would only cost time.
const sheetRows = 1<<20 - 1

// Close forgets the customers and gives the connection back.
func (w *workbench) Close() error {
	defer w.s.writing.Unlock()
	_, _ = w.conn.ExecContext(context.Background(), "DROP TABLE IF EXISTS temp.ids")
	_ = w.drop(context.Background())
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
	state := w.ledger
	if state == nil {
		own, err := ledgerOf(ctx, w.conn)
		if err != nil {
			return out, explain("read the extent of the orders", err)
		}
		state = &own
	}
	out.Unnamed = state.Unnamed
	out.Currency, err = state.currency()
	return out, err
}

// Summarise folds every customer's orders into a history.
func (w *workbench) Summarise(ctx context.Context, cut store.Cut) (store.Counts, error) {
	w.cut = cut
	span, err := w.Span(ctx, cut.Zone)
	if err != nil || span.Rows == 0 {
		return store.Counts{}, err
	}
	w.sums, w.factors = nil, nil
	b := boundsOf(cut)
	last := max(int32(span.Last.Days()), b.asOf, b.holdoutEnd)
	if err := w.foldAll(ctx, newCalendar(int32(span.First.Days()), last), b); err != nil {
		return store.Counts{}, explain("summarise customers", err)
	}
	return w.counted(), nil
}

// boundsOf are the days of a cut.
func boundsOf(cut store.Cut) bounds {
	b := bounds{asOf: int32(cut.AsOf.Days()), calibrationEnd: noDay, holdoutEnd: noDay}
	b.known, b.until = b.asOf, b.asOf
	if !cut.CalibrationEnd.IsZero() {
		b.calibrationEnd, b.holdoutEnd = int32(cut.CalibrationEnd.Days()), int32(cut.HoldoutEnd.Days())
		b.known, b.until = b.calibrationEnd, max(b.asOf, b.holdoutEnd)
	}
	return b
}

// counted are the facts of the cut.
func (w *workbench) counted() store.Counts {
	c := w.sums.counts
	c.Historic, c.Gross, c.Refunded = w.sums.historic.amount(), w.sums.gross.amount(), w.sums.refunded.amount()
	c.HoldoutValue = w.sums.holdout.amount()
	if c.Customers > 0 {
		c.First, c.Last = value.DateFromDays(int(w.sums.seenFirst)), value.DateFromDays(int(w.sums.seenLast))
	}
	return c
}

// dayExpr is a row's day in the business's own calendar.
func (w *workbench) dayExpr() string {
	if w.cut.Zone == "UTC" || w.cut.Zone == "" {
		return "ordered_at::DATE"
	}
	return fmt.Sprintf("((ordered_at AT TIME ZONE 'UTC') AT TIME ZONE %s)::DATE", quote(w.cut.Zone))
}

// dateOf reads a nullable day.
func dateOf(t sql.NullTime) value.Date {
	if !t.Valid {
		return value.Date{}
	}
	return value.DateOf(t.Time.UTC())
}

// Keep scores every customer and files the run, all or nothing.
func (w *workbench) Keep(ctx context.Context, scores []store.ShapeScore, days store.SpendDays, margin float64, finish func(store.Scored) (value.Run, error)) error {
	sorted := w.sums.counts.Customers <= sheetRows
	f := map[string]any{
		"HighBelow": fmt.Sprintf("%.17g::DOUBLE", value.RiskHighBelow), "MediumBelow": fmt.Sprintf("%.17g::DOUBLE", value.RiskMediumBelow),
		"Sorted": sorted,
	}
	rows := newScoredCustomers(w, scores, days, margin)
	w.s.rows.set(rows)
	defer w.s.rows.set(nil)
	restore, err := w.s.keepOrder(ctx, sorted)
	if err != nil {
		return explain("score customers", err)
	}
	// The new scores are made beside the former ones and swapped in with the
	// record of the run: readers see both change at once. A table left by a
	// killed scoring is overwritten by the next.
	if _, err := run(ctx, w.conn, "scores", f); err != nil {
		return explain("score customers", errors.Join(err, restore()))
	}
	err = inTransaction(ctx, w.conn, func() error {
		scored, err := w.scored(ctx, rows)
		if err != nil {
			return err
		}
		if _, err := run(ctx, w.conn, "scores_swap", nil); err != nil {
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
		if _, err = run(ctx, w.conn, "run_keep", nil, time.Now().UTC(), string(text)); err != nil {
			return err
		}
		return w.settle(ctx)
	})
	if err != nil {
		_, drop := w.conn.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS scores_next")
		err = errors.Join(err, drop)
	}
	return explain("score customers", errors.Join(err, restore()))
}

// scored asks what the new scores add up to.
func (w *workbench) scored(ctx context.Context, rows *scoredCustomers) (store.Scored, error) {
	out := store.Scored{Concentration: rows.concentration()}
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
		*l.to, err = customerRows(ctx, w.conn, map[string]any{"Table": "scores_next", "Where": l.where, "Order": l.order, "Limit": shown, "Offset": 0})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}
