// Package duckdb keeps orders and scores in an embedded DuckDB: a file in the
// data directory, or memory for a single analysis.
//
// It is the only package that knows DuckDB's dialect. It must not know models,
// HTTP or where files come from: it executes a source.Plan and answers the
// roles of package store.
package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync"

	duck "github.com/duckdb/duckdb-go/v2"
)

// Options of Open.
type Options struct {
	Path     string // database file; empty for memory
	TempDir  string // where work that does not fit memory goes
	MemoryMB int    // limit of the engine's own memory; 0: 1,500
	Threads  int    // 0: all cores
}

// Store is an open database. It fulfils the roles of package store.
type Store struct {
	db        *sql.DB
	connector *duck.Connector
	// writing serialises loads and scorings: DuckDB would let the second fail.
	writing sync.Mutex
	rows    scoredRows
	// ordering is held while results leave in the order of their query: that
	// is a setting of the whole database.
	ordering sync.Mutex
}

const defaultMemoryMB = 1500

// fileFormat is the format of new files, for which text is compressed in half
// the time: DuckDB 1.3 and later read it. Files there keep theirs.
const fileFormat = "?storage_compatibility_version=v1.3.0"

// Open opens or creates the database and brings its schema up to date.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.MemoryMB == 0 {
		opt.MemoryMB = defaultMemoryMB
	}
	if opt.Threads == 0 {
		opt.Threads = runtime.GOMAXPROCS(0)
	}
	// Most settings are the database's own: the first connection makes them.
	var once sync.Once
	path := opt.Path
	if path != "" {
		path += fileFormat
	}
	connector, err := duck.NewConnector(path, func(conn driver.ExecerContext) (err error) {
		once.Do(func() { err = configure(ctx, conn, opt) })
		if err != nil {
			return err
		}
		return set(ctx, conn, "SET TimeZone = 'UTC'", "SET enable_progress_bar = true", "SET enable_progress_bar_print = false")
	})
	if err != nil {
		return nil, explain("open the data store", err)
	}
	s := &Store{db: sql.OpenDB(connector), connector: connector}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(explain("open the data store", err), s.Close())
	}
	return s, nil
}

// prepare brings the schema up to date and makes our table function known.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.rows.register(conn), conn.Close())
}

// configure makes the settings of the whole database. Extensions are never
// fetched: Perennial works without a network.
func configure(ctx context.Context, conn driver.ExecerContext, opt Options) error {
	settings := []string{
		fmt.Sprintf("SET memory_limit = '%dMB'", opt.MemoryMB),
		fmt.Sprintf("SET threads = %d", opt.Threads),
		"SET autoinstall_known_extensions = false",
		"SET preserve_insertion_order = false",
	}
	if opt.TempDir != "" {
		settings = append(settings, "SET temp_directory = "+quote(opt.TempDir))
	}
	return set(ctx, conn, settings...)
}

// set makes settings.
func set(ctx context.Context, conn driver.ExecerContext, settings ...string) error {
	for _, s := range settings {
		if _, err := conn.ExecContext(ctx, s, nil); err != nil {
			return fmt.Errorf("configure connection: %w", err)
		}
	}
	return nil
}

// Close closes the database; the file is then free for another process.
func (s *Store) Close() error {
	return errors.Join(s.db.Close(), s.connector.Close())
}

// inTransaction runs f on one connection; all of it happens or nothing.
func inTransaction(ctx context.Context, conn *sql.Conn, f func() error) (err error) {
	if _, err := conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			// The context may be the reason for failing; undo regardless.
			_, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			err = errors.Join(err, undo)
		}
	}()
	if err = f(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}
