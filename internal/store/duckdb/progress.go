package duckdb

import (
	"database/sql"
	"time"

	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/perennial-clv/perennial/internal/store"
)

// watch reports the progress of the statements a connection runs until the
// returned function is called.
func watch(conn *sql.Conn, report store.Progress) (stop func()) {
	if report == nil {
		return func() {}
	}
	handle, known := handleOf(conn)
	done := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				share := -1.0
				if known {
					p := mapping.QueryProgress(handle)
					share, _, _ = mapping.QueryProgressTypeMembers(&p)
					share /= 100
				}
				report(share)
			}
		}
	}()
	return func() { close(done); <-finished }
}
