package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/perennial-clv/perennial/internal/value"
)

// arrange turns incoming into arrivals: one row an order, each once.
func (l *load) arrange(ctx context.Context) error {
	how := arrangement{name: "arrivals_anonymous"}
	if l.orderIDs {
		var err error
		if how, err = l.arrangement(ctx); err != nil {
			return err
		}
	} else if !l.opt.Replace && l.files == 1 {
		how.name = "" // nothing to tell apart: rows are orders
	}
	if how.name == "" {
		// The widest table of the load becomes the orders as it is.
		_, err := l.conn.ExecContext(ctx, "ALTER TABLE incoming RENAME TO arrivals")
		return err
	}
	var err error
	if l.first, err = l.areFirst(ctx, how); err != nil {
		return err
	}
	fields := map[string]any{"First": l.first, "Kind": l.kind, "ManyFiles": l.files > 1, "Mixed": how.mixed, "ByCurrency": l.byCurrency}
	l.lines = how.name == "arrivals_lines"
	if _, err := run(ctx, l.conn, how.name, fields); err != nil {
		return err
	}
	if how.mixed {
		if _, err := run(ctx, l.conn, "arrivals_add_anonymous", fields); err != nil {
			return err
		}
	}
	return l.countDuplicates(ctx, how.name)
}

// areFirst reports whether lines become the first orders kept: with nothing to
// compare them with, they are added up while they are written.
func (l *load) areFirst(ctx context.Context, how arrangement) (yes bool, err error) {
	if how.name != "arrivals_lines" || how.mixed || l.byCurrency || l.files > 1 || !l.opt.Replace {
		return false, nil
	}
	err = l.conn.QueryRowContext(ctx, mustQuestion("orders_any")).Scan(&yes)
	return !yes, err
}

// arrangement is how rows become orders.
type arrangement struct {
	name  string // of the question that does it; empty when rows are orders
	mixed bool   // some rows have an order id and some have none
}

// arrangement decides how rows become orders where they carry order ids.
func (l *load) arrangement(ctx context.Context) (how arrangement, err error) {
	rows := l.out.Batch.Accepted
	if l.files == 1 && l.products() {
		// Rows that say what was bought, how often and at what price are lines.
		how.mixed, err = l.someWithoutID(ctx)
		how.name = "arrivals_lines"
		return how, err
	}
	var withID, ids, idsInFiles int64
	if l.files > 1 {
		err = ask(ctx, l.conn, "incoming_shape", nil, func(r *sql.Rows) error { return r.Scan(&withID, &ids, &idsInFiles) })
	} else {
		var repeat bool
		withID, repeat, err = l.orderIDsRepeat(ctx)
		if ids, idsInFiles = withID, -1; repeat {
			ids = -1
		}
	}
	how.mixed = withID < rows
	switch {
	case err != nil:
	case ids == withID && !l.opt.Replace && (l.files == 1 || !how.mixed):
	case ids == withID:
		how.name = "arrivals_plain"
	case idsInFiles == withID:
		how.name = "arrivals_latest"
	default:
		how.name = "arrivals_lines"
	}
	return how, err
}

// someWithoutID reports whether some rows have no order id.
func (l *load) someWithoutID(ctx context.Context) (some bool, err error) {
	err = l.conn.QueryRowContext(ctx, mustQuestion("incoming_without_id")).Scan(&some)
	return some, err
}

// countDuplicates learns how many rows overlapping files brought twice.
func (l *load) countDuplicates(ctx context.Context, name string) error {
	if l.files < 2 {
		return nil
	}
	count := "SELECT (SELECT count(*) FROM incoming) - (SELECT count(*) FROM arrivals)"
	if name == "arrivals_lines" {
		count = mustQuestion("arrivals_again")
	}
	err := l.conn.QueryRowContext(ctx, count).Scan(&l.out.Duplicates)
	if err == nil && l.out.Duplicates > 0 {
		text := "1 row was in more than one file and is counted once."
		if l.out.Duplicates > 1 {
			text = fmt.Sprintf("%d rows were in more than one file and are counted once.", l.out.Duplicates)
		}
		l.out.Notices = append(l.out.Notices, value.Notice{Level: "info", Code: "overlap", Text: text})
	}
	return err
}

// trimMoney drops meaningless zeros of a decimal's text, keeping two.
func trimMoney(s string) string {
	if a, err := value.ParseAmount(s); err == nil {
		return a.String()
	}
	return s
}

// mustQuestion is question for those without fields, which cannot fail.
func mustQuestion(name string) string {
	text, err := question(name, nil)
	if err != nil {
		panic(err) // a missing .sql file: caught by any test of this package
	}
	return text
}
