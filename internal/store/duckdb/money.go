package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/perennial-clv/perennial/internal/value"
)

// facts are what is kept, as far as money depends on it: what is not there
// need not be joined.
type facts struct {
	currencies                              []string // of what counts, the most frequent first
	exported                                bool     // some orders say what their amounts are made of
	refunds, persons, tickets, lines, costs bool
	undated                                 int64 // refunds with neither a date nor an order
}

// unnamed is the currency that amounts without one are taken to be in: that of
// all the others, where they have but one. Empty when every amount names its
// currency, when none does, or when the others have several.
func (k facts) unnamed() string {
	if len(k.currencies) != 2 || !slices.Contains(k.currencies, "") {
		return ""
	}
	return k.currencies[0] + k.currencies[1]
}

// factsOf looks at what is kept.
func factsOf(ctx context.Context, conn *sql.Conn) (out facts, err error) {
	err = ask(ctx, conn, "ledger_currencies", nil, func(r *sql.Rows) error {
		var code string
		var exported bool
		err := r.Scan(&code, &exported)
		out.currencies, out.exported = append(out.currencies, code), out.exported || exported
		return err
	})
	if err != nil {
		return out, err
	}
	err = ask(ctx, conn, "ledger_facts", nil, func(r *sql.Rows) error {
		return r.Scan(&out.refunds, &out.persons, &out.tickets, &out.lines, &out.costs, &out.undated)
	})
	return out, err
}

// moneyFields fill in the questions about money: what they join, and what the
// terms make of it.
type moneyFields struct {
	terms         value.Terms
	exported      bool
	Basis         string
	ByOrderDate   bool
	Persons       bool
	Refunds       bool
	Costs         bool
	Serve         string // what a ticket costs; empty when nothing does
	ServeCurrency string
	Rates         string // the table of conversions; empty without
	Into          string // the currency they lead to
	unnamed       string // currency of amounts without one; empty: not known
	Kind          string // of the tables and views made: TEMP, or empty
	From, To      string // days, as SQL; empty without
	AsOf          string
}

// newMoneyFields are the fields for terms over what is kept.
func newMoneyFields(t value.Terms, known facts) *moneyFields {
	f := &moneyFields{
		terms: t, exported: known.exported, Basis: string(t.Basis), ByOrderDate: t.Refunds == value.OrderDate,
		unnamed: known.unnamed(), Persons: known.persons && t.Identity != value.AsGiven, Refunds: known.refunds, Costs: known.lines && known.costs,
	}
	if known.tickets && !t.ServeCost.IsZero() {
		f.Serve = t.ServeCost.String()
		f.serveIn(t.Currency)
	}
	return f
}

// serveIn says which currency a ticket's cost is in.
func (f *moneyFields) serveIn(currency string) { f.ServeCurrency = quote(currency) }

// converting reports whether anything is in another currency than wanted.
func (f *moneyFields) converting(known facts) bool {
	return f.terms.Currency != "" && len(known.currencies) > 0 && (len(known.currencies) > 1 || known.currencies[0] != f.terms.Currency)
}

// Plain reports whether orders are worth their amounts, and nothing else
// counts: the case of a log, which must cost nothing to read.
func (f *moneyFields) Plain() bool {
	return !f.exported && !f.Persons && !f.Refunds && f.Serve == "" && f.Rates == ""
}

// Person is who an identifier stands for, joined as alias.
func (f *moneyFields) Person(column, alias string) string {
	if !f.Persons {
		return "coalesce(" + column + ", '')"
	}
	return "coalesce(" + alias + ".person, " + column + ", '')"
}

// Day is the day of a time in the business's own calendar.
func (f *moneyFields) Day(column string) string {
	if f.terms.Zone == value.DefaultZone {
		return column + "::DATE"
	}
	return fmt.Sprintf("((%s AT TIME ZONE 'UTC') AT TIME ZONE %s)::DATE", column, quote(f.terms.Zone))
}

// Parts are the columns of an entry that are money.
func (*moneyFields) Parts() []string {
	return []string{"gross", "discounts", "returns", "shipping", "tax", "cogs", "fees", "serve"}
}

// Convert is a part of an entry in the reporting currency, rounded half away
// from zero to the millionth, without a detour through binary fractions.
func (*moneyFields) Convert(part string) string {
	amount := "(e." + part + "::DECIMAL(24, 6) * 1000000)::HUGEINT"
	return fmt.Sprintf("(((%[1]s * x.factor + sign(%[1]s)::HUGEINT * (x.unit // 2)) // x.unit)::DECIMAL(24, 0) * 0.000001::DECIMAL(6, 6))::%s", amount, moneyType)
}

// Revenue is an entry's net revenue.
func (f *moneyFields) Revenue() string {
	if f.terms.Tax == value.TaxExcluded {
		return "gross - discounts - returns + shipping"
	}
	return "gross - discounts - returns + shipping + tax"
}

// Amount is what an entry is worth on the basis of the terms.
func (f *moneyFields) Amount() string {
	switch f.terms.Basis {
	case value.Gross:
		return "gross"
	case value.Net:
		return "gross - discounts - returns"
	case value.Contribution:
		return f.Revenue() + " - cogs - fees - serve"
	default:
		return f.Revenue()
	}
}
