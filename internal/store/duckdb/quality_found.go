package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Duplicates are orders of one customer and amount in one minute.
func (s *Store) Duplicates(ctx context.Context) (store.Found, error) {
	out, more, err := s.found(ctx, "quality_duplicates", nil, nil)
	for i, m := range more {
		out.Examples[i].Says = fmt.Sprintf("%v orders, %s to %v", m[1], out.Examples[i].Record, m[0])
	}
	return out, err
}

// CountedTwice are orders that two sources have.
func (s *Store) CountedTwice(ctx context.Context) (out []store.Overlap, err error) {
	return out, s.asking(ctx, "quality_twice", nil, func(r *sql.Rows) error {
		var x store.Overlap
		err := r.Scan(&x.A, &x.B, &x.Orders, &x.OfA, &x.OfB, &x.FirstA, &x.FirstB)
		out = append(out, x)
		return err
	})
}

// Outliers are orders far above all others.
func (s *Store) Outliers(ctx context.Context) (store.Found, error) {
	out, more, err := s.found(ctx, "quality_outliers", nil)
	for i, m := range more {
		out.Examples[i].Says = fmt.Sprintf("%.0f times the median", m[0])
	}
	return out, err
}

// Lineless counts orders without lines.
func (s *Store) Lineless(ctx context.Context) (out []store.SourceCount, err error) {
	return out, s.asking(ctx, "quality_lineless", nil, func(r *sql.Rows) error {
		var x store.SourceCount
		err := r.Scan(&x.Source, &x.Count, &x.Of)
		out = append(out, x)
		return err
	})
}

// Overrefunded are orders of which more went back than was paid.
func (s *Store) Overrefunded(ctx context.Context) (store.Found, error) {
	out, more, err := s.found(ctx, "quality_overrefunded", nil, nil)
	for i, m := range more {
		paid, back := amountOf(m[0]), amountOf(m[1])
		out.Examples[i].Says = fmt.Sprintf("%s went back of %s", back, paid)
	}
	return out, err
}

// amountOf is an amount as it is shown.
func amountOf(text any) string {
	a, err := value.ParseAmount(fmt.Sprint(text))
	if err != nil {
		return fmt.Sprint(text)
	}
	return a.String()
}

// StrayRefunds are refunds of orders that are not there.
func (s *Store) StrayRefunds(ctx context.Context) (store.Found, error) {
	out, _, err := s.found(ctx, "quality_stray")
	return out, err
}

// RejectedReasons are the rows left out, by file and reason.
func (s *Store) RejectedReasons(ctx context.Context, batch int64) (out []value.RejectedReason, err error) {
	return out, s.asking(ctx, "quality_rejected", map[string]any{"Batch": batch}, func(r *sql.Rows) error {
		var x value.RejectedReason
		err := r.Scan(&x.Import, &x.File, &x.Column, &x.Reason, &x.Rows, &x.Value, &x.Line)
		out = append(out, x)
		return err
	})
}
