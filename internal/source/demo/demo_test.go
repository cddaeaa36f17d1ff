package demo

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDefaults(t *testing.T) {
	b := shop(t, Business{}).Business()
	if b.Customers != 20_000 || b.Seed != 1 || b.Currency != "EUR" || b.Workers < 1 {
		t.Errorf("defaults are %+v", b)
	}
	if got := b.Start.Format(time.DateOnly) + " " + b.End.Format(time.DateOnly); got != "2023-07-01 2026-06-30" {
		t.Errorf("the log spans %s", got)
	}
}

func TestNewRefusesNonsense(t *testing.T) {
	day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, b := range map[string]Business{
		"customers": {Customers: -1},
		"too many":  {Customers: maxCustomers + 1},
		"workers":   {Workers: -1},
		"backwards": {Start: day, End: day.AddDate(0, -1, 0)},
		"short":     {Start: day, End: day.AddDate(0, 0, 5)},
		"long":      {Start: day, End: day.AddDate(60, 0, 0)},
		"early":     {Start: time.Date(100, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(101, 1, 1, 0, 0, 0, 0, time.UTC)},
		"currency":  {Currency: "euro"},
	} {
		if _, err := New(b); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	b := Business{Customers: 5000, Workers: 1}
	want := ordersOf(t, b)
	truth := truthOf(t, b)
	for _, workers := range []int{1, 2, 5} {
		b.Workers = workers
		if ordersOf(t, b) != want || truthOf(t, b) != truth {
			t.Errorf("%d workers: other bytes", workers)
		}
	}
	b.Seed = 2
	if ordersOf(t, b) == want {
		t.Error("another seed makes the same shop")
	}
}

func TestRowsAreTheSameInAnyOrder(t *testing.T) {
	b := Business{Customers: 5000}
	byTime := ordersOf(t, b)
	b.ByCustomer = true
	byCustomer := ordersOf(t, b)
	if byTime == byCustomer {
		t.Error("ByCustomer changes nothing")
	}
	if !slices.Equal(sortedLines(byTime), sortedLines(byCustomer)) {
		t.Error("the rows differ")
	}
}

func sortedLines(s string) []string { return slices.Sorted(strings.Lines(s)) }

func TestStretchesWriteTheSameLog(t *testing.T) {
	g := shop(t, Business{Customers: 5000})
	want := ordersOf(t, Business{Customers: 5000})
	g.rowsPerPass = 2000
	if n := len(g.stretches()) - 1; n < 5 {
		t.Fatalf("%d stretches", n)
	}
	var last [2]int
	got := written(t, func(w io.Writer) error {
		stats, err := g.Orders(context.Background(), w, func(orders, customers int) {
			if orders < last[0] || customers < last[1] {
				t.Error("progress goes back")
			}
			last = [2]int{orders, customers}
		})
		if last != [2]int{stats.Orders, 5000} {
			t.Errorf("progress ends at %v, orders are %d", last, stats.Orders)
		}
		return err
	})
	if got != want {
		t.Error("other bytes")
	}
}

// A customer is the same however many others there are.
func TestLongerListBeginsWithTheSameCustomers(t *testing.T) {
	few := ordersOf(t, Business{Customers: 700, ByCustomer: true})
	many := ordersOf(t, Business{Customers: 3000, ByCustomer: true})
	if !strings.HasPrefix(many, few) {
		t.Error("the orders of the first customers differ")
	}
	if !strings.HasPrefix(truthOf(t, Business{Customers: 3000}), truthOf(t, Business{Customers: 700})) {
		t.Error("the truth of the first customers differs")
	}
}

func TestStopsWhenTold(t *testing.T) {
	for _, byCustomer := range []bool{false, true} {
		g := shop(t, Business{Customers: 200_000, ByCustomer: byCustomer})
		ctx, cancel := context.WithCancel(context.Background())
		_, err := g.Orders(ctx, io.Discard, func(int, int) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("by customer %v: %v", byCustomer, err)
		}
	}
}

type fullDisk struct{ room int }

func (f *fullDisk) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestReportsFailedWrites(t *testing.T) {
	for _, room := range []int{0, 100_000} {
		g := shop(t, Business{})
		if _, err := g.Orders(context.Background(), &fullDisk{room}, nil); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("orders, %d bytes of room: %v", room, err)
		}
		if err := g.Truth(context.Background(), &fullDisk{room}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("truth, %d bytes of room: %v", room, err)
		}
	}
}
