package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// ledgerState is what is known of the ledger without reading it.
type ledgerState struct {
	Currency string `json:"currency"` // of every amount in it
	// Unnamed reports that some amounts name no currency and are taken to be
	// in that of the others.
	Unnamed bool `json:"unnamed,omitempty"`
	// Problem says why its amounts cannot be added up, and Hint what to do;
	// empty when they can.
	Problem string `json:"problem,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// relink brings the views over what is kept up to date with it.
func (l *load) relink(ctx context.Context) error {
	if !l.opt.Replace {
		_, err := l.conn.ExecContext(ctx, mustQuestion("ledger_plain"))
		return err
	}
	return relink(ctx, l.conn)
}

// relink rewrites the ledger for what is kept, under the terms of the latest
// scoring, so that customers' orders fit their scores; before any, under the
// workspace's.
func relink(ctx context.Context, conn *sql.Conn) error {
	if err := knowPersons(ctx, conn); err != nil {
		return err
	}
	terms, err := ledgerTerms(ctx, conn)
	if err != nil {
		return err
	}
	state, err := writeLedger(ctx, conn, terms, "")
	if err != nil {
		return err
	}
	return keepSetting(ctx, conn, "ledger", state)
}

// writeLedger makes the views over what is kept, for all or, as TEMP, for one
// connection.
func writeLedger(ctx context.Context, conn *sql.Conn, terms value.Terms, kind string) (state ledgerState, err error) {
	known, err := factsOf(ctx, conn)
	if err != nil {
		return state, err
	}
	f := newMoneyFields(terms, known)
	f.Kind = kind
	if terms.Basis != value.Contribution {
		f.Costs, f.Serve = false, ""
	}
	if state, err = f.settle(ctx, conn, known); err != nil {
		return state, err
	}
	for _, view := range []string{"sales", "ledger"} {
		if _, err := run(ctx, conn, view, f); err != nil {
			return state, err
		}
	}
	return state, nil
}

// settle finds the one currency of the ledger, with rates where it takes
// some, or says what stands in the way.
func (f *moneyFields) settle(ctx context.Context, conn *sql.Conn, known facts) (state ledgerState, err error) {
	to := f.terms.Currency
	state.Unnamed = f.unnamed != ""
	switch {
	case len(known.currencies) == 0:
		state.Currency = to
	case to == "" && f.unnamed != "", to != "" && f.unnamed == to:
		state.Currency = f.unnamed
	case to == "" && len(known.currencies) > 1:
		state.Currency = known.currencies[0]
		state.Problem = fmt.Sprintf("the orders are in %d currencies, which cannot be added up without rates: %s",
			len(known.currencies), strings.Join(named(known.currencies), ", "))
		state.Hint = "Import rates of exchange with `perennial rates import FILE`, and choose a currency with `perennial definition set --currency`"
	case !f.converting(known):
		state.Currency = known.currencies[0]
	default:
		state.Currency = to
		var missing *value.Error
		if err = f.convert(ctx, conn); errors.As(err, &missing) {
			state.Problem, state.Hint, err = missing.Message, missing.Hint, nil
			f.Rates = ""
		}
	}
	if f.Serve != "" && state.Problem == "" {
		f.serveIn(state.Currency)
	}
	return state, err
}

// Mixed are the currencies of what is kept, for people, the most frequent
// first, where they are several that cannot be added up without rates.
func (s *Store) Mixed(ctx context.Context) ([]string, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain("open the data store", err)
	}
	defer conn.Close()
	known, err := factsOf(ctx, conn)
	if err != nil || len(known.currencies) < 2 || known.unnamed() != "" {
		return nil, explain("read the currencies", err)
	}
	return named(known.currencies), nil
}

// named are currency codes for people.
func named(codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		if out[i] = c; c == "" {
			out[i] = "no currency"
		}
	}
	return out
}

// ledgerOf is what is known of the ledger of the store.
func ledgerOf(ctx context.Context, conn *sql.Conn) (state ledgerState, err error) {
	found, err := setting(ctx, conn, "ledger", &state)
	if err == nil && !found {
		// A single log, which has one currency.
		err = conn.QueryRowContext(ctx, "SELECT coalesce(max(currency), '') FROM batches").Scan(&state.Currency)
	}
	return state, err
}

// currency is the one currency, or an error.
func (s ledgerState) currency() (string, error) {
	if s.Problem != "" {
		return "", value.Errorf(value.BadInput, "%s", s.Problem).WithHint("%s", s.Hint)
	}
	return s.Currency, nil
}
