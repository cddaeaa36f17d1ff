package estimate

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls f for 0 to n-1 from the given number of goroutines (zero: one a
// processor), in no particular order.
func Each(parallel, n int, f func(int)) {
	if parallel <= 0 {
		parallel = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(parallel, n) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wait.Wait()
}
