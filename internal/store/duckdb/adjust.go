package duckdb

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/perennial-clv/perennial/internal/store"
)

// adjustment adds up one goroutine's customers.
type adjustment struct{ weight, weighted float64 }

// Adjust gives every customer a factor of its own. The events are read again:
// holding them while models are fitted would cost more memory than that costs
// time.
func (w *workbench) Adjust(ctx context.Context, share float64, factor func(store.Panelist) (factor, weight float64)) error {
	counts, err := readCounts(ctx, w.conn)
	if err != nil {
		return explain("adjust scores", err)
	}
	factors := make([]float64, len(w.customers))
	workers := make([]adjustment, runtime.GOMAXPROCS(0))
	err = eachPart(ctx, w.conn, map[string]any{"Day": w.dayExpr()}, counts, func(e events) error {
		var wg sync.WaitGroup
		n := len(e.start) - 1
		for i := range workers {
			wg.Go(func() {
				w.adjustRange(e, n*i/len(workers), n*(i+1)/len(workers), &workers[i], factors[e.from:], factor)
			})
		}
		wg.Wait()
		return ctx.Err()
	})
	if err != nil {
		return explain("adjust scores", err)
	}
	var all adjustment
	for _, a := range workers {
		all.weight, all.weighted = all.weight+a.weight, all.weighted+a.weighted
	}
	if all.weighted > 0 {
		scale := all.weight / all.weighted
		for i, f := range factors {
			factors[i] = 1 + share*(f*scale-1)
		}
		w.factors = factors
	}
	debug.FreeOSMemory() // the events are done with, and the engine wants room
	return nil
}

// adjustRange asks for the factors of customers from up to to of a part.
func (w *workbench) adjustRange(e events, from, to int, sum *adjustment, out []float64, factor func(store.Panelist) (factor, weight float64)) {
	f := folder{b: w.sums.bounds, sums: &sums{}} // overflow was looked for when folding
	var days []store.PanelDay
	for i := from; i < to; i++ {
		f.totals(e.days[e.start[i]:e.start[i+1]], e.amounts[e.start[i]:e.start[i+1]])
		days = days[:0]
		for _, d := range f.days {
			if d.day <= f.b.asOf {
				days = append(days, d.panel())
			}
		}
		out[i] = 1
		if len(days) == 0 {
			continue
		}
		by, weight := factor(store.Panelist{Days: days})
		out[i] = by
		sum.weight += weight
		sum.weighted += weight * by
	}
}
