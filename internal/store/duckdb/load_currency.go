package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// currencyRows is a currency and how many usable rows are in it.
type currencyRows struct {
	code string // empty: the log does not say
	rows int64
}

// oneCurrency refuses to add up different money.
func (l *load) oneCurrency(ctx context.Context) error {
	all, err := l.foundCurrencies(ctx)
	if err != nil {
		return err
	}
	switch {
	case l.opt.Currency == "" && len(all) > 1 && l.opt.Replace:
		l.byCurrency = true
	case l.opt.Currency == "" && len(all) > 1:
		return mixture(all)
	case l.opt.Currency == "":
		l.out.Currency = all[0].code
	default:
		l.out.Currency = strings.ToUpper(l.opt.Currency)
		if len(all) > 1 || all[0].code != "" { // otherwise the user says what the log does not
			err = l.dropForeign(ctx, all)
		}
	}
	return err
}

// foundCurrencies are those of usable rows, most frequent first.
func (l *load) foundCurrencies(ctx context.Context) (all []currencyRows, err error) {
	if len(l.currencies) == 0 {
		return []currencyRows{{"", l.out.Batch.Accepted}}, nil
	}
	err = ask(ctx, l.conn, "incoming_currencies", nil, func(r *sql.Rows) error {
		var f currencyRows
		var at int
		err := r.Scan(&at, &f.rows)
		if at > 0 {
			f.code = l.currencies[at-1]
		}
		all = append(all, f)
		return err
	})
	return all, err
}

// mixture is the error of a log in several currencies.
func mixture(all []currencyRows) error {
	parts := make([]string, len(all))
	best := ""
	for i, f := range all {
		code := f.code
		if best == "" {
			best = code
		}
		if code == "" {
			code = "no currency"
		}
		parts[i] = fmt.Sprintf("%s (%d rows)", code, f.rows)
	}
	return value.Errorf(value.BadInput, "the orders are in %d currencies, which cannot be added up: %s", len(all), strings.Join(parts, ", ")).
		WithHint("Take one with --currency %s", best)
}

// dropForeign takes out rows in other currencies and lists them as rejected.
func (l *load) dropForeign(ctx context.Context, all []currencyRows) error {
	at := slices.IndexFunc(all, func(c currencyRows) bool { return c.code == l.out.Currency })
	if at < 0 {
		return value.Errorf(value.BadInput, "no order is in %s", l.out.Currency).WithHint("Most are in %s", all[0].code)
	}
	dropped := l.out.Batch.Accepted - all[at].rows
	if dropped == 0 {
		return nil
	}
	code := 1 + slices.Index(l.currencies, l.out.Currency)
	if err := l.listForeign(ctx, code); err != nil {
		return err
	}
	if _, err := run(ctx, l.conn, "incoming_other_currency", nil, code); err != nil {
		return err
	}
	l.out.Batch.Accepted -= dropped
	l.out.Batch.Rejected += dropped
	l.out.Notices = append(l.out.Notices, value.Notice{Level: "warning", Code: "other-currency",
		Text: fmt.Sprintf("%d rows in other currencies than %s are left out.", dropped, l.out.Currency)})
	return nil
}

// listForeign makes faults of the other currencies that a column states, and
// one rejection a file where the whole file is in another one.
func (l *load) listForeign(ctx context.Context, code int) error {
	rows := map[int]int64{}
	err := ask(ctx, l.conn, "incoming_foreign", map[string]any{"ManyFiles": l.files > 1}, func(r *sql.Rows) error {
		var file int
		var n int64
		err := r.Scan(&file, &n)
		rows[file] = n
		return err
	}, code)
	if err != nil {
		return err
	}
	base := 0
	for number, t := range l.plan.Tables {
		if _, stated := t.Roles[source.Currency]; stated {
			if err := l.foreignValues(ctx, number, t); err != nil {
				return err
			}
		} else {
			l.foreignFiles(t, base, rows)
		}
		base += len(t.Files)
	}
	return nil
}

// foreignValues collects the other currencies as a table's column has them.
func (l *load) foreignValues(ctx context.Context, number int, t source.Table) error {
	f := source.Faults{Column: t.Roles[source.Currency], Reasons: map[string]string{}}
	fields := map[string]any{"RawCurrency": roleText(t, source.Currency), "Currency": currencyExpr(t), "From": fromExpr(t)}
	err := ask(ctx, l.conn, "foreign_read", fields, func(r *sql.Rows) error {
		var raw string
		err := r.Scan(&raw)
		f.Reasons[raw] = "not in " + l.out.Currency
		return err
	}, l.out.Currency)
	if len(f.Reasons) > 0 {
		l.faults[number] = append(l.faults[number], f)
	}
	return err
}

// foreignFiles rejects files of which every row is in another currency.
func (l *load) foreignFiles(t source.Table, base int, rows map[int]int64) {
	for i, f := range t.Files {
		n := rows[base+i]
		if n == 0 {
			continue
		}
		l.structural = append(l.structural, value.Rejection{
			File: f.Path, Value: t.Currency, Reason: fmt.Sprintf("the file is not in %s: all of its %d usable rows", l.out.Currency, n),
		})
		l.unlisted += n - 1
	}
}
