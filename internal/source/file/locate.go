package file

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// Locate goes once through a file and emits one Rejection for every record
// that has a faulty value, with the line it begins on. A value is faulty when
// it equals a key of a column's Reasons as it stands in the file with its
// quotes taken off; the empty key is an empty field. The first of the faults
// in the order given counts. Records with another number of fields than the
// table has columns are passed over: the store reports them. Parquet has no
// lines: nothing is emitted.
func Locate(ctx context.Context, t source.Table, f source.File, faults []source.Faults, emit func(value.Rejection) error) error {
	if t.Format == source.Parquet || len(faults) == 0 {
		return nil
	}
	in, err := os.Open(f.Read)
	if err != nil {
		return fmt.Errorf("locate rejected rows: %w", err)
	}
	defer in.Close()
	l := &locator{table: t, file: f, faults: faults, emit: emit, lineAt: -1}
	l.each = l.check
	if f.LineColumn != "" {
		l.lineAt = slices.Index(t.Columns, f.LineColumn)
	}
	if err := l.run(&watched{in: in, ctx: ctx}); err != nil {
		return fmt.Errorf("locate rejected rows of %s: %w", f.Path, err)
	}
	return nil
}

// locator is one call of Locate.
type locator struct {
	table  source.Table
	file   source.File
	faults []source.Faults
	emit   func(value.Rejection) error
	lineAt int
	each   func(fields [][]byte, line int64) error // hears of every record
}

// run passes over what stands before the data and checks every record.
func (l *locator) run(in io.Reader) error {
	r := newRecords(in, dialectIn(l.table), 1<<20)
	quote := r.quote
	for skipped := 0; skipped < l.table.SkipLines; skipped++ {
		r.quote = 0
		if _, _, err := r.next(); err != nil {
			return atEnd(err)
		}
	}
	r.quote = quote
	header := l.table.Header
	for {
		raw, line, err := r.next()
		if err != nil {
			return atEnd(err)
		}
		if raw == nil || len(raw) == 0 && len(l.table.Columns) > 1 {
			continue
		}
		if header {
			header = false
			continue
		}
		fields := r.split(raw)
		if len(fields) != len(l.table.Columns) {
			continue
		}
		if err := l.each(fields, line); err != nil {
			return err
		}
	}
}

// check emits a record's first fault.
func (l *locator) check(fields [][]byte, line int64) error {
	for i := range l.faults {
		c := l.faults[i].Column
		if c < 0 || c >= len(fields) {
			continue
		}
		reason, ok := l.faults[i].Reasons[string(fields[c])]
		if !ok {
			continue
		}
		if l.lineAt >= 0 {
			line, _ = strconv.ParseInt(string(fields[l.lineAt]), 10, 64)
		}
		return l.emit(value.Rejection{
			File: l.file.Path, Line: line, Column: l.table.Columns[c],
			Value: shorten(string(fields[c]), 200), Reason: reason,
		})
	}
	return nil
}

// atEnd is nil when reading simply came to the end.
func atEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// dialectIn is a table's dialect.
func dialectIn(t source.Table) dialect {
	return dialect{first(t.Delimiter), first(t.Quote), first(t.Escape)}
}

// first is a text's first byte, or zero.
func first(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}
