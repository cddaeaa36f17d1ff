package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"strings"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

var (
	_ store.Money = (*Store)(nil)
	_ store.Rates = (*Store)(nil)
)

// Value is the ladder of a period.
func (s *Store) Value(ctx context.Context, t value.Terms, p value.Period) (value.Ladder, error) {
	var out value.Ladder
	t, err := t.WithDefaults()
	if err != nil {
		return out, err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return out, explain("open the data store", err)
	}
	defer conn.Close()
	// One transaction sees one state of the store, whatever is imported meanwhile.
	err = inTransaction(ctx, conn, func() error { out, err = ladder(ctx, conn, t, p); return err })
	return out, explain("add up what customers are worth", err)
}

// ladder adds up a period under terms.
func ladder(ctx context.Context, conn *sql.Conn, t value.Terms, p value.Period) (out value.Ladder, err error) {
	known, err := factsOf(ctx, conn)
	if err != nil {
		return out, err
	}
	f := newMoneyFields(t, known)
	f.Kind = "TEMP"
	f.From, f.To, f.AsOf = daySQL(p.From), daySQL(p.To), daySQL(p.AsOf)
	converting := f.converting(known)
	if f.Serve != "" && t.Currency == "" && len(known.currencies) > 0 {
		if len(known.currencies) > 1 && f.unnamed == "" {
			return out, value.Errorf(value.Invalid, "the cost of a ticket is in no currency while the orders are in %s", strings.Join(named(known.currencies), ", ")).
				WithHint("Choose the currency to report in with --currency")
		}
		f.serveIn(cmp.Or(f.unnamed, known.currencies[0]))
	}
	out = value.Ladder{Undated: known.undated}
	if out.Rungs, err = f.rungs(ctx, conn); err != nil {
		return out, err
	}
	if t.Currency != "" {
		if out.Total, err = f.total(ctx, conn, converting, out.Rungs); err != nil {
			return out, err
		}
	}
	if known.lines && !known.costs {
		out.NothingCosted()
	}
	// A period that ends knows of refunds after its end: of what it is as of is
	// not told by its last day.
	if p.AsOf.IsZero() && p.To.IsZero() {
		for _, r := range out.Rungs {
			if p.AsOf.Before(r.Last) {
				p.AsOf = r.Last
			}
		}
	}
	out.Definition = value.DefineLadder(t, p)
	if f.unnamed != "" {
		out.Definition.TakeUnnamed(f.unnamed)
	}
	return out, nil
}

// total is everything in the reporting currency.
func (f *moneyFields) total(ctx context.Context, conn *sql.Conn, converting bool, own []value.Rung) (*value.Rung, error) {
	if len(own) == 1 && own[0].Currency == f.terms.Currency {
		return &own[0], nil
	}
	if converting {
		if err := f.convert(ctx, conn); err != nil {
			return nil, err
		}
	}
	all, err := f.rungs(ctx, conn)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Currency == f.terms.Currency {
			return &all[i], nil
		}
	}
	empty := value.Rung{Currency: f.terms.Currency}
	empty.Complete(f.terms)
	return &empty, nil
}

// rungs are the sums by currency.
func (f *moneyFields) rungs(ctx context.Context, conn *sql.Conn) (out []value.Rung, err error) {
	out = []value.Rung{}
	err = ask(ctx, conn, "ladder", f, func(r *sql.Rows) error {
		var x value.Rung
		var lines, costed int64
		var first, last sql.NullTime
		sums := make([]string, 10)
		err := r.Scan(&x.Currency, &sums[0], &sums[1], &sums[2], &sums[3], &sums[4], &sums[5], &sums[6], &sums[7],
			&x.Orders, &x.Customers, &x.Refunds, &x.UnidentifiedOrders, &sums[8], &sums[9], &lines, &costed, &x.TaxUnstated, &first, &last)
		if err != nil {
			return err
		}
		for i, to := range []*value.Amount{&x.Gross, &x.Discounts, &x.Returns, &x.Shipping, &x.Tax, &x.COGS, &x.Fees, &x.CostToServe,
			&x.UnidentifiedRevenue, &x.UnidentifiedValue} {
			if *to, err = value.ParseAmount(sums[i]); err != nil {
				return err
			}
		}
		if x.Lines = lines; lines > 0 {
			share := float64(costed) / float64(lines)
			x.CostKnown = &share
		}
		x.First, x.Last = dateOf(first), dateOf(last)
		x.Complete(f.terms)
		out = append(out, x)
		return nil
	})
	return out, err
}

// daySQL is a day as SQL; empty for none.
func daySQL(d value.Date) string {
	if d.IsZero() {
		return ""
	}
	return "DATE " + quote(d.String())
}
