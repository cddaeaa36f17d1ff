package storetest

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// scenario is a random log and a random cut of it.
type scenario struct {
	rows    []row
	events  []event
	zone    string
	cut     store.Cut
	replace bool
	spend   store.SpendDays // that scores are applied to
}

// ids are the ways in which rows carry order ids.
const (
	noIDs = iota
	idsOfOrders
	idsOfLines
	idsOfSomeLines
)

// drawScenario makes a small log over two years: days that repeat, refunds,
// free orders, hours around midnight and around changes of the clock.
func drawScenario(t *rapid.T) scenario {
	s := scenario{
		zone:    rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"}).Draw(t, "zone"),
		replace: rapid.Bool().Draw(t, "replace"),
		spend:   rapid.SampledFrom([]store.SpendDays{store.RepeatDays, store.AllDays}).Draw(t, "days of spend"),
	}
	kind := rapid.IntRange(noIDs, idsOfSomeLines).Draw(t, "ids")
	start := time.Date(2023, 3, 20, 0, 0, 0, 0, time.UTC)
	type order struct{ id, customer, day string }
	orders := map[order]int{}
	n := rapid.IntRange(1, 40).Draw(t, "rows")
	for i := range n {
		days := rapid.OneOf(rapid.IntRange(0, 12), rapid.IntRange(0, 700)).Draw(t, "day")
		hour := rapid.SampledFrom([]int{0, 1, 2, 10, 12, 18, 22, 23}).Draw(t, "hour")
		at := start.AddDate(0, 0, days).Add(time.Duration(hour)*time.Hour + time.Duration(rapid.IntRange(0, 59).Draw(t, "minute"))*time.Minute)
		e := event{
			customer: fmt.Sprintf("c%d", rapid.IntRange(1, 6).Draw(t, "customer")), at: at,
			cents: rapid.OneOf(rapid.Int64Range(1, 30000), rapid.Int64Range(-9000, 100)).Draw(t, "cents"),
		}
		r := row{customer: e.customer, at: at.Format(time.RFC3339), amount: cents(e.cents).StringFixed(2)}
		switch kind {
		case idsOfOrders:
			r.order = fmt.Sprintf("o%d", i)
		case idsOfLines, idsOfSomeLines:
			if kind == idsOfSomeLines && rapid.Bool().Draw(t, "without") {
				break
			}
			r.order = fmt.Sprintf("o%d", rapid.IntRange(0, n/2).Draw(t, "order"))
			key := order{r.order, e.customer, at.Format(time.DateOnly)}
			if j, ok := orders[key]; ok { // a further line of an order
				s.events[j].cents += e.cents
				if at.Before(s.events[j].at) {
					s.events[j].at = at
				}
				s.rows = append(s.rows, r)
				continue
			}
			orders[key] = len(s.events)
		}
		s.rows, s.events = append(s.rows, r), append(s.events, e)
	}
	s.cut = drawCut(t, value.DateOf(start), s.zone)
	return s
}

// drawCut makes a cut without a hold-out, with one inside, or with one after.
func drawCut(t *rapid.T, start value.Date, zone string) store.Cut {
	c := store.Cut{Zone: zone, Panel: 1_000_000, AsOf: start.AddDays(rapid.IntRange(0, 720).Draw(t, "as-of"))}
	length := rapid.IntRange(1, 400).Draw(t, "hold-out")
	switch rapid.SampledFrom([]string{"none", "inside", "after"}).Draw(t, "kind") {
	case "inside":
		c.CalibrationEnd, c.HoldoutEnd = c.AsOf.AddDays(-length), c.AsOf
	case "after":
		c.CalibrationEnd, c.HoldoutEnd = c.AsOf, c.AsOf.AddDays(length)
	}
	return c
}

// testRandom compares a store with the reference on random logs.
func testRandom(t *testing.T, open Open) {
	dir := t.TempDir()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // a store a log takes its time
		if err := f.Value.Set("40"); err != nil {
			t.Fatal(err)
		}
	}
	btydtest.Check(t, func(rt *rapid.T) {
		s := drawScenario(rt)
		if err := s.check(t.Context(), dir, open); err != nil {
			rt.Fatalf("%v\nlog: %+v\ncut: %+v", err, s.rows, s.cut)
		}
	})
}

// check loads, summarises and scores, and compares everything.
func (s scenario) check(ctx context.Context, dir string, open Open) (err error) {
	db, err := open()
	if err != nil {
		return err
	}
	defer db.Close()
	f, err := writeLog(dir, "random.csv", s.rows)
	if err != nil {
		return err
	}
	loaded, err := db.Load(ctx, planOf(f), store.LoadOptions{Replace: s.replace})
	if err != nil {
		return err
	}
	if loaded.Batch.New != int64(len(s.events)) {
		return fmt.Errorf("%d orders came in, want %d", loaded.Batch.New, len(s.events))
	}
	zone, err := time.LoadLocation(s.zone)
	if err != nil {
		return err
	}
	all := people(s.events, zone)
	w, err := db.Workbench(ctx, 7)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := s.summaries(ctx, w, all); err != nil {
		return err
	}
	return s.scores(ctx, db, w, all)
}

// summaries compares what a workbench says of a cut.
func (s scenario) summaries(ctx context.Context, w store.Workbench, all []*person) error {
	counts, err := w.Summarise(ctx, s.cut)
	if err != nil {
		return err
	}
	want := countsOf(all, s.cut)
	zone, _ := time.LoadLocation(s.zone)
	for _, e := range s.events {
		if d := value.DateOf(e.at.In(zone)); !upTo(d, s.cut.AsOf) {
			want.AfterAsOf++
		} else if e.cents < 0 {
			want.Refunds++
		}
	}
	if err := sameCounts(counts, want); err != nil {
		return err
	}
	if err := samePanel(ctx, w, all, s.cut); err != nil {
		return err
	}
	windows := map[store.Window]value.Date{store.UpToAsOf: s.cut.AsOf}
	if !s.cut.CalibrationEnd.IsZero() {
		windows[store.UpToCalibrationEnd] = s.cut.CalibrationEnd
	}
	for win, end := range windows {
		if err := sameShapes(ctx, w, win, shapesOf(all, s.cut, win)); err != nil {
			return err
		}
		for _, d := range []store.SpendDays{store.RepeatDays, store.AllDays} {
			if err := sameSpends(ctx, w, win, d, all, end); err != nil {
				return err
			}
		}
	}
	return sameSums(ctx, w, sumsOf(all, s.cut))
}
