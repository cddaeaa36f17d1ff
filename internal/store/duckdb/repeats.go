package duckdb

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// orderIDsRepeat counts the rows with an order id and tells whether an id repeats,
// in a load of one file. A 64-bit hash stands for the id: a clash could only
// cause a needless grouping, never a wrong one.
func (l *load) orderIDsRepeat(ctx context.Context) (withID int64, repeat bool, err error) {
	hashes := make([]uint64, 0, l.out.Batch.Accepted)
	err = fetch(ctx, l.conn, "incoming_order_hashes", nil, func(c columns) error {
		hashes = append(hashes, column[uint64](c, 0)...)
		return nil
	})
	return int64(len(hashes)), repeats(hashes), err
}

// repeats reports whether a hash occurs twice: hashes are dealt into buckets by
// their first byte, and each bucket is sorted, on all cores. The engine's count
// of distinct values takes more than twice as long.
func repeats(hashes []uint64) bool {
	const buckets = 256
	var start [buckets + 1]int
	for _, h := range hashes {
		start[h>>56+1]++
	}
	for b := range buckets {
		start[b+1] += start[b]
	}
	next := start
	dealt := make([]uint64, len(hashes))
	for _, h := range hashes {
		b := h >> 56
		dealt[next[b]] = h
		next[b]++
	}
	var bucket atomic.Int64
	var found atomic.Bool
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for b := bucket.Add(1) - 1; b < buckets && !found.Load(); b = bucket.Add(1) - 1 {
				part := dealt[start[b]:start[b+1]]
				slices.Sort(part)
				for i := 1; i < len(part); i++ {
					if part[i] == part[i-1] {
						found.Store(true)
						break
					}
				}
			}
		})
	}
	wg.Wait()
	return found.Load()
}
