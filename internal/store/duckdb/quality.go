package duckdb

import (
	"context"
	"database/sql"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

var _ store.Quality = (*Store)(nil)

// datedKind says where a kind keeps whom and when its records are about.
type datedKind struct {
	No            int
	Kind, Who, At string
}

// datedKinds are the kinds that stand by themselves; parts of others are not
// counted.
func datedKinds() []datedKind {
	out := []datedKind{
		{0, string(record.Orders), "customer_id", "ordered_at"},
		{0, string(record.Refunds), "", "refunded_at"},
		{0, string(record.Customers), "customer_id", "created_at"},
		{0, string(record.Subscriptions), "customer_id", "coalesce(started_at, created_at)"},
		{0, string(record.Spends), "", "last_day + INTERVAL 12 HOUR"},
		{0, string(record.Tickets), "customer_id", "created_at"},
		{0, string(record.Reviews), "customer_id", "reviewed_at"},
		{0, string(record.Responses), "customer_id", "answered_at"},
		{0, string(record.Events), "customer_id", "happened_at"},
		{0, string(record.Products), "", ""},
	}
	for i := range out {
		out[i].No = i
	}
	return out
}

// asking answers a question of quality.
func (s *Store) asking(ctx context.Context, name string, fields any, scan func(*sql.Rows) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("open the data store", err)
	}
	defer conn.Close()
	return explain("look at the data", ask(ctx, conn, name, fields, scan))
}

// Kept is what there is, by source and kind.
func (s *Store) Kept(ctx context.Context, zone string) (out []value.SourceQuality, err error) {
	return out, s.asking(ctx, "quality_kept", map[string]any{"Kinds": datedKinds(), "Zone": quote(zone)}, func(r *sql.Rows) error {
		var x value.SourceQuality
		var first, last sql.NullTime
		if err := r.Scan(&x.Source, &x.Kind, &x.Records, &x.Unidentified, &first, &last); err != nil {
			return err
		}
		x.First, x.Last = dateOf(first), dateOf(last)
		out = append(out, x)
		return nil
	})
}

// Currencies are orders by currency.
func (s *Store) Currencies(ctx context.Context) (out []value.CurrencyOrders, err error) {
	return out, s.asking(ctx, "quality_currencies", nil, func(r *sql.Rows) error {
		var x value.CurrencyOrders
		var sum string
		if err := r.Scan(&x.Currency, &x.Orders, &sum); err != nil {
			return err
		}
		x.Value, err = value.ParseAmount(sum)
		out = append(out, x)
		return err
	})
}

// Gaps are stretches of days without orders.
func (s *Store) Gaps(ctx context.Context, zone string) (out []store.Gap, err error) {
	return out, s.asking(ctx, "quality_gaps", map[string]any{"Zone": quote(zone)}, func(r *sql.Rows) error {
		var x store.Gap
		var from, to sql.NullTime
		if err := r.Scan(&x.Source, &from, &to, &x.Days, &x.Usual, &x.Judged); err != nil {
			return err
		}
		x.From, x.To = dateOf(from), dateOf(to)
		out = append(out, x)
		return nil
	})
}

// found reads things found: how many, then of each its record, customer, time,
// currency, amount, and what more holds.
func (s *Store) found(ctx context.Context, name string, more ...any) (out store.Found, each [][]any, err error) {
	err = s.asking(ctx, name, nil, func(r *sql.Rows) error {
		var x value.FindingExample
		var at sql.NullTime
		var sum string
		own := make([]any, len(more))
		for i := range more {
			own[i] = new(any)
		}
		if err := r.Scan(append([]any{&out.Count, &x.Record, &x.Customer, &at, &x.Currency, &sum}, own...)...); err != nil {
			return err
		}
		amount, err := value.ParseAmount(sum)
		if err != nil {
			return err
		}
		x.Amount = &amount
		if at.Valid {
			x.At = at.Time.UTC().Truncate(time.Second)
		}
		for i := range own {
			own[i] = *own[i].(*any)
		}
		out.Examples, each = append(out.Examples, x), append(each, own)
		return nil
	})
	return out, each, err
}
