// Package demo invents a shop: Orrin & Sedge, which sells coffee and kitchen
// goods, its customers, and every order they place.
//
// The shop serves two ends. It is what a newcomer sees before they bring data
// of their own, so it has the traits of a real export: growth, a Christmas
// peak, gift buyers who never return, refunds, discount codes, a price rise.
// And because it is invented, the truth about each customer is known, so a
// prediction can be held against what the customer will really do.
//
// Each customer is drawn from the seed and their own number alone. That makes
// the log of any size reproducible, lets it be written with flat memory by any
// number of goroutines, and keeps a customer the same however many others
// there are.
package demo

import (
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Shop is the name of the invented business.
const Shop = "Orrin & Sedge"

// FutureWeeks is how far past the end of the log the truth looks.
const FutureWeeks = 52

// maxCustomers keeps a customer's number within 32 bits with room to spare.
const maxCustomers = 1_000_000_000

// Business describes the shop to make. Its zero value is a good one: 20,000
// customers, seed 1, the three years that end on 30 June 2026.
type Business struct {
	Customers int    // how many people ever buy; 0 means 20,000
	Seed      uint64 // another seed, another shop; 0 means 1

	// Start and End are the first and the last day of the log, both included.
	// Only the date counts. The default is fixed, not today, so that the demo
	// shows the same figures every day.
	Start, End time.Time

	Currency string // three capital letters; "" means EUR

	// ByCustomer writes the log customer by customer instead of in order of
	// time: the quickest way to a very large log, and one pass at any size.
	// The rows are the same, only their order differs.
	ByCustomer bool

	Workers int // goroutines that make customers; 0 means one per processor
}

// Generator makes the files of one Business. It holds tables only, so one
// Generator may be used from many goroutines at once.
type Generator struct {
	b           Business
	cal         calendar
	arrivals    clock // when customers are won
	trade       clock // how busy an average customer is
	shelf       shelf
	rowsPerPass int // bound on the rows held in memory while sorting by time
}

// New checks b, fills its defaults, and lays out the shop's calendar.
func New(b Business) (*Generator, error) {
	b = withDefaults(b)
	if err := check(b); err != nil {
		return nil, fmt.Errorf("demo business: %w", err)
	}
	cal := newCalendar(b.Start, b.End)
	return &Generator{
		b:           b,
		cal:         cal,
		arrivals:    newClock(cal.arrivalHours()),
		trade:       newClock(cal.tradeHours()),
		shelf:       newShelf(),
		rowsPerPass: 4_000_000,
	}, nil
}

// Business returns the description in force, with its defaults filled in.
func (g *Generator) Business() Business { return g.b }

func withDefaults(b Business) Business {
	if b.Customers == 0 {
		b.Customers = 20_000
	}
	if b.Seed == 0 {
		b.Seed = 1
	}
	if b.End.IsZero() {
		b.End = time.Date(2026, time.June, 30, 0, 0, 0, 0, time.UTC)
	}
	if b.Start.IsZero() {
		b.Start = b.End.AddDate(-3, 0, 1)
	}
	if b.Currency == "" {
		b.Currency = "EUR"
	}
	if b.Workers == 0 {
		b.Workers = runtime.GOMAXPROCS(0)
	}
	b.Start, b.End = dateOf(b.Start), dateOf(b.End)
	return b
}

func check(b Business) error {
	switch {
	case b.Customers < 0 || b.Customers > maxCustomers:
		return fmt.Errorf("customers must be between 1 and %d, not %d", maxCustomers, b.Customers)
	case b.Workers < 0:
		return errors.New("workers must not be negative")
	case b.End.Before(b.Start.AddDate(0, 0, 27)):
		return errors.New("the log must span at least four weeks")
	case b.End.After(b.Start.AddDate(50, 0, 0)):
		return errors.New("the log must span at most fifty years")
	case b.Start.Year() < 1900 || b.End.Year() > 9000:
		return errors.New("the years must be between 1900 and 9000")
	case !isCurrency(b.Currency):
		return fmt.Errorf("currency must be three capital letters, not %q", b.Currency)
	}
	return nil
}

func isCurrency(s string) bool {
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return len(s) == 3
}

// dateOf drops the time of day and the zone: the shop keeps naive local time.
func dateOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
