package boost

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// block is the number of rows worked on together. It is fixed, so that sums
// over rows do not depend on the number of workers.
const block = 8192

func blocks(n int) int { return (n + block - 1) / block }

// each runs the tasks 0..tasks-1 on the given number of workers (zero: one a
// processor). Tasks write to places of their own.
func each(workers, tasks int, work func(task int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, tasks)
	if workers <= 1 {
		for i := range tasks {
			work(i)
		}
		return
	}
	var next atomic.Int64
	run := func() {
		for i := int(next.Add(1)) - 1; i < tasks; i = int(next.Add(1)) - 1 {
			work(i)
		}
	}
	var wait sync.WaitGroup
	for range workers - 1 {
		wait.Go(run)
	}
	run()
	wait.Wait()
}
