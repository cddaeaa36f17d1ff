package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/perennial-clv/perennial/internal/value"
)

// arrange turns incoming into arrivals: one row an order, each once.
func (l *load) arrange(ctx context.Context) error {
	fields := map[string]any{"Kind": l.kind, "ManyFiles": l.files > 1}
	name := "arrivals_anonymous"
	if l.orderIDs {
		var err error
		if name, err = l.arrangement(ctx, fields); err != nil {
			return err
		}
	} else if !l.opt.Replace && l.files == 1 {
		name = "" // nothing to tell apart: rows are orders
	}
	if name == "" {
		// The widest table of the load becomes the orders as it is.
		_, err := l.conn.ExecContext(ctx, "ALTER TABLE incoming RENAME TO arrivals")
		return err
	}
	if _, err := run(ctx, l.conn, name, fields); err != nil {
		return err
	}
	return l.countDuplicates(ctx, name)
}

// arrangement decides how rows become orders where they carry order ids.
func (l *load) arrangement(ctx context.Context, fields map[string]any) (string, error) {
	var rows, ids, idsInFiles int64
	err := ask(ctx, l.conn, "incoming_shape", fields, func(r *sql.Rows) error {
		if l.files > 1 {
			return r.Scan(&rows, &ids, &idsInFiles)
		}
		idsInFiles = -1
		return r.Scan(&rows, &ids)
	})
	switch {
	case err != nil:
		return "", err
	case ids == rows && !l.opt.Replace:
		return "", nil
	case ids == rows:
		return "arrivals_plain", nil
	case idsInFiles == rows:
		return "arrivals_latest", nil
	}
	return "arrivals_lines", nil
}

// countDuplicates learns how many rows overlapping files brought twice.
func (l *load) countDuplicates(ctx context.Context, name string) error {
	if name == "arrivals_plain" || l.files < 2 {
		return nil
	}
	count := "SELECT (SELECT count(*) FROM incoming) - (SELECT count(*) FROM arrivals)"
	if name == "arrivals_lines" {
		count = "SELECT coalesce(sum(again), 0)::BIGINT FROM arrivals"
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
