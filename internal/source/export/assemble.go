package export

import (
	"fmt"
	"slices"
)

// How much an assembler holds at most.
const (
	heldRows    = 1 << 18 // rows of orders that may still get further ones
	rememberIDs = 1 << 20 // orders handed out, by a hash of their ids, to know a late row by
)

// assembler puts orders together whose lines are rows of their own.
//
// It holds an index of open orders: what was read of each and the numbers of
// its rows. An order leaves it as soon as another order's row follows and
// whole says that nothing can be missing; else at the end of the file, or
// when heldRows rows are held and it is the oldest. Rows that come after that
// are rejected, never taken for an order of their own. So memory does not
// grow with the file.
type assembler[T any] struct {
	out   *output
	start func() T
	// whole tells of an order whose rows so far stand together that no row is
	// missing; nil when that cannot be told.
	whole func(*T) bool
	// done makes the records of an order; a fault rejects all its rows.
	done func(key string, order *T) error
	// clear, when set, makes an order what start does, in the same memory.
	clear func(*T)

	open    map[string]*pending[T]
	order   []*pending[T] // by first row, those handed out among them until they are swept out
	current *pending[T]
	held    int
	most    int // rows held; more hand out the oldest order
	gone    map[uint64]struct{}
	ring    []uint64
	oldest  int
	spare   *pending[T] // handed out and cleared
}

// pending is an order whose rows are being collected.
type pending[T any] struct {
	key   string
	what  T
	lines []int64
	bad   *fault // what is wrong with one of its rows
	at    int64  // the line of that row
	out   bool
}

func newAssembler[T any](out *output, start func() T, whole func(*T) bool, done func(string, *T) error) *assembler[T] {
	return &assembler[T]{out: out, start: start, whole: whole, done: done,
		most: heldRows, open: map[string]*pending[T]{}, gone: map[uint64]struct{}{}}
}

// take gives a row to its order: add puts it there, and its fault spoils the
// whole order. An empty key is the order of the row above.
func (a *assembler[T]) take(r *row, key string, add func(*T) error) error {
	p, err := a.find(r, key)
	if err != nil {
		return err
	}
	p.lines = append(p.lines, r.line)
	a.held++
	if p.bad != nil {
		return nil
	}
	err = add(&p.what)
	if f, is := err.(*fault); is {
		p.bad, p.at = f, r.line
		return nil
	}
	return err
}

// spoil says that a row is lost which by its looks was an order's. Rows after
// it that continue an order continue that one.
func (a *assembler[T]) spoil(r *row, key string, f *fault) error {
	p, err := a.find(r, key)
	if err == nil && p.bad == nil {
		p.bad, p.at = f, r.line
	}
	return err
}

func (a *assembler[T]) find(r *row, key string) (*pending[T], error) {
	if key == "" {
		if a.current == nil {
			return nil, &fault{reason: "the row continues an order, but no order stands above it"}
		}
		return a.current, nil
	}
	if a.current != nil && a.current.key == key {
		return a.current, nil
	}
	if err := a.leave(); err != nil {
		return nil, err
	}
	p := a.open[key]
	if p == nil {
		if _, late := a.gone[hashed(key)]; late {
			return nil, &fault{value: key, reason: fmt.Sprintf("order %s was complete further up: the row is a copy, or the file must be sorted by order", shorten(key))}
		}
		if p = a.spare; p == nil {
			p = &pending[T]{what: a.start()}
		}
		a.spare = nil
		p.key = key
		a.open[key] = p
		a.order = append(a.order, p)
	}
	a.current = p
	return p, nil
}

// leave is called when the row of another order comes.
func (a *assembler[T]) leave() error {
	p := a.current
	a.current = nil
	if p != nil && a.whole != nil && p.bad == nil && a.whole(&p.what) {
		if err := a.hand(p); err != nil {
			return err
		}
	}
	for a.held > a.most {
		if err := a.hand(a.order[0]); err != nil {
			return err
		}
	}
	return nil
}

// hand makes an order's records, or rejects its rows.
func (a *assembler[T]) hand(p *pending[T]) error {
	delete(a.open, p.key)
	a.held -= len(p.lines)
	p.out = true
	swept := false
	for len(a.order) > 0 && a.order[0].out {
		swept = a.order[0] == p
		a.order[0] = nil
		a.order = a.order[1:]
	}
	if len(a.order) > 2*len(a.open)+1024 {
		a.order = slices.DeleteFunc(a.order, func(o *pending[T]) bool { return o.out })
	}
	a.remember(p.key)
	if p.bad == nil {
		err := a.done(p.key, &p.what)
		f, is := err.(*fault)
		if !is {
			if swept && a.clear != nil { // nothing holds it any more
				a.clear(&p.what)
				*p = pending[T]{what: p.what, lines: p.lines[:0]}
				a.spare = p
			}
			return err
		}
		p.bad, p.at = f, p.lines[0]
	}
	return a.refuse(p)
}

// refuse rejects all rows of an order: half an order would be wrong money.
func (a *assembler[T]) refuse(p *pending[T]) error {
	for _, line := range p.lines {
		f := p.bad
		if line != p.at {
			f = &fault{reason: fmt.Sprintf("belongs to order %s, whose row in line %d was rejected: %s", shorten(p.key), p.at, p.bad.reason)}
		}
		if err := a.out.rejectRow(line, f); err != nil {
			return err
		}
	}
	return nil
}

// hashed is FNV-1a: the same in every run.
func hashed(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return h
}

func (a *assembler[T]) remember(key string) {
	h := hashed(key)
	a.gone[h] = struct{}{}
	if len(a.ring) < rememberIDs {
		a.ring = append(a.ring, h)
		return
	}
	delete(a.gone, a.ring[a.oldest])
	a.ring[a.oldest] = h
	a.oldest = (a.oldest + 1) % rememberIDs
}

// finish hands out what is still open, the first in the file first.
func (a *assembler[T]) finish() error {
	a.current = nil
	for len(a.order) > 0 {
		if err := a.hand(a.order[0]); err != nil {
			return err
		}
	}
	return nil
}
