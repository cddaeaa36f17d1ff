package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// oneCurrency refuses to add up different money.
func (l *load) oneCurrency(ctx context.Context) error {
	type found struct {
		code string
		rows int64
	}
	var all []found
	err := ask(ctx, l.conn, "incoming_currencies", nil, func(r *sql.Rows) error {
		var f found
		err := r.Scan(&f.code, &f.rows)
		all = append(all, f)
		return err
	})
	if err != nil || len(all) == 0 {
		return err
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
	dropped, err := run(ctx, l.conn, "incoming_other_currency", nil, l.out.Currency)
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

// readStructural collects the rows whose shape the CSV reader refused.
func (l *load) readStructural(ctx context.Context) error {
	var scans int
	err := l.conn.QueryRowContext(ctx, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'").Scan(&scans)
	if err != nil || scans == 0 {
		return err
	}
	paths := map[string]string{}
	for _, t := range l.plan.Tables {
		for _, f := range t.Files {
			paths[f.Read] = f.Path
		}
	}
	return ask(ctx, l.conn, "structural_rejects", nil, func(r *sql.Rows) error {
		var x value.Rejection
		var path, column, kind, message string
		if err := r.Scan(&path, &x.Line, &column, &kind, &x.Value, &message); err != nil {
			return err
		}
		x.File, x.Reason = paths[path], structuralReason(kind, message)
		l.out.Structural = append(l.out.Structural, x)
		return nil
	})
}

// structuralReason says in our words what the CSV reader objected to.
func structuralReason(kind, message string) string {
	switch kind {
	case "MISSING COLUMNS":
		return "the row has fewer columns than the header"
	case "TOO MANY COLUMNS":
		return "the row has more columns than the header"
	case "UNQUOTED VALUE":
		return "a quotation mark is not closed, or text follows it"
	case "LINE SIZE OVER MAXIMUM":
		return "the line is longer than 2 MB"
	case "INVALID ENCODING", "INVALID UNICODE":
		return "the text is not valid UTF-8"
	}
	return strings.ToLower(kind) + ": " + message
}

// faultColumns pairs the work table's columns with the roles they judge.
var faultColumns = []struct {
	column string
	role   source.Role
}{
	{"bad_time", source.Time}, {"bad_amount", source.Amount}, {"bad_quantity", source.Quantity},
	{"bad_price", source.Price}, {"bad_customer", source.Customer},
}

// readFaults collects the raw values that could not be used, by table.
func (l *load) readFaults(ctx context.Context) error {
	l.out.Faults = make([][]source.Faults, len(l.plan.Tables))
	if l.out.Batch.Rejected == int64(len(l.out.Structural)) {
		return nil
	}
	for number, t := range l.plan.Tables {
		for _, fc := range faultColumns {
			column, ok := t.Roles[fc.role]
			if !ok {
				continue
			}
			f := source.Faults{Column: column, Reasons: map[string]string{}}
			err := ask(ctx, l.conn, "incoming_faults", map[string]any{"Column": fc.column}, func(r *sql.Rows) error {
				var raw string
				err := r.Scan(&raw)
				f.Reasons[raw] = reason(fc.role, raw, t)
				return err
			}, number)
			if err != nil {
				return err
			}
			if len(f.Reasons) > 0 {
				l.out.Faults[number] = append(l.out.Faults[number], f)
			}
		}
	}
	return nil
}

// reason says why a raw value could not be used.
func reason(role source.Role, raw string, t source.Table) string {
	if strings.TrimSpace(raw) == "" {
		return map[source.Role]string{
			source.Customer: "no customer", source.Time: "no date", source.Amount: "no amount",
			source.Quantity: "no quantity", source.Price: "no price",
		}[role]
	}
	if role == source.Time {
		if t.Time.Kind == "patterns" {
			return "not a date in the file's form, or a date before 1970 or in the future"
		}
		return "not a date, or a date before 1970 or in the future"
	}
	return "not a number in the file's form, or above a trillion"
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
