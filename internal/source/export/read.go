package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// rows reads one file's rows. next is called with each row; a fault it
// returns rejects the row, any other error stops the file. finish is called
// after the last row, for what was held back.
type rows interface {
	next(r *row) error
	finish() error
}

// breakable is implemented by rows that put together what several rows say:
// broken hears of a row that is not read, because it is cut otherwise than
// the header.
type breakable interface {
	broken(r *row, f *fault) error
}

// fault is what is wrong with a row.
type fault struct{ column, value, reason string }

// Error implements error.
func (f *fault) Error() string { return f.reason }

// errSkip is returned by next for a row that is none: a total, a footer, a
// repeated header. It counts nowhere.
var errSkip = errors.New("not a row")

// output is where a reader's records go.
type output struct {
	to      Sink
	file    string
	tally   Tally
	noticed map[string]bool
}

// put hands out a record.
func (o *output) put(r record.Record) error { return o.to.Put(r) }

// notice says something about the file, once a code.
func (o *output) notice(level, code, format string, args ...any) {
	if o.noticed[code] {
		return
	}
	o.noticed[code] = true
	o.tally.Notices = append(o.tally.Notices, value.Notice{Level: level, Code: code, Text: fmt.Sprintf(format, args...)})
}

// rejectRow files a row that next took before its fault was known: it then
// no longer counts as accepted.
func (o *output) rejectRow(line int64, f *fault) error {
	o.tally.Accepted--
	return o.reject(line, f)
}

func (o *output) reject(line int64, f *fault) error {
	o.tally.Rejected++
	return o.to.Reject(value.Rejection{File: o.file, Line: line, Column: f.column, Value: shorten(f.value), Reason: f.reason})
}

// shorten keeps a rejected value fit for a report.
func shorten(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func read(ctx context.Context, f *Format, name string, from Source, sample [][]string, o Options, to Sink) (Tally, error) {
	h := newHeader(from.Columns(), sample)
	h.narrow = from.Narrow()
	out := &output{to: to, file: name, noticed: map[string]bool{}}
	if o.Zone == "" {
		o.Zone = "UTC"
	}
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return out.tally, value.Errorf(value.Invalid, "unknown time zone %q", o.Zone).WithHint("Use a name such as Europe/Berlin")
	}
	reader, err := f.reader(h, o, out)
	if err != nil {
		return out.tally, err
	}
	if o.Dates == "" && len(f.times) > 0 {
		o.Dates = out.dayOrder(h.values(f.times...))
	}
	r := &row{header: h, zone: zone, latest: o.Latest, dates: o.Dates, style: styleOf(h)}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return out.tally, ctx.Err()
		}
		fields, line, err := from.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return out.tally, err
		}
		h.learn(from.Columns())
		r.fields, r.line = fields, line
		if err := one(reader, r, out); err != nil {
			return out.tally, err
		}
	}
	return out.tally, reader.finish()
}

// dayOrder is the order of day and month that a sample tells. Where it tells
// none, 03/04 is taken for the 4th of March in the whole file, not row by row.
func (o *output) dayOrder(times []string) string {
	if order := dayOrder(times, ""); order != "" {
		return order
	}
	if slices.ContainsFunc(times, func(t string) bool { at := strings.IndexByte(t, '/'); return at == 1 || at == 2 }) {
		o.notice("warning", "day-order-assumed", "Dates such as %s were read with the month first. Name the order of day and month if it is another.", times[0])
		return "mdy"
	}
	return ""
}

// one reads one row.
func one(reader rows, r *row, out *output) error {
	if r.blank() {
		return nil
	}
	var bad *fault
	err := r.shape()
	if err == nil {
		err = reader.next(r)
	} else if b, is := reader.(breakable); is && errors.As(err, &bad) {
		if failed := b.broken(r, bad); failed != nil && !errors.As(failed, new(*fault)) {
			return failed
		}
	}
	switch {
	case errors.Is(err, errSkip):
		return nil
	case errors.As(err, &bad):
		out.tally.Rows++
		return out.reject(r.line, bad)
	case err != nil:
		return err
	}
	out.tally.Rows++
	out.tally.Accepted++
	return nil
}
