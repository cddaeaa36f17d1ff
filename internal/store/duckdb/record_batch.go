package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// countArrivals learns what each file of the plan held from what arrived,
// countAdded from the orders kept where nothing else was.
func (l *load) countArrivals(ctx context.Context) error {
	if !l.opt.Replace || l.first {
		return nil
	}
	return l.countFiles(ctx, "arrivals")
}

func (l *load) countAdded(ctx context.Context) error {
	if !l.first {
		return nil
	}
	return l.countFiles(ctx, "(FROM orders WHERE source = '')")
}

// countFiles learns what each file of the plan held.
func (l *load) countFiles(ctx context.Context, arrivals string) error {
	for _, t := range l.plan.Tables {
		for _, f := range t.Files {
			l.perFile = append(l.perFile, value.FileReport{
				File: f.Path, Fingerprint: l.fingerprint(len(l.perFile)), Kind: string(record.Orders), Format: t.Name, Title: t.Title, Records: map[string]int64{},
			})
		}
	}
	// Of a single file the arrivals tell, which are fewer than its lines.
	fields := map[string]any{"Arrivals": arrivals, "Lines": l.lines, "ManyFiles": l.files > 1, "Currencies": len(l.currencies) > 0, "ByCurrency": l.byCurrency}
	return ask(ctx, l.conn, "file_counts", fields, func(r *sql.Rows) error {
		var no int
		var rows, orders, refunds int64
		var first, last sql.NullTime
		var codes string
		if err := r.Scan(&no, &rows, &orders, &refunds, &first, &last, &codes); err != nil {
			return err
		}
		f := &l.perFile[no]
		if f.Accepted, f.First, f.Last = rows, l.dayOf(first), l.dayOf(last); l.files == 1 {
			f.Accepted = l.out.Batch.Accepted
		}
		f.Records[string(record.Orders)] = orders
		if refunds > 0 {
			f.Records[string(record.Refunds)] = refunds
		}
		f.Currencies = l.codes(codes)
		return nil
	})
}

// dayOf is the day of a moment where the business is.
func (l *load) dayOf(t sql.NullTime) value.Date {
	zone, err := time.LoadLocation(l.opt.Zone)
	if err != nil || !t.Valid {
		return dateOf(t)
	}
	return value.DateOf(t.Time.In(zone))
}

// fingerprint is that of a file of the plan.
func (l *load) fingerprint(file int) string {
	if file < len(l.opt.Fingerprints) {
		return l.opt.Fingerprints[file]
	}
	return ""
}

// codes are the currencies behind a list of their numbers.
func (l *load) codes(numbers string) []string {
	out := []string{}
	for _, n := range strings.Split(numbers, ",") {
		if i, err := strconv.Atoi(n); err == nil && i > 0 && i <= len(l.currencies) {
			out = append(out, l.currencies[i-1])
		}
	}
	if len(out) == 0 && l.out.Currency != "" {
		out = append(out, l.out.Currency)
	}
	sort.Strings(out)
	return out
}

// record writes the batch down.
func (l *load) record(ctx context.Context) error {
	b := &l.out.Batch
	b.ImportedAt, b.Understood = time.Now().UTC(), l.plan.Understood
	if !l.opt.Replace {
		if err := l.spanOf(ctx, "orders"); err != nil {
			return err
		}
		b.Files = append(b.Files, planFiles(l.plan)...)
	}
	unlisted := unlistedIn(l.plan)
	for i := range l.perFile {
		f := &l.perFile[i]
		f.Rejected = l.rejectedIn[f.File] + unlisted[f.File]
		f.Rows = f.Accepted + f.Rejected
	}
	b.Reports = append(l.perFile, l.recordReports...)
	for no, f := range b.Reports {
		b.Files = append(b.Files, f.File)
		b.First, b.Last = earliest(b.First, f.First), latest(b.Last, f.Last)
		text, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if _, err := run(ctx, l.conn, "batch_file_add", nil, b.ID, no, string(text)); err != nil {
			return err
		}
	}
	if err := l.keepSettings(ctx); err != nil {
		return err
	}
	files, err := json.Marshal(b.Files)
	prints, err2 := json.Marshal(l.opt.Fingerprints)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	_, err = run(ctx, l.conn, "batch_add", nil,
		b.ID, string(files), string(prints), b.ImportedAt, l.out.Currency, b.Understood,
		b.Rows, b.Accepted, b.Rejected, b.New, b.Replaced, b.Unchanged, dayOf(b.First), dayOf(b.Last))
	return err
}

// keepSettings keeps what goes with the load, and which of it, to be forgotten
// when the load is undone.
func (l *load) keepSettings(ctx context.Context) error {
	if len(l.opt.Settings) == 0 {
		return nil
	}
	var names []string
	for name, what := range l.opt.Settings {
		if err := keepSetting(ctx, l.conn, name, what); err != nil {
			return err
		}
		names = append(names, name)
	}
	sort.Strings(names)
	return keepSetting(ctx, l.conn, settingsOf(l.out.Batch.ID), names)
}

// settingsOf is under which name the settings of a batch are listed.
func settingsOf(batch int64) string { return "batch:" + strconv.FormatInt(batch, 10) }

// forgetSettings forgets the settings that a batch kept.
func forgetSettings(ctx context.Context, conn *sql.Conn, batch int64) error {
	var names []string
	if _, err := setting(ctx, conn, settingsOf(batch), &names); err != nil {
		return err
	}
	for _, name := range append(names, settingsOf(batch)) {
		if _, err := run(ctx, conn, "setting_forget", nil, name); err != nil {
			return err
		}
	}
	return nil
}

// spanOf reads the extent of what a load brought.
func (l *load) spanOf(ctx context.Context, from string) error {
	return ask(ctx, l.conn, "batch_span", map[string]any{"From": from}, func(r *sql.Rows) error {
		var first, last sql.NullTime
		err := r.Scan(&first, &last)
		l.out.Batch.First, l.out.Batch.Last = l.dayOf(first), l.dayOf(last)
		return err
	})
}

// planFiles are the files of a plan by name.
func planFiles(p source.Plan) (out []string) {
	for _, t := range p.Tables {
		for _, f := range t.Files {
			out = append(out, f.Path)
		}
	}
	return out
}

// unlistedIn counts the rejected rows of a plan's files that are not listed.
func unlistedIn(p source.Plan) map[string]int64 {
	out := map[string]int64{}
	for _, t := range p.Tables {
		for _, f := range t.Files {
			out[f.Path] += f.RejectedMore
		}
	}
	return out
}

// earliest is the first of two days of which either may be missing.
func earliest(a, b value.Date) value.Date {
	if a.IsZero() || !b.IsZero() && b.Days() < a.Days() {
		return b
	}
	return a
}

// latest is the last of two days.
func latest(a, b value.Date) value.Date {
	if a.IsZero() || !b.IsZero() && b.Days() > a.Days() {
		return b
	}
	return a
}

// dayOf is a day for the database, NULL when missing.
func dayOf(d value.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}
