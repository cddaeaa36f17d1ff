package duckdb

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies, in order, the migrations the database has not seen. Each
// is one transaction.
func (s *Store) migrate(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR PRIMARY KEY)"); err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		var seen int
		key := path.Base(name)
		if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM migrations WHERE name = ?", key).Scan(&seen); err != nil {
			return err
		}
		if seen > 0 {
			continue
		}
		body, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		err = inTransaction(ctx, conn, func() error {
			if _, err := conn.ExecContext(ctx, string(body)); err != nil {
				return err
			}
			_, err := conn.ExecContext(ctx, "INSERT INTO migrations VALUES (?)", key)
			return err
		})
		if err != nil {
			return fmt.Errorf("apply migration %s: %w", key, err)
		}
	}
	return nil
}
