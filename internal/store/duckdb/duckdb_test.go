package duckdb_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/store/storetest"
)

func TestInMemory(t *testing.T) {
	storetest.Run(t, func() (storetest.Store, error) {
		return duckdb.Open(context.Background(), duckdb.Options{MemoryMB: 200, Threads: 2})
	})
}

func TestInFile(t *testing.T) {
	dir := t.TempDir()
	var n atomic.Int64
	storetest.Run(t, func() (storetest.Store, error) {
		path := filepath.Join(dir, fmt.Sprintf("%d.duckdb", n.Add(1)))
		return duckdb.Open(context.Background(), duckdb.Options{Path: path, MemoryMB: 200, Threads: 2})
	})
}
