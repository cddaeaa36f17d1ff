package duckdb

import (
	"database/sql"
	"reflect"
	"time"
	"unsafe"

	duck "github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/perennial-clv/perennial/internal/store"
)

// watch reports the progress of the statements a connection runs until the
// returned function is called. The driver keeps its handle private, and the
// engine tells progress only by handle, hence the look inside.
func watch(conn *sql.Conn, report store.Progress) (stop func()) {
	if report == nil {
		return func() {}
	}
	var handle mapping.Connection
	known := false
	_ = conn.Raw(func(c any) error {
		if dc, ok := c.(*duck.Conn); ok {
			field := reflect.ValueOf(dc).Elem().FieldByName("conn")
			if field.IsValid() && field.Type() == reflect.TypeOf(handle) {
				handle = *(*mapping.Connection)(unsafe.Pointer(field.UnsafeAddr()))
				known = true
			}
		}
		return nil
	})
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
