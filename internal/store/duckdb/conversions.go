package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"maps"
	"math/big"
	"slices"
	"sort"
	"time"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/value"
)

// convert makes the table of what one unit of each currency was in the
// reporting currency on each day on which money moved, and has the questions
// that follow use it.
func (f *moneyFields) convert(ctx context.Context, conn *sql.Conn) error {
	wanted, err := f.conversionDays(ctx, conn)
	if err != nil {
		return err
	}
	rates, err := readRates(ctx, conn)
	if err != nil {
		return err
	}
	// The names differ, or everybody's ledger would find the table of one.
	catalog, table := "", "conversions"
	if f.Kind == "TEMP" {
		catalog, table = "temp", "own_conversions"
	}
	f.Rates, f.Into = table, quote(f.terms.Currency)
	if _, err := run(ctx, conn, "conversions_create", map[string]any{"Kind": f.Kind, "Rates": table}); err != nil {
		return err
	}
	return appendRows(conn, catalog, table, func(row func(...driver.Value) error) error {
		for _, w := range wanted {
			from := w.currency
			if from == "" {
				from = f.unnamed
			}
			factor, err := rates.factor(from, f.terms.Currency, w.day)
			if err != nil {
				return err
			}
			number, unit := scaled(factor)
			if err := row(w.currency, w.day.Time(), number, unit); err != nil {
				return err
			}
		}
		return nil
	})
}

// dayCurrency is a day on which money moved in a currency.
type dayCurrency struct {
	currency string
	day      value.Date
}

func (f *moneyFields) conversionDays(ctx context.Context, conn *sql.Conn) (out []dayCurrency, err error) {
	err = ask(ctx, conn, "conversion_days", f, func(r *sql.Rows) error {
		var c string
		var day time.Time
		err := r.Scan(&c, &day)
		out = append(out, dayCurrency{c, value.DateOf(day)})
		return err
	})
	return out, err
}

// scaled is a factor as a whole number of parts of a power of ten, with about
// eighteen digits: as many as fit when an amount is multiplied by them.
func scaled(factor decimal.Decimal) (number, unit *big.Int) {
	const digits = 18
	places := int32(digits - factor.NumDigits() - int(factor.Exponent()))
	places = max(places, 0)
	return factor.Round(places).Shift(places).BigInt(), decimal.New(1, places).BigInt()
}

// quotes are the rates of one unit of a currency in another, oldest first.
type quotes struct {
	days  []value.Date
	rates []decimal.Decimal
}

// exchange is all that is known of rates, by pair: from, to. hubs are the
// currencies in them, in a fixed order.
type exchange struct {
	pairs map[[2]string]*quotes
	hubs  []string
}

// readRates reads all rates kept.
func readRates(ctx context.Context, conn *sql.Conn) (exchange, error) {
	pairs, seen := map[[2]string]*quotes{}, map[string]bool{}
	err := ask(ctx, conn, "rates_read", nil, func(r *sql.Rows) error {
		var base, currency, text string
		var day time.Time
		if err := r.Scan(&base, &currency, &day, &text); err != nil {
			return err
		}
		rate, err := decimal.NewFromString(text)
		if err != nil {
			return err
		}
		pair := [2]string{currency, base}
		q := pairs[pair]
		if q == nil {
			q = &quotes{}
			pairs[pair], seen[currency], seen[base] = q, true, true
		}
		q.days, q.rates = append(q.days, value.DateOf(day)), append(q.rates, rate)
		return nil
	})
	return exchange{pairs, slices.Sorted(maps.Keys(seen))}, err
}

// rate of exchange as a fraction, of which one part is one: so that what is
// quoted the other way round is exact, too.
type fraction struct{ over, under decimal.Decimal }

// at is the rate of one pair on a day, quoted either way round.
func (x exchange) at(from, to string, day value.Date) (fraction, bool) {
	one := decimal.NewFromInt(1)
	if rate, ok := x.pairs[[2]string{from, to}].on(day); ok {
		return fraction{rate, one}, true
	}
	if rate, ok := x.pairs[[2]string{to, from}].on(day); ok {
		return fraction{one, rate}, true
	}
	return fraction{}, false
}

// on is the rate of a day, or the latest of the days before that are near.
func (q *quotes) on(day value.Date) (decimal.Decimal, bool) {
	if q == nil {
		return decimal.Decimal{}, false
	}
	i := sort.Search(len(q.days), func(i int) bool { return day.Before(q.days[i]) }) - 1
	if i < 0 || day.Sub(q.days[i]) > value.RateDays {
		return decimal.Decimal{}, false
	}
	return q.rates[i], true
}

// factor is what one unit of a currency was in another on a day: by a rate of
// the two, else through one that both have rates with.
func (x exchange) factor(from, to string, day value.Date) (decimal.Decimal, error) {
	const places = 30
	if from == to {
		return decimal.NewFromInt(1), nil
	}
	if r, ok := x.at(from, to, day); ok {
		return r.over.DivRound(r.under, places), nil
	}
	for _, hub := range x.hubs {
		a, ok := x.at(from, hub, day)
		if !ok {
			continue
		}
		if b, ok := x.at(hub, to, day); ok {
			return a.over.Mul(b.over).DivRound(a.under.Mul(b.under), places), nil
		}
	}
	if from == "" {
		return decimal.Decimal{}, value.Errorf(value.BadInput, "orders of %s are in no currency: they cannot be converted to %s", day, to).
			WithHint("Import them again with their currency")
	}
	return decimal.Decimal{}, value.Errorf(value.BadInput, "there is no rate of exchange from %s to %s on %s or in the %d days before", from, to, day, value.RateDays).
		WithHint("Import rates with `perennial rates import FILE`")
}
