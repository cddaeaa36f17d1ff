package estimate

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// chunk is the number of rows summed together. It is fixed, and chunks are
// added in order, so that the sum does not depend on the number of workers.
const chunk = 4096

// evaluate sums the likelihood at p with the given number of workers (zero:
// one a processor).
func evaluate(l Likelihood, p numeric.Vector, workers int) Sum {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	pass := l.At(p)
	n := l.Len()
	parts := make([]Sum, (n+chunk-1)/chunk)
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
			pass.Rows(i*chunk, min(n, (i+1)*chunk), &parts[i])
		}
	}
	var wait sync.WaitGroup
	for range min(workers, len(parts)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	total := pass.Shared()
	for i := range parts {
		total.Add(&parts[i])
	}
	return total
}
