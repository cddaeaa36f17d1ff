package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Batches lists imports, newest first.
func (s *Store) Batches(ctx context.Context) ([]value.Batch, error) {
	var out []value.Batch
	err := s.batches(ctx, func(b value.Batch, _ []string) { out = append(out, b) })
	return out, explain("list imports", err)
}

// Known tells which fingerprints were imported before.
func (s *Store) Known(ctx context.Context, fingerprints []string) (map[string]value.Batch, error) {
	wanted := map[string]bool{}
	for _, f := range fingerprints {
		wanted[f] = true
	}
	out := map[string]value.Batch{}
	err := s.batches(ctx, func(b value.Batch, prints []string) {
		for _, p := range prints {
			if _, have := out[p]; wanted[p] && !have {
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
		var first, last sql.NullTime
		err := r.Scan(&b.ID, &files, &prints, &b.ImportedAt, &currency, &b.Understood, &b.Rows, &b.Accepted,
			&b.Rejected, &b.New, &b.Replaced, &b.Unchanged, &first, &last)
		if err != nil {
			return err
		}
		b.First, b.Last = dateOf(first), dateOf(last)
		var fingerprints []string
		if err := errors.Join(json.Unmarshal([]byte(files), &b.Files), json.Unmarshal([]byte(prints), &fingerprints)); err != nil {
			return fmt.Errorf("read import %d: %w", b.ID, err)
		}
		emit(b, fingerprints)
		return nil
	})
}

// KeepRejections files the rows a batch left out.
func (s *Store) KeepRejections(ctx context.Context, batch int64, rows []value.Rejection) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("keep rejected rows", err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) (err error) {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("not a driver connection")
		}
		a, err := duck.NewAppender(raw, "", "", "rejections")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		for _, r := range rows {
			if err := a.AppendRow(batch, r.File, r.Line, r.Column, r.Value, r.Reason); err != nil {
				return err
			}
		}
		return nil
	})
	return explain("keep rejected rows", err)
}
