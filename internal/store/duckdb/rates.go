package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// AddRates keeps rates of exchange, the later of one day.
func (s *Store) AddRates(ctx context.Context, rates []value.Rate, source string) (value.Change, error) {
	var out value.Change
	err := s.change(ctx, "keep the rates", func(conn *sql.Conn) error {
		if _, err := run(ctx, conn, "rates_staged", nil); err != nil {
			return err
		}
		if err := stageRates(conn, rates); err != nil {
			return err
		}
		var came int64
		err := ask(ctx, conn, "rates_counts", nil, func(r *sql.Rows) error { return r.Scan(&out.Unchanged, &out.Replaced, &came) })
		if err != nil {
			return err
		}
		out.New = came - out.Unchanged - out.Replaced
		_, err = run(ctx, conn, "rates_add", map[string]any{"Source": quote(source)})
		return err
	})
	return out, err
}

// stageRates puts rates where they wait.
func stageRates(conn *sql.Conn, rates []value.Rate) error {
	return appendRows(conn, "temp", "staged_rates", func(row func(...driver.Value) error) error {
		for i, r := range rates {
			if err := row(r.Base, r.Currency, r.Day.Time(), r.Rate.String(), int64(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

// appendRows fills a table row by row.
func appendRows(conn *sql.Conn, catalog, table string, fill func(row func(...driver.Value) error) error) error {
	return conn.Raw(func(c any) error {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("append rows: not a driver connection")
		}
		to, err := duck.NewAppender(raw, catalog, "", table)
		if err != nil {
			return fmt.Errorf("append rows: %w", err)
		}
		return errors.Join(fill(to.AppendRow), to.Close())
	})
}

// Rates lists the rates kept.
func (s *Store) Rates(ctx context.Context) ([]value.RateSeries, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain("open the data store", err)
	}
	defer conn.Close()
	out := []value.RateSeries{}
	err = ask(ctx, conn, "rates_list", nil, func(r *sql.Rows) error {
		var x value.RateSeries
		var first, last sql.NullTime
		if err := r.Scan(&x.Base, &x.Currency, &x.Days, &first, &last, &x.Latest, &x.Source); err != nil {
			return err
		}
		x.First, x.Last = dateOf(first), dateOf(last)
		out = append(out, x)
		return nil
	})
	return out, explain("list the rates", err)
}
