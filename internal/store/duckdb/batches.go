package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// Batches lists imports, newest first.
func (s *Store) Batches(ctx context.Context) ([]value.Batch, error) {
	reports, err := s.reports(ctx)
	if err != nil {
		return nil, explain("list imports", err)
	}
	var out []value.Batch
	err = s.batches(ctx, func(b value.Batch, _ []string) {
		b.Reports = reports[b.ID]
		out = append(out, b)
	})
	return out, explain("list imports", err)
}

// Known tells which fingerprints were imported before.
func (s *Store) Known(ctx context.Context, fingerprints []string) (map[string]value.Batch, error) {
	wanted := map[string]bool{}
	for _, f := range fingerprints {
		wanted[f] = true
	}
	reports, err := s.reports(ctx)
	if err != nil {
		return nil, explain("list imports", err)
	}
	out := map[string]value.Batch{}
	err = s.batches(ctx, func(b value.Batch, prints []string) {
		for _, p := range prints {
			if !b.UndoneAt.IsZero() {
				continue
			}
			if _, have := out[p]; wanted[p] && !have {
				b.Reports = reports[b.ID]
				out[p] = b
			}
		}
	})
	return out, explain("list imports", err)
}

// batches hands out each import with its fingerprints.
func (s *Store) batches(ctx context.Context, emit func(value.Batch, []string)) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return ask(ctx, conn, "batches", nil, func(r *sql.Rows) error {
		var b value.Batch
		var files, prints, currency string
		var first, last, undone sql.NullTime
		err := r.Scan(&b.ID, &files, &prints, &b.ImportedAt, &currency, &b.Understood, &b.Rows, &b.Accepted,
			&b.Rejected, &b.New, &b.Replaced, &b.Unchanged, &first, &last, &undone)
		if err != nil {
			return err
		}
		b.First, b.Last = dateOf(first), dateOf(last)
		if undone.Valid {
			b.UndoneAt = undone.Time.UTC()
		}
		var fingerprints []string
		if err := errors.Join(json.Unmarshal([]byte(files), &b.Files), json.Unmarshal([]byte(prints), &fingerprints)); err != nil {
			return fmt.Errorf("read import %d: %w", b.ID, err)
		}
		emit(b, fingerprints)
		return nil
	})
}

// reports are what the files of each batch held.
func (s *Store) reports(ctx context.Context) (map[int64][]value.FileReport, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	out := map[int64][]value.FileReport{}
	return out, ask(ctx, conn, "batch_files", nil, func(r *sql.Rows) error {
		var id int64
		var text string
		var f value.FileReport
		if err := r.Scan(&id, &text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			return fmt.Errorf("read import %d: %w", id, err)
		}
		out[id] = append(out[id], f)
		return nil
	})
}

// ExportRejections writes the rows a batch left out, by file and line.
func (s *Store) ExportRejections(ctx context.Context, batch int64, path string) error {
	rows, err := question("rejections_export", map[string]any{"Batch": batch})
	if err != nil {
		return err
	}
	return s.export(ctx, true, copying{rows, path, "csv"})
}

// FirstOrders are a few of the orders kept.
func (s *Store) FirstOrders(ctx context.Context, n int) (out []record.Order, err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain("open the data store", err)
	}
	defer conn.Close()
	err = ask(ctx, conn, "orders_first", nil, func(r *sql.Rows) error {
		var total int64
		o := record.Order{Gross: record.None, Discount: record.None, Shipping: record.None, Tax: record.None, Fees: record.None, Status: record.Paid}
		if err := r.Scan(&o.Source, &o.ID, &o.Who.External, &o.At, &o.Currency, &total); err != nil {
			return err
		}
		o.At, o.Total = o.At.UTC(), record.Money(total)
		out = append(out, o)
		return nil
	}, n)
	return out, explain("read orders", err)
}
