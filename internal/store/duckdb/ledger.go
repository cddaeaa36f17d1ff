package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// ledgerState is what is known of the ledger without reading it.
type ledgerState struct {
	Currency string `json:"currency"` // of every amount in it
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

// relink rewrites the ledger for what is kept and the workspace's definition.
func relink(ctx context.Context, conn *sql.Conn) error {
	if _, err := run(ctx, conn, "ledger", nil); err != nil {
		return err
	}
	state, err := ledgerStateOf(ctx, conn)
	if err != nil {
		return err
	}
	return keepSetting(ctx, conn, "ledger", state)
}

// ledgerStateOf judges whether what is kept can be added up.
func ledgerStateOf(ctx context.Context, conn *sql.Conn) (state ledgerState, err error) {
	var codes []string
	err = ask(ctx, conn, "ledger_currencies", nil, func(r *sql.Rows) error {
		var code string
		err := r.Scan(&code)
		codes = append(codes, code)
		return err
	})
	if err != nil || len(codes) == 0 {
		return state, err
	}
	if state.Currency = codes[0]; len(codes) > 1 {
		state.Problem = fmt.Sprintf("the orders are in %d currencies, which cannot be added up without rates: %s", len(codes), strings.Join(named(codes), ", "))
		state.Hint = "Import rates of exchange with `perennial rates import FILE`"
	}
	return state, nil
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

// ledgerCurrency is the currency of the ledger; an error when its amounts
// cannot be added up.
func ledgerCurrency(ctx context.Context, conn *sql.Conn) (string, error) {
	var state ledgerState
	found, err := setting(ctx, conn, "ledger", &state)
	if err != nil {
		return "", err
	}
	if state.Problem != "" {
		return "", value.Errorf(value.BadInput, "%s", state.Problem).WithHint("%s", state.Hint)
	}
	if !found { // a single plain log
		err = conn.QueryRowContext(ctx, "SELECT coalesce(max(currency), '') FROM batches").Scan(&state.Currency)
	}
	return state.Currency, err
}

// setting reads one of the workspace's settings.
func setting(ctx context.Context, conn *sql.Conn, name string, into any) (found bool, err error) {
	var text string
	err = conn.QueryRowContext(ctx, mustQuestion("setting"), name).Scan(&text)
	if err == sql.ErrNoRows {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return false, fmt.Errorf("read setting %s: %w", name, err)
	}
	return true, nil
}

// keepSetting keeps one of the workspace's settings.
func keepSetting(ctx context.Context, conn *sql.Conn, name string, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("keep setting %s: %w", name, err)
	}
	_, err = run(ctx, conn, "setting_keep", nil, name, string(text))
	return err
}
