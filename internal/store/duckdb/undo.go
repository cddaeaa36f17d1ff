package duckdb

import (
	"context"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// family is rows of one table that are told apart in one way.
type family struct{ Table, Kind, Where, Hashed string }

// plainOrders are the orders of plain logs, with the key of decision 0004.
func plainOrders() family {
	id := hashed([]string{"order_id", "customer_id", "ordered_at::DATE"})
	none := hashed([]string{"customer_id", "ordered_at", "amount", "occurrence"})
	return family{"orders", "plain_orders", "source = ''", "CASE WHEN order_id IS NULL THEN " + none + " ELSE " + id + " END"}
}

// families are all rows that imports bring.
func families() []family {
	out := []family{plainOrders()}
	for _, y := range layouts() {
		f := family{string(y.kind), quote(string(y.kind)), "true", hashed(y.together())}
		f.Kind = string(y.kind)
		if y.kind == record.Orders {
			f.Where = "source <> ''"
		}
		out = append(out, f)
	}
	return out
}

// Undo takes an import back.
func (s *Store) Undo(ctx context.Context, batch int64) (value.Batch, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	b, err := s.standing(ctx, batch)
	if err != nil {
		return b, err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return b, explain("open the data store", err)
	}
	defer conn.Close()
	b.UndoneAt = time.Now().UTC()
	err = inTransaction(ctx, conn, func() error {
		for _, f := range families() {
			fields := map[string]any{"Table": f.Table, "Kind": quote(f.Kind), "Where": f.Where, "Hashed": f.Hashed, "Batch": batch, "Returning": f.Kind == string(record.Refunds)}
			for _, q := range []string{"undo_fate", "undo_apply"} {
				if _, err := run(ctx, conn, q, fields); err != nil {
					return err
				}
			}
		}
		if _, err := run(ctx, conn, "undo_record", map[string]any{"Batch": batch}, b.UndoneAt); err != nil {
			return err
		}
		if err := forgetSettings(ctx, conn, batch); err != nil {
			return err
		}
		return relink(ctx, conn)
	})
	return b, explain("undo the import", err)
}

// standing is a batch that has not been undone.
func (s *Store) standing(ctx context.Context, batch int64) (value.Batch, error) {
	all, err := s.Batches(ctx)
	if err != nil {
		return value.Batch{}, err
	}
	for _, b := range all {
		if b.ID != batch {
			continue
		}
		if !b.UndoneAt.IsZero() {
			return b, value.Errorf(value.Invalid, "import %d was undone on %s", batch, b.UndoneAt.Format("2 January 2006 at 15:04 UTC")).
				WithHint("Import %s again to have its records back", strings.Join(b.Files, ", "))
		}
		return b, nil
	}
	return value.Batch{}, value.Errorf(value.NotFound, "there is no import %d", batch).WithHint("There are %d, numbered from 1", len(all))
}
