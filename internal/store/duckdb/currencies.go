package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// A row's currency is its place in the load's list, from 1; 0 stands for none
// and unlistedCurrency for one the list does not have.
const (
	unlistedCurrency = 255
	maxCurrencies    = 200
	currencySample   = 50_000 // rows looked at to make the list
)

// listCurrencies lists the currencies of all tables; limit bounds the rows
// looked at, 0 looks at all.
func (l *load) listCurrencies(ctx context.Context, limit int) error {
	for _, t := range l.plan.Tables {
		if t.Currency != "" {
			l.addCurrency(t.Currency)
		}
		if _, ok := t.Roles[source.Currency]; !ok {
			continue
		}
		f := map[string]any{"Currency": currencyExpr(t), "From": fromExpr(t), "Limit": limit}
		err := ask(ctx, l.conn, "currencies_sample", f, func(r *sql.Rows) error {
			var code string
			err := r.Scan(&code)
			l.addCurrency(code)
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(l.currencies) > maxCurrencies {
		return value.Errorf(value.BadInput, "the currency column holds more than %d different values", maxCurrencies).
			WithHint("Currencies are codes such as EUR; name another column or none")
	}
	return nil
}

func (l *load) addCurrency(code string) {
	if !slices.Contains(l.currencies, code) {
		l.currencies = append(l.currencies, code)
	}
}

// currencyCode is a row's place in the list.
func currencyCode(t source.Table, list []string) string {
	if len(list) == 0 {
		return "0"
	}
	c := currencyExpr(t)
	slow := fmt.Sprintf("CASE WHEN %s IS NULL THEN 0 ELSE coalesce(list_position(%s, %s), %d) END", c, quoteList(list), c, unlistedCurrency)
	if _, ok := t.Roles[source.Currency]; !ok {
		return slow
	}
	// Nearly every row holds the first code just as it is listed.
	return fmt.Sprintf("CASE WHEN %s = %s THEN 1 ELSE %s END", roleText(t, source.Currency), quote(list[0]), slow)
}
