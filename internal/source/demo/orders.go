package demo

import (
	"context"
	"io"
	"slices"
	"time"
)

// Stats sums up an order log. Money is in cents.
type Stats struct {
	Customers int
	Orders    int // without refunds
	Refunds   int
	Returning int   // customers with a second order
	Gross     int64 // value of the orders
	Refunded  int64 // value given back
	Bytes     int64
	From, To  time.Time // first and last day of the log
}

func (s *Stats) count(r *row) {
	if r.refund {
		s.Refunds++
		s.Refunded -= int64(r.amount)
		return
	}
	s.Orders++
	s.Gross += int64(r.amount)
	if r.number == 2 {
		s.Returning++
	}
}

func (s *Stats) add(o Stats) {
	s.Customers += o.Customers
	s.Orders += o.Orders
	s.Refunds += o.Refunds
	s.Returning += o.Returning
	s.Gross += o.Gross
	s.Refunded += o.Refunded
}

// Orders writes the order log as CSV, with OrdersHeader first, by time unless
// the business says ByCustomer. It calls progress, if there is one, with the
// orders and customers made so far, now and then and from this goroutine.
func (g *Generator) Orders(ctx context.Context, w io.Writer, progress func(orders, customers int)) (Stats, error) {
	l := &logWriter{g: g, w: w, progress: progress, print: g.newPrinter()}
	if progress == nil {
		l.progress = func(int, int) {}
	}
	l.stats.From, l.stats.To = g.b.Start, g.b.End
	err := l.write([]byte(OrdersHeader))
	if err == nil {
		if g.b.ByCustomer {
			err = l.byCustomer(ctx)
		} else {
			err = l.chronological(ctx)
		}
	}
	l.stats.Customers = g.b.Customers // each stretch counted them all
	return l.stats, err
}

// logWriter is one order log being written.
type logWriter struct {
	g        *Generator
	w        io.Writer
	print    *printer
	progress func(orders, customers int)
	stats    Stats
}

func (l *logWriter) write(text []byte) error {
	n, err := l.w.Write(text)
	l.stats.Bytes += int64(n)
	return err
}

// byCustomer writes each customer's rows by time, one customer after another.
func (l *logWriter) byCustomer(ctx context.Context) error {
	done := 0
	return inOrder(ctx, l.g.b.Workers, l.g.batches(), l.customerMaker, func(b *batch) error {
		l.stats.add(b.stats)
		done += b.stats.Customers
		l.progress(l.stats.Orders, done)
		return l.write(b.text)
	})
}

func (l *logWriter) customerMaker() maker {
	w := l.g.newWalker()
	end := l.g.cal.end()
	return func(part int, b *batch) {
		from, upto := l.g.members(part)
		b.stats.Customers = upto - from
		for i := from; i < upto; i++ {
			b.rows = w.appendRows(b.rows[:0], i, 0, end)
			slices.SortFunc(b.rows, byTime)
			l.print.rows(b)
		}
	}
}

// rows appends a batch's rows to its text and counts them.
func (p *printer) rows(b *batch) {
	for i := range b.rows {
		b.text = p.row(b.text, &b.rows[i])
		b.stats.count(&b.rows[i])
	}
}
