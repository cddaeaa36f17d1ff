package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// oneCurrency refuses to add up different money.
func (l *load) oneCurrency(ctx context.Context) error {
	type found struct {
		code string
		rows int64
	}
	var all []found
	if len(l.currencies) == 0 {
		all = []found{{"", l.out.Batch.Accepted}}
	} else {
		err := ask(ctx, l.conn, "incoming_currencies", nil, func(r *sql.Rows) error {
			var f found
			var at int
			err := r.Scan(&at, &f.rows)
			if at > 0 {
				f.code = l.currencies[at-1]
			}
			all = append(all, f)
			return err
		})
		if err != nil {
			return err
		}
	}
	if l.opt.Currency == "" {
		if len(all) > 1 {
			parts := make([]string, len(all))
			for i, f := range all {
				code := f.code
				if code == "" {
					code = "no currency"
				}
				parts[i] = fmt.Sprintf("%s (%d rows)", code, f.rows)
			}
			return value.Errorf(value.BadInput, "the orders are in %d currencies, which cannot be added up: %s", len(all), strings.Join(parts, ", ")).
				WithHint("Take one with --currency %s", all[0].code)
		}
		l.out.Currency = all[0].code
		return nil
	}
	l.out.Currency = strings.ToUpper(l.opt.Currency)
	if len(all) == 1 && all[0].code == "" { // the log does not say: the user does
		return nil
	}
	dropped, err := run(ctx, l.conn, "incoming_other_currency", nil, 1+slices.Index(l.currencies, l.out.Currency))
	if err != nil || dropped == 0 {
		return err
	}
	l.out.Batch.Accepted -= dropped
	l.out.Batch.Rejected += dropped
	if l.out.Batch.Accepted == 0 {
		return value.Errorf(value.BadInput, "no order is in %s", l.out.Currency).WithHint("Currencies found: %s", all[0].code)
	}
	l.out.Notices = append(l.out.Notices, value.Notice{Level: "warning", Code: "other-currency",
		Text: fmt.Sprintf("%d rows in other currencies than %s are left out.", dropped, l.out.Currency)})
	return nil
}

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
	if name != "arrivals_latest" && (name != "arrivals_anonymous" || l.files < 2) {
		return nil
	}
	var incoming, arrivals int64
	err := l.conn.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM incoming), (SELECT count(*) FROM arrivals)").Scan(&incoming, &arrivals)
	l.out.Duplicates = incoming - arrivals
	if err == nil && l.out.Duplicates > 0 {
		l.out.Notices = append(l.out.Notices, value.Notice{Level: "info", Code: "overlap",
			Text: fmt.Sprintf("%d rows were in more than one file and are counted once.", l.out.Duplicates)})
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
