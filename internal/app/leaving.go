package app

import (
	"context"
	"path/filepath"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// leaving takes records nowhere, and keeps the first rows that are left out.
type leaving struct{ rejected []value.Rejection }

// File implements store.RecordSink.
func (*leaving) File(int) {}

// Put implements store.RecordSink.
func (*leaving) Put(record.Record) error { return nil }

// Reject implements store.RecordSink.
func (l *leaving) Reject(r value.Rejection) error {
	if len(l.rejected) < shownRejects {
		l.rejected = append(l.rejected, r)
	}
	return nil
}

// left are the first rows that a dry run left out.
func (t *taking) left(ctx context.Context, db *duckdb.Store, b value.Batch) ([]value.Rejection, error) {
	if b.Rejected == 0 || t.spool == "" {
		return nil, nil
	}
	list := filepath.Join(t.spool, "left.csv")
	if err := db.ExportRejections(ctx, b.ID, list); err != nil {
		return nil, err
	}
	var out []value.Rejection
	err := eachRejection(list, func(r value.Rejection) bool {
		out = append(out, r)
		return len(out) < shownRejects
	})
	return out, err
}
