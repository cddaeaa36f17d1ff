package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// recordSink takes the records of a load in, row by row, into staging tables.
type recordSink struct {
	raw       driver.Conn
	kinds     map[record.Kind]*staging
	links     *duck.Appender
	file      int32
	seq       int64
	rejected  []value.Rejection
	following map[[2]string]bool // the latest links, so that runs of equal ones come once
}

// staging is where records of one kind wait.
type staging struct {
	layout
	to *duck.Appender
	n  int64
}

// stagedName is the staging table of a kind.
func stagedName(k record.Kind) string { return "staged_" + string(k) }

// stageRecords lets the caller put records in, to wait until all are there.
func (l *load) stageRecords(ctx context.Context) error {
	if l.opt.Records == nil {
		return nil
	}
	for _, y := range layouts() {
		fields := map[string]any{"Staged": stagedName(y.kind), "Columns": strings.Join(y.columns, ", ")}
		if _, err := run(ctx, l.conn, "staged_create", fields); err != nil {
			return err
		}
	}
	links := map[string]any{"Staged": "staged_links", "Columns": "a VARCHAR, b VARCHAR, source VARCHAR, kind VARCHAR"}
	if _, err := run(ctx, l.conn, "staged_create", links); err != nil {
		return err
	}
	sink := &recordSink{kinds: map[record.Kind]*staging{}, following: map[[2]string]bool{}}
	err := l.conn.Raw(func(c any) error {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("take records in: not a driver connection")
		}
		sink.raw = raw
		return errors.Join(l.opt.Records(ctx, sink), sink.close())
	})
	if err != nil {
		return err
	}
	l.recordRejects = sink.rejected
	if l.opt.Reports != nil {
		l.recordReports = l.opt.Reports()
	}
	b := &l.out.Batch
	for _, r := range l.recordReports {
		b.Rows, b.Accepted, b.Rejected = b.Rows+r.Rows, b.Accepted+r.Accepted, b.Rejected+r.Rejected
	}
	l.staged = sink
	return nil
}

// File says which file the next records are from.
func (s *recordSink) File(no int) { s.file = int32(no) }

// Reject keeps a row that could not be used.
func (s *recordSink) Reject(r value.Rejection) error {
	s.rejected = append(s.rejected, r)
	return nil
}

// Put keeps a record.
func (s *recordSink) Put(r record.Record) error {
	to, err := s.staging(r.Kind())
	if err != nil {
		return err
	}
	s.seq++
	to.n++
	if err := to.to.AppendRow(append(to.values(r), s.file, s.seq)...); err != nil {
		return fmt.Errorf("take in a record of %s: %w", r.Kind(), err)
	}
	return s.link(r)
}

// staging is where a kind's records wait.
func (s *recordSink) staging(k record.Kind) (*staging, error) {
	if to := s.kinds[k]; to != nil {
		return to, nil
	}
	for _, y := range layouts() {
		if y.kind != k {
			continue
		}
		a, err := duck.NewAppender(s.raw, "temp", "", stagedName(k))
		if err != nil {
			return nil, fmt.Errorf("take in records of %s: %w", k, err)
		}
		s.kinds[k] = &staging{layout: y, to: a}
		return s.kinds[k], nil
	}
	return nil, fmt.Errorf("take in records of %s: no such kind", k)
}

// linksRemembered is how many of the latest links are known, so that those of
// a customer's many records are kept once; the others are told apart later.
const linksRemembered = 100_000

// link keeps that the identifiers of a record are one person's.
func (s *recordSink) link(r record.Record) (err error) {
	source, ids := identified(r)
	if len(ids) < 2 {
		return nil
	}
	if s.links == nil {
		if s.links, err = duck.NewAppender(s.raw, "temp", "", "staged_links"); err != nil {
			return fmt.Errorf("take in identifiers: %w", err)
		}
	}
	for _, b := range ids[1:] {
		pair := [2]string{ids[0], b}
		if s.following[pair] {
			continue
		}
		if len(s.following) >= linksRemembered {
			clear(s.following)
		}
		s.following[pair] = true
		if err := s.links.AppendRow(ids[0], b, source, string(r.Kind()), s.file, s.seq); err != nil {
			return fmt.Errorf("take in identifiers: %w", err)
		}
	}
	return nil
}

// close writes out what is held back.
func (s *recordSink) close() (err error) {
	for _, to := range s.kinds {
		err = errors.Join(err, to.to.Close())
	}
	if s.links != nil {
		err = errors.Join(err, s.links.Close())
	}
	return err
}

// mergeRecords moves what is staged into the tables.
func (l *load) mergeRecords(ctx context.Context) error {
	if l.staged == nil {
		return nil
	}
	for _, y := range layouts() {
		if to := l.staged.kinds[y.kind]; to == nil || to.n == 0 {
			continue
		}
		if err := l.mergeKind(ctx, y); err != nil {
			return fmt.Errorf("merge %s: %w", y.kind, err)
		}
	}
	if err := l.dropVanished(ctx); err != nil {
		return fmt.Errorf("drop refunds that are no more: %w", err)
	}
	_, err := run(ctx, l.conn, "links_add", nil, l.out.Batch.ID)
	return err
}

// dropVanished takes out the refunds that an order's row told of before and
// tells of no more.
func (l *load) dropVanished(ctx context.Context) error {
	if to := l.staged.kinds[record.Orders]; to == nil || to.n == 0 {
		return nil
	}
	_, err := run(ctx, l.conn, "refunds_vanished", map[string]any{"Batch": l.out.Batch.ID})
	return err
}

// mergeFields are what the questions of a merge need to know of a kind.
func (y layout) mergeFields() map[string]any {
	kepts := make([]string, len(y.columns))
	for i, c := range y.columns {
		kepts[i] = kept(c)
	}
	return map[string]any{
		"Table": string(y.kind), "Staged": stagedName(y.kind), "Kind": quote(string(y.kind)),
		"Key": strings.Join(y.key, ", "), "Together": strings.Join(y.together(), ", "), "Hashed": hashed(y.together()),
		"Names": strings.Join(y.names(), ", "), "Kept": strings.Join(kepts, ", "),
		"Counted": y.counted, "Grouped": len(y.group) > 0, "Occurrence": y.kind == record.Orders,
	}
}

// hashed is the text of a key of which the MD5 is kept.
func hashed(columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = "coalesce(" + c + "::VARCHAR, '')"
	}
	return "concat_ws(chr(31), " + strings.Join(parts, ", ") + ")"
}

// mergeKind replaces and adds records of one kind, and counts them.
func (l *load) mergeKind(ctx context.Context, y layout) error {
	f := y.mergeFields()
	var first, once bool
	err := ask(ctx, l.conn, "arrived_how", f, func(r *sql.Rows) error { return r.Scan(&first, &once) })
	if err != nil {
		return err
	}
	f["Once"], f["First"] = once, first && once
	if _, err := run(ctx, l.conn, "arrived", f); err != nil {
		return err
	}
	var c value.Change
	if first && once {
		// Nothing can be the same or replaced: what is staged is added as it is.
		err = ask(ctx, l.conn, "arrived_first", f, func(r *sql.Rows) error { return r.Scan(&c.New) })
	} else {
		c, err = l.replace(ctx, f)
	}
	if err != nil {
		return err
	}
	if _, err := run(ctx, l.conn, "arrived_add", f, l.out.Batch.ID); err != nil {
		return err
	}
	l.changed(y.kind, c)
	return nil
}

// replace takes out of the arrivals what is kept already, and out of what is
// kept what they replace.
func (l *load) replace(ctx context.Context, f map[string]any) (c value.Change, err error) {
	batch := l.out.Batch.ID
	if _, err := run(ctx, l.conn, "arrived_same", f); err != nil {
		return c, err
	}
	if _, err := run(ctx, l.conn, "same_seen", f, batch); err != nil {
		return c, err
	}
	if _, err := run(ctx, l.conn, "same_drop", f); err != nil {
		return c, err
	}
	var came int64
	err = ask(ctx, l.conn, "arrived_counts", f, func(r *sql.Rows) error { return r.Scan(&c.Unchanged, &c.Replaced, &came) })
	if err != nil {
		return c, err
	}
	c.New = came - c.Replaced
	if c.Replaced > 0 {
		if _, err := run(ctx, l.conn, "replaced_keep", f, batch); err != nil {
			return c, err
		}
		if _, err := run(ctx, l.conn, "replaced_drop", f); err != nil {
			return c, err
		}
	}
	return c, nil
}
