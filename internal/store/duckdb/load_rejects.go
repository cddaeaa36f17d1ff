package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// readStructural collects the rows whose shape the CSV reader refused.
func (l *load) readStructural(ctx context.Context) error {
	for _, t := range l.plan.Tables {
		for _, f := range t.Files {
			l.structural = append(l.structural, f.Rejected...)
			l.unlisted += f.RejectedMore
		}
	}
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
		l.structural = append(l.structural, x)
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

// faultOrder is the order in which a row's faults are looked for: a row is
// reported once.
var faultOrder = []source.Role{source.Time, source.Amount, source.Quantity, source.Price, source.Customer}

// readFaults collects the raw values that could not be used, by table.
func (l *load) readFaults(ctx context.Context) error {
	l.faults = make([][]source.Faults, len(l.plan.Tables))
	if l.unusable == 0 {
		return nil
	}
	for number, t := range l.plan.Tables {
		found := map[source.Role]map[string]string{}
		err := ask(ctx, l.conn, "faults_read", l.readFields(t), func(r *sql.Rows) error {
			var role source.Role
			var raw string
			err := r.Scan(&role, &raw)
			if found[role] == nil {
				found[role] = map[string]string{}
			}
			found[role][raw] = reason(role, raw, t)
			return err
		})
		if err != nil {
			return err
		}
		for _, role := range faultOrder {
			if column, ok := t.Roles[role]; ok && len(found[role]) > 0 {
				l.faults[number] = append(l.faults[number], source.Faults{Column: column, Reasons: found[role]})
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
	if role == source.Customer {
		return "no customer"
	}
	if role == source.Time {
		if t.Time.Kind == "patterns" {
			return "not a date in the file's form, or a date before 1970 or in the future"
		}
		return "not a date, or a date before 1970 or in the future"
	}
	return "not a number in the file's form, or above a trillion"
}

// keepRejections files every row left out, with its line.
func (l *load) keepRejections(ctx context.Context) error {
	if l.out.Batch.Rejected == 0 {
		return nil
	}
	var kept int64
	err := l.conn.Raw(func(c any) (err error) {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("keep rejected rows: not a driver connection")
		}
		a, err := duck.NewAppender(raw, "", "", "rejections")
		if err != nil {
			return fmt.Errorf("keep rejected rows: %w", err)
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		l.rejectedIn = map[string]int64{}
		emit := func(r value.Rejection) error {
			kept++
			l.rejectedIn[r.File]++
			return a.AppendRow(l.out.Batch.ID, r.File, r.Line, r.Column, r.Value, r.Reason)
		}
		return l.emitRejections(ctx, emit)
	})
	if err == nil && kept != l.out.Batch.Rejected {
		l.out.Notices = append(l.out.Notices, value.Notice{Level: "warning", Code: "rejects-incomplete", Text: fmt.Sprintf(
			"%d rows were left out; the line was found for %d of them.", l.out.Batch.Rejected, kept)})
	}
	return err
}

// emitRejections hands out rows of wrong shape, then those with unusable values.
func (l *load) emitRejections(ctx context.Context, emit func(value.Rejection) error) error {
	for _, r := range append(l.structural, l.recordRejects...) {
		if err := emit(r); err != nil {
			return err
		}
	}
	for i, t := range l.plan.Tables {
		if len(l.faults[i]) == 0 || l.opt.Locate == nil {
			continue
		}
		if err := l.opt.Locate(ctx, t, l.faults[i], emit); err != nil {
			return err
		}
	}
	return nil
}
