package duckdb

import (
	"context"
	"database/sql"
	"fmt"
)

// events are orders and refunds grouped by customer: those of customer
// from+i are days[start[i]:start[i+1]] with their amounts, in no order yet.
type events struct {
	from    int
	start   []int
	days    []int32 // since 1970
	amounts []int64 // millionths
}

// maxEvents bounds the events held at a time (12 bytes each); longer logs are
// gone through in several parts.
const maxEvents = 40_000_000

// eachPart reads the events of all customers in parts that fit in memory.
// counts holds the number of events of each customer.
func eachPart(ctx context.Context, conn *sql.Conn, fields map[string]any, counts []int32, do func(events) error) error {
	for from := 0; from < len(counts); {
		to, total := from, 0
		for to < len(counts) && (to == from || total+int(counts[to]) <= maxEvents) {
			total += int(counts[to])
			to++
		}
		e := newEvents(from, counts[from:to], total)
		fields["Part"], fields["From"], fields["To"] = to-from < len(counts), from, to-1
		if err := e.read(ctx, conn, fields); err != nil {
			return err
		}
		if err := do(e); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// newEvents lays out room for customers with the counts given.
func newEvents(from int, counts []int32, total int) events {
	e := events{from: from, start: make([]int, len(counts)+1), days: make([]int32, total), amounts: make([]int64, total)}
	for i, n := range counts {
		e.start[i+1] = e.start[i] + int(n)
	}
	return e
}

// read scatters the events to their customers.
func (e events) read(ctx context.Context, conn *sql.Conn, fields map[string]any) error {
	next := make([]int, len(e.start)-1)
	copy(next, e.start)
	return fetch(ctx, conn, "events", fields, func(c columns) error {
		ids, days, amounts := column[int32](c, 0), column[int32](c, 1), column[int64](c, 2)
		for k, id := range ids {
			i := int(id) - e.from
			at := next[i]
			if at >= e.start[i+1] {
				return fmt.Errorf("read events: customer %d has more than were counted", id)
			}
			e.days[at], e.amounts[at] = days[k], amounts[k]
			next[i] = at + 1
		}
		return nil
	})
}

// readCounts asks how many events each customer has.
func readCounts(ctx context.Context, conn *sql.Conn) ([]int32, error) {
	var n int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM ids").Scan(&n); err != nil {
		return nil, err
	}
	counts := make([]int32, n)
	err := fetch(ctx, conn, "id_counts", nil, func(c columns) error {
		ids, ns := column[int32](c, 0), column[int32](c, 1)
		for k, id := range ids {
			counts[id] = ns[k]
		}
		return nil
	})
	return counts, err
}
