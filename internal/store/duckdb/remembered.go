package duckdb

import (
	"context"

	"github.com/perennial-clv/perennial/internal/store"
)

var _ store.Remembered = (*Store)(nil)

// Setting reads what was kept under a name.
func (s *Store) Setting(ctx context.Context, name string, into any) (found bool, err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return false, explain("open the data store", err)
	}
	defer conn.Close()
	found, err = setting(ctx, conn, name, into)
	return found, explain("read settings", err)
}

// KeepSetting keeps something under a name.
func (s *Store) KeepSetting(ctx context.Context, name string, what any) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("open the data store", err)
	}
	defer conn.Close()
	return explain("keep settings", inTransaction(ctx, conn, func() error { return keepSetting(ctx, conn, name, what) }))
}
