package demo

import (
	"context"
	"sync"
)

// batchCustomers is how many customers are made at a time: enough that passing
// batches about costs nothing, few enough that one is small.
const batchCustomers = 2048

// batch is what a worker hands over: rows, text, or both, and their figures.
type batch struct {
	rows  []row
	text  []byte
	stats Stats
}

func (b *batch) clear() {
	b.rows, b.text, b.stats = b.rows[:0], b.text[:0], Stats{}
}

// maker fills a batch with the part of the work that has the given number.
type maker func(part int, b *batch)

// inOrder has workers make the parts of some work side by side and takes them
// one after the other in order, so the result does not depend on the number of
// workers. Worker k makes parts k, k+workers, ...; each has two batches, one
// being made and one being taken, which bounds the memory.
func inOrder(ctx context.Context, workers, parts int, newMaker func() maker, take func(*batch) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	workers = max(1, min(workers, parts))
	lanes := make([]lane, workers)
	for k := range lanes {
		lanes[k] = newLane()
		wg.Go(func() {
			fill := newMaker()
			for part := k; part < parts; part += workers {
				if !lanes[k].work(ctx, part, fill) {
					return
				}
			}
		})
	}
	for part := range parts {
		if err := lanes[part%workers].take(ctx, take); err != nil {
			return err
		}
	}
	return nil
}

// lane is the way between one worker and the taker.
type lane struct{ free, full chan *batch }

func newLane() lane {
	l := lane{free: make(chan *batch, 2), full: make(chan *batch, 2)}
	l.free <- &batch{}
	l.free <- &batch{}
	return l
}

func (l lane) work(ctx context.Context, part int, fill maker) bool {
	select {
	case <-ctx.Done():
		return false
	case b := <-l.free:
		b.clear()
		fill(part, b)
		l.full <- b // never blocks: there are two batches and room for two
		return true
	}
}

func (l lane) take(ctx context.Context, take func(*batch) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case b := <-l.full:
		err := take(b)
		l.free <- b
		return err
	}
}

// batches is the number of batches that hold all customers.
func (g *Generator) batches() int {
	return (g.b.Customers + batchCustomers - 1) / batchCustomers
}

// members are the customers of a batch, first and past the last.
func (g *Generator) members(part int) (from, upto int) {
	from = part * batchCustomers
	return from, min(from+batchCustomers, g.b.Customers)
}
