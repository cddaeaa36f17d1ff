package demo

import (
	"context"
	"slices"
)

// pilotCustomers are made first to learn how the rows spread over the days.
const pilotCustomers = 2000

// chronological writes the log by time, as a shop's export would be. Rows of a
// stretch of days are gathered by day and each day is sorted. A log too large
// to hold is written in several stretches, and the customers are made anew for
// each: cheaper than sorting on disk, and memory stays flat at any size.
func (l *logWriter) chronological(ctx context.Context) error {
	cuts := l.g.stretches()
	stretches := len(cuts) - 1
	for i := range stretches {
		report := func(done int) {
			l.progress(l.stats.Orders, (i*l.g.b.Customers+done)/stretches)
		}
		days, err := l.gather(ctx, cuts[i], cuts[i+1], report)
		if err != nil {
			return err
		}
		if err := l.writeDays(ctx, days); err != nil {
			return err
		}
	}
	return nil
}

// stretches cuts the log into stretches of days of at most about rowsPerPass
// rows; the first cut is 0 and the last the number of days.
func (g *Generator) stretches() []int {
	w := g.newWalker()
	pilot := min(pilotCustomers, g.b.Customers)
	perDay := make([]int, g.cal.days)
	var rows []row
	for i := range pilot {
		rows = w.appendRows(rows[:0], i, 0, g.cal.end())
		for _, r := range rows {
			perDay[r.at/daySeconds]++
		}
	}
	cuts := []int{0}
	held := 0.0
	for day, n := range perDay {
		expected := float64(n) * float64(g.b.Customers) / float64(pilot)
		if held > 0 && held+expected > float64(g.rowsPerPass) {
			cuts = append(cuts, day)
			held = 0
		}
		held += expected
	}
	return append(cuts, g.cal.days)
}

// gather makes all customers and keeps their rows of days [from, upto), by day.
func (l *logWriter) gather(ctx context.Context, from, upto int, report func(done int)) ([][]row, error) {
	days := make([][]row, upto-from)
	done := 0
	newMaker := func() maker { return l.stretchMaker(from, upto) }
	err := inOrder(ctx, l.g.b.Workers, l.g.batches(), newMaker, func(b *batch) error {
		for _, r := range b.rows {
			d := int(r.at/daySeconds) - from
			days[d] = append(days[d], r)
		}
		l.stats.add(b.stats)
		done += b.stats.Customers
		report(done)
		return nil
	})
	return days, err
}

func (l *logWriter) stretchMaker(fromDay, uptoDay int) maker {
	w := l.g.newWalker()
	start, limit := uint32(fromDay)*daySeconds, uint32(uptoDay)*daySeconds
	return func(part int, b *batch) {
		from, upto := l.g.members(part)
		b.stats.Customers = upto - from
		for i := from; i < upto; i++ {
			b.rows = w.appendRows(b.rows, i, start, limit)
		}
		for i := range b.rows {
			b.stats.count(&b.rows[i])
		}
	}
}

// writeDays sorts and writes the days, several at once and in order.
func (l *logWriter) writeDays(ctx context.Context, days [][]row) error {
	newMaker := func() maker {
		return func(day int, b *batch) {
			slices.SortFunc(days[day], byTime)
			for i := range days[day] {
				b.text = l.print.row(b.text, &days[day][i])
			}
			days[day] = nil
		}
	}
	return inOrder(ctx, l.g.b.Workers, len(days), newMaker, func(b *batch) error {
		return l.write(b.text)
	})
}
