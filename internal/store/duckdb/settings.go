package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/perennial-clv/perennial/internal/value"
)

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

// termsOf are the workspace's own terms.
func termsOf(ctx context.Context, conn *sql.Conn) (t value.Terms, err error) {
	if _, err := setting(ctx, conn, "terms", &t); err != nil {
		return t, err
	}
	return t.WithDefaults()
}

// ledgerTerms are those the ledger is made under: those of the latest scoring,
// else the workspace's.
func ledgerTerms(ctx context.Context, conn *sql.Conn) (t value.Terms, err error) {
	found, err := setting(ctx, conn, "ledger_terms", &t)
	if err != nil || found {
		return t, err
	}
	return termsOf(ctx, conn)
}

// Terms are the workspace's own terms.
func (s *Store) Terms(ctx context.Context) (value.Terms, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return value.Terms{}, explain("open the data store", err)
	}
	defer conn.Close()
	t, err := termsOf(ctx, conn)
	return t, explain("read the definition", err)
}

// ScoredTerms are those of the latest scoring; nil before any.
func (s *Store) ScoredTerms(ctx context.Context) (*value.Terms, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain("open the data store", err)
	}
	defer conn.Close()
	var t value.Terms
	found, err := setting(ctx, conn, "ledger_terms", &t)
	if err != nil || !found {
		return nil, explain("read the definition of the scores", err)
	}
	return &t, nil
}

// SetTerms makes other terms the workspace's own.
func (s *Store) SetTerms(ctx context.Context, t value.Terms) error {
	t, err := t.WithDefaults()
	if err != nil {
		return err
	}
	return s.change(ctx, "keep the definition", func(conn *sql.Conn) error { return keepSetting(ctx, conn, "terms", t) })
}

// change changes something the ledger depends on, and the ledger with it.
func (s *Store) change(ctx context.Context, doing string, do func(*sql.Conn) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("open the data store", err)
	}
	defer conn.Close()
	return explain(doing, inTransaction(ctx, conn, func() error {
		if err := do(conn); err != nil {
			return err
		}
		return relink(ctx, conn)
	}))
}
