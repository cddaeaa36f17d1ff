package duckdb

import (
	"context"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// foldAll folds every customer on all cores.
func (w *workbench) foldAll(ctx context.Context, c *calendar, b bounds) error {
	if _, err := run(ctx, w.conn, "ids", nil); err != nil {
		return err
	}
	counts, err := readCounts(ctx, w.conn)
	if err != nil {
		return err
	}
	sample, err := drawPanel(ctx, w.conn, len(counts), w.cut.Panel)
	if err != nil {
		return err
	}
	w.customers = make([]folded, len(counts))
	workers := make([]*sums, runtime.GOMAXPROCS(0))
	for i := range workers {
		workers[i] = newSums(c, b)
	}
	err = eachPart(ctx, w.conn, map[string]any{"Day": w.dayExpr()}, counts, func(e events) error {
		var wg sync.WaitGroup
		n := len(e.start) - 1
		for i, s := range workers {
			from, to := n*i/len(workers), n*(i+1)/len(workers)
			wg.Go(func() { foldRange(e, from, to, s, sample, w.customers[e.from:]) })
		}
		wg.Wait()
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	for _, s := range workers[1:] {
		workers[0].merge(s)
	}
	if workers[0].overflow {
		return value.Errorf(value.BadInput, "one customer's orders add up to more than a trillion").WithHint("Check the column of amounts")
	}
	w.sums = workers[0]
	debug.FreeOSMemory() // the events are done with, and the engine wants room
	return nil
}

// foldRange folds customers from up to to of a part.
func foldRange(e events, from, to int, s *sums, p panel, out []folded) {
	f := folder{b: s.bounds, sums: s}
	next, _ := slices.BinarySearch(p.ids, int32(e.from+from))
	for i := from; i < to; i++ {
		out[i] = f.fold(e.days[e.start[i]:e.start[i+1]], e.amounts[e.start[i]:e.start[i+1]])
		if next < len(p.ids) && int(p.ids[next]) == e.from+i {
			s.keep(p.places[next], f.days)
			next++
		}
	}
}

// Shapes hands out the distinct histories of a window, ordered.
func (w *workbench) Shapes(ctx context.Context, win store.Window, emit func(store.Shape) error) error {
	m := w.sums.shapes
	if win == store.UpToCalibrationEnd {
		m = w.sums.calibrationShapes
	}
	for _, s := range sortedShapes(m) {
		if err := emit(s); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Spends hands out customers' mean spends.
func (w *workbench) Spends(ctx context.Context, win store.Window, d store.SpendDays, emit func(store.Spend) error) error {
	means := map[int32][]float64{} // by number of days
	add := func(days int32, mean float64) {
		if mean > 0 { // not NaN either
			n := d.Count(days - 1)
			means[n] = append(means[n], mean)
		}
	}
	if win == store.UpToCalibrationEnd {
		for _, s := range w.sums.calibrationSpends {
			add(s.days, s.mean[d])
		}
	} else {
		for i := range w.customers {
			add(w.customers[i].days, w.customers[i].mean(d))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(means)) {
		if err := emitSpends(n, means[n], emit); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// emitSpends hands out the means of n days in order, equals together.
func emitSpends(n int32, means []float64, emit func(store.Spend) error) error {
	slices.Sort(means)
	for from := 0; from < len(means); {
		to := from + 1
		for to < len(means) && means[to] == means[from] {
			to++
		}
		if err := emit(store.Spend{N: n, Mean: means[from], Customers: int64(to - from)}); err != nil {
			return err
		}
		from = to
	}
	return nil
}
