package app

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// fileRows hands a file's rows to a format.
type fileRows struct {
	*file.Rows
	narrow bool
	most   int64 // rows to hand out; 0 for all
	n      int64
	cut    bool // there may be more
}

// Narrow reports whether rows may have fewer fields than there are columns.
func (r *fileRows) Narrow() bool { return r.narrow }

// Next is the next row.
func (r *fileRows) Next() ([]string, int64, error) {
	row, err := r.Rows.Next()
	if err == nil && r.most > 0 && r.n >= r.most {
		r.cut = true
		return nil, 0, io.EOF
	}
	r.n++
	return row.Fields, row.Line, err
}

// counting counts the records that pass through to a store.
type counting struct {
	store.RecordSink
	report      *value.FileReport
	zone        *time.Location
	first, last time.Time
	currencies  map[string]bool
	seen        func(record.Record)
	refused     *value.Rejection // the first
	only        string           // currency of the orders and refunds to keep; empty keeps all
	left        int64            // orders and refunds in another
}

// newCounting counts into a report.
func newCounting(to store.RecordSink, report *value.FileReport, zone string) *counting {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return &counting{RecordSink: to, report: report, zone: loc, currencies: map[string]bool{}}
}

// Put counts a record and passes it on.
func (c *counting) Put(r record.Record) error {
	at, currency := datedIn(r)
	if k := r.Kind(); c.only != "" && currency != "" && currency != c.only && (k == record.Orders || k == record.Refunds) {
		c.left++
		return nil
	}
	c.report.Records[string(r.Kind())]++
	if currency != "" {
		c.currencies[currency] = true
	}
	if !at.IsZero() {
		if c.first.IsZero() || at.Before(c.first) {
			c.first = at
		}
		if s, is := r.(*record.Spend); is && s.To.After(at) {
			at = s.To // a week lasts till its last day
		}
		if at.After(c.last) {
			c.last = at
		}
	}
	c.seen(r)
	return c.RecordSink.Put(r)
}

// leftOut says what was not wanted.
func leftOut(n int64, only string) string {
	if n == 1 {
		return "1 order or refund in another currency than " + only + " is left out."
	}
	return fmt.Sprintf("%d orders and refunds in other currencies than %s are left out.", n, only)
}

// Reject remembers the first row that was refused and passes it on.
func (c *counting) Reject(r value.Rejection) error {
	if c.refused == nil {
		c.refused = &r
	}
	return c.RecordSink.Reject(r)
}

// nothingUsable says why no row of a file could be used.
func (c *counting) nothingUsable(r *reading) error {
	first := "it does not say why"
	if f := c.refused; f != nil {
		first = fmt.Sprintf("line %d: %s", f.Line, f.Reason)
		if f.Column != "" {
			first = fmt.Sprintf("line %d, column %q, value %q: %s", f.Line, f.Column, f.Value, f.Reason)
		}
	}
	return value.Errorf(value.BadInput, "none of the %d rows of %q could be used, read as %s; the first is %s", r.report.Rows, r.report.File, strings.ToLower(r.report.Title[:1])+r.report.Title[1:], first).
		WithHint("If it is something else, say so with --format, or with --kind and --map")
}

// finish completes the report.
func (c *counting) finish() {
	for code := range c.currencies {
		c.report.Currencies = append(c.report.Currencies, code)
	}
	slices.Sort(c.report.Currencies)
	if !c.first.IsZero() {
		zone := c.zone
		if c.report.Kind == string(record.Spends) {
			zone = time.UTC // reports carry days
		}
		c.report.First, c.report.Last = value.DateOf(c.first.In(zone)), value.DateOf(c.last.In(zone))
	}
}

// datedIn is when a record happened and in what currency it is.
func datedIn(r record.Record) (time.Time, string) {
	switch x := r.(type) {
	case *record.Order:
		return x.At, x.Currency
	case *record.Refund:
		return x.At, x.Currency
	case *record.Customer:
		return x.CreatedAt, x.Currency
	case *record.Subscription:
		return x.CreatedAt, x.Currency
	case *record.SubscriptionChange:
		return x.At, ""
	case *record.Spend:
		return x.From, x.Currency
	case *record.Ticket:
		return x.CreatedAt, ""
	case *record.Review:
		return x.At, ""
	case *record.Response:
		return x.At, ""
	case *record.Event:
		return x.At, x.Currency
	case *record.Product:
		return time.Time{}, x.Currency
	}
	return time.Time{}, ""
}

// namesOf lists files.
func namesOf(reports []value.FileReport) string {
	names := make([]string, len(reports))
	for i, r := range reports {
		names[i] = r.File
	}
	return strings.Join(names, ", ")
}
