package score

import (
	"runtime"
	"sync"
)

// inChunks calls f for consecutive ranges covering [0, n) on all cores. Each
// range is done by one goroutine, so f may write to the range's own places.
func inChunks(n int, f func(from, to int)) { inChunksOf(n, 2048, f) }

// inChunksOf is inChunks with ranges of a length.
func inChunksOf(n, chunk int, f func(from, to int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n/chunk+1) {
		wg.Go(func() {
			for from := range next {
				f(from, min(from+chunk, n))
			}
		})
	}
	for from := 0; from < n; from += chunk {
		next <- from
	}
	close(next)
	wg.Wait()
}
