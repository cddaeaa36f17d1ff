package models

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/value"
)

// What a window of customers needs to be fitted by itself, and how many
// windows there are at most.
const (
	driftCustomers, driftRepeaters = 200, 50
	driftWindows                   = 6
	driftDays                      = 14 // shorter windows see days of the week
)

// opening is how long the customers of a log that begins in mid-life are not
// taken for new: until arrivals are as they are later, see [MidLife].
const opening = 26 * 7

// followUps are how long customers may be watched, best first: a whole year
// has every season in it.
var followUps = []int{364, 182, 91, 56}

// span is how long a log must be to watch customers for so many days: what they
// come in must not be short beside it.
func span(watched int) int { return watched + watched/3 }

// window is the customers first seen from one day to another, each watched for
// the same time.
type window struct {
	from, to  int
	histories []btyd.History
	repeaters int
	purchases float64
}

func (w window) enough() bool {
	return len(w.histories) >= driftCustomers && w.repeaters >= driftRepeaters
}

// observed is the mean number of repeat purchases.
func (w window) observed() float64 { return w.purchases / float64(len(w.histories)) }

// driftCut is a panel divided into windows.
type driftCut struct {
	windows  []window
	followUp int
	newer    bool // there are customers not yet watched for so long
	notes    []string
	why      string // there are no windows
}

// driftCut divides customers by the day of their first purchase.
func (p Panel) driftCut(first, end int) driftCut {
	var out driftCut
	if _, yes := MidLife(first, end, p.births); yes {
		first += opening
		out.notes = append(out.notes, fmt.Sprintf("The log seems to begin in mid-life, so customers first seen before %s are left out: many of them are old customers whose earlier orders are missing.", value.DateFromDays(first)))
	}
	for _, watched := range followUps {
		if end-first < span(watched) {
			continue
		}
		for n := driftWindows; n >= 2; n-- {
			if windows := p.windows(first, end-watched, watched, n); windows != nil {
				out.windows, out.followUp = windows, watched
				out.newer = p.seenBetween(end-watched+1, end) > 0
				return out
			}
		}
	}
	shortest := followUps[len(followUps)-1]
	out.why = fmt.Sprintf("whether customers change over time cannot be tested here: it takes two windows of at least %d days with %d new customers each, %d of whom bought again, and everyone watched for at least %d days after the first purchase",
		driftDays, driftCustomers, driftRepeaters, shortest)
	if end-first < span(shortest) {
		out.why += fmt.Sprintf("; the days from %s to %s are too few", value.DateFromDays(first), value.DateFromDays(end))
	} else {
		out.why += fmt.Sprintf("; %d customers first seen from %s to %s are too few, or come too unevenly",
			p.seenBetween(first, end-shortest), value.DateFromDays(first), value.DateFromDays(end-shortest))
	}
	return out
}

// windows divides the customers first seen between two days into n windows of
// equal length; nil when one of them is too small.
func (p Panel) windows(first, last, watched, n int) []window {
	latest := first - 1
	for _, days := range p.Days {
		if d := int(days[0]); d <= last {
			latest = max(latest, d)
		}
	}
	length := latest - first + 1
	if length < n*driftDays {
		return nil
	}
	out := make([]window, n)
	for i := range out {
		out[i].from, out[i].to = first+i*length/n, first+(i+1)*length/n-1
	}
	at := 0
	for _, days := range p.Days {
		d := int(days[0])
		if d < first || d > latest {
			continue
		}
		for at = (d - first) * n / length; d > out[at].to; at++ {
		}
		out[at].add(days, watched, p.Unit)
	}
	for _, w := range out {
		if !w.enough() {
			return nil
		}
	}
	return out
}

// add takes a customer in, as known so many days after the first purchase.
func (w *window) add(days []int32, watched int, unit float64) {
	x, last := 0, days[0]
	for _, d := range days[1:] {
		if int(d-days[0]) <= watched {
			x, last = x+1, d
		}
	}
	w.histories = append(w.histories, btyd.History{X: float64(x), Tx: float64(last-days[0]) / unit, T: float64(watched) / unit})
	w.purchases += float64(x)
	if x > 0 {
		w.repeaters++
	}
}

// births are days of first purchases.
func (p Panel) births(yield func(int, int64) bool) {
	for _, days := range p.Days {
		if !yield(int(days[0]), 1) {
			return
		}
	}
}

// seenBetween counts customers first seen between two days.
func (p Panel) seenBetween(from, to int) (n int) {
	for _, days := range p.Days {
		if d := int(days[0]); d >= from && d <= to {
			n++
		}
	}
	return n
}
