package duckdb

import (
	"context"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// products reports whether rows of plain logs are kept as lines of orders:
// they are where they say what was bought.
func (l *load) products() bool {
	if !l.opt.Replace {
		return false
	}
	for _, t := range l.plan.Tables {
		if _, ok := t.Roles[source.Product]; ok && isProduct(t) {
			return true
		}
	}
	return false
}

// mergeLines keeps the lines of the orders that were added or replaced, and
// notes that those of the others came again.
func (l *load) mergeLines(ctx context.Context, orders value.Change) error {
	f := map[string]any{"Batch": l.out.Batch.ID, "ManyFiles": l.files > 1, "Some": orders.Unchanged > 0}
	if orders.Unchanged > 0 {
		if _, err := run(ctx, l.conn, "lines_seen", f); err != nil {
			return err
		}
	}
	if orders.Replaced > 0 {
		if _, err := run(ctx, l.conn, "lines_replaced", f); err != nil {
			return err
		}
	}
	_, err := run(ctx, l.conn, "lines_add", f)
	return err
}
