package storetest

import (
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/store"
)

// shop is the log of the tests by hand. Ann buys twice on her first day, cat's
// first order was free, eve comes after as-of.
const shop = `
1 ann 2024-01-01T10:00:00Z 10.00
2 ann 2024-01-01T18:00:00Z 5.00
3 ann 2024-01-15T09:00:00Z 20.00
4 ann 2024-02-12T09:00:00Z 40.00
5 bob 2024-01-10T00:00:00Z 7.50
6 cat 2024-01-20T23:59:59Z 0.00
7 cat 2024-02-01T12:00:00Z 30.00
8 dan 2024-02-20T12:00:00Z 99.99
9 eve 2024-03-05T12:00:00Z 1.00`

// shape is a Shape with mean spends of repeat and of all days, for one customer.
func shape(x, tx, t, holdout int32, repeat, all float64) store.Shape {
	return store.Shape{X: x, TxDays: tx, TDays: t, Holdout: holdout, Customers: 1,
		Spend: [2]store.SpendSum{store.RepeatDays: {Mean: repeat, Squared: repeat * repeat}, store.AllDays: {Mean: all, Squared: all * all}}}
}

// wantSummary summarises and compares facts and histories.
func wantSummary(t *testing.T, w store.Workbench, cut store.Cut, counts store.Counts, win store.Window, shapes ...store.Shape) {
	t.Helper()
	got, err := w.Summarise(t.Context(), cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := sameCounts(got, counts); err != nil {
		t.Error(err)
	}
	want := map[[4]int32]store.Shape{}
	for _, s := range shapes {
		want[[4]int32{s.X, s.TxDays, s.TDays, s.Holdout}] = s
	}
	if err := sameShapes(t.Context(), w, win, want); err != nil {
		t.Error(err)
	}
}

func testByHand(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{}, shop)
	w := bench(t, s, 7)
	span, err := w.Span(t.Context(), "UTC")
	if err != nil || span.Rows != 9 || span.First != day("2024-01-01") || span.Last != day("2024-03-05") {
		t.Errorf("span is %+v, %v", span, err)
	}
	wantSummary(t, w, store.Cut{Zone: "UTC", AsOf: day("2024-03-01")}, store.Counts{
		Orders: 8, Customers: 4, Repeaters: 2, First: day("2024-01-01"), Last: day("2024-02-20"),
		Historic: cents(21249), Gross: cents(21249), AfterAsOf: 1,
	}, store.UpToAsOf,
		shape(0, 0, 10, 0, 0, 99.99), shape(0, 0, 51, 0, 0, 7.5), shape(1, 12, 41, 0, 30, 15), shape(2, 42, 60, 0, 30, 25))
}

func testHoldout(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{Replace: true}, shop)
	w := bench(t, s, 1)
	counts := store.Counts{
		Orders: 8, Customers: 4, Repeaters: 2, First: day("2024-01-01"), Last: day("2024-02-20"),
		Historic: cents(21249), Gross: cents(21249), AfterAsOf: 1,
		CalibrationCustomers: 3, CalibrationRepeaters: 1, HoldoutNewCustomers: 1, HoldoutValue: cents(7000),
	}
	inside := store.Cut{Zone: "UTC", AsOf: day("2024-03-01"), CalibrationEnd: day("2024-01-31"), HoldoutEnd: day("2024-03-01")}
	wantSummary(t, w, inside, counts, store.UpToCalibrationEnd, shape(0, 0, 11, 1, 0, 0), shape(0, 0, 21, 0, 0, 7.5), shape(1, 14, 30, 1, 20, 17.5))

	// The same days as a hold-out after as-of: what follows as-of is judged,
	// and counts as history no more.
	after := store.Cut{Zone: "UTC", AsOf: day("2024-01-31"), CalibrationEnd: day("2024-01-31"), HoldoutEnd: day("2024-03-01")}
	counts.Orders, counts.Customers, counts.Repeaters, counts.AfterAsOf = 5, 3, 1, 4
	counts.Last, counts.Historic, counts.Gross = day("2024-01-20"), cents(4250), cents(4250)
	wantSummary(t, w, after, counts, store.UpToCalibrationEnd, shape(0, 0, 11, 1, 0, 0), shape(0, 0, 21, 0, 0, 7.5), shape(1, 14, 30, 1, 20, 17.5))
	if err := sameShapes(t.Context(), w, store.UpToAsOf, map[[4]int32]store.Shape{
		{0, 0, 11, 0}: shape(0, 0, 11, 0, 0, 0), {0, 0, 21, 0}: shape(0, 0, 21, 0, 0, 7.5), {1, 14, 30, 0}: shape(1, 14, 30, 0, 20, 17.5),
	}); err != nil {
		t.Error(err)
	}
}

func testRefunds(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{}, `
1  ann 2024-01-01T10:00:00Z 100
r1 ann 2024-01-05T10:00:00Z -25
2  ann 2024-01-11T10:00:00Z 100
3  bob 2024-01-02T10:00:00Z 50
r3 bob 2024-01-03T10:00:00Z -80
r9 cat 2024-01-04T10:00:00Z -10
4  dan 2024-02-01T10:00:00Z 10
r4 dan 2024-01-20T10:00:00Z -3`)
	// A refund is no purchase and counts on its own day; ann's eighth of
	// refunds lowers her mean from 100 to 87.50; bob has cost more than he
	// paid; cat and, as yet, dan are known by refunds alone.
	wantSummary(t, bench(t, s, 7), store.Cut{Zone: "UTC", AsOf: day("2024-01-31")}, store.Counts{
		Orders: 3, Refunds: 4, Customers: 4, Repeaters: 1, RefundOnly: 2, AfterAsOf: 1,
		First: day("2024-01-01"), Last: day("2024-01-20"),
		Historic: cents(13200), Gross: cents(25000), Refunded: cents(-11800),
	}, store.UpToAsOf, shape(0, 0, 29, 0, 0, 0), shape(1, 10, 30, 0, 87.5, 87.5))
}

// testZones: days begin where the business is, also when the clock changes.
func testZones(t *testing.T, open Open) {
	instants := `
1 ann 2024-03-30T23:30:00Z 1
2 ann 2024-03-31T21:30:00Z 1
3 ann 2024-03-31T22:30:00Z 1
4 ann 2024-10-26T22:30:00Z 1
5 ann 2024-10-27T22:30:00Z 1
6 ann 2024-10-27T23:30:00Z 1`
	for _, c := range []struct {
		zone, log, first, last string
		x, tx, t               int32
	}{
		// 31 March (twice), 1 April, 27 October (twice), 28 October
		{"Europe/Berlin", instants, "2024-03-31", "2024-10-28", 3, 211, 214},
		// 30 March, 31 March (twice), 26 October, 27 October (twice)
		{"UTC", instants, "2024-03-30", "2024-10-27", 3, 211, 215},
		// Times without an offset are the business's own: the days as written.
		{"Europe/Berlin", "1 ann 2024-03-31T00:10:00 1\n2 ann 2024-03-31T23:50:00 1\n3 ann 2024-10-27T00:10:00 1\n4 ann 2024-10-28 1",
			"2024-03-31", "2024-10-28", 2, 211, 214},
		{"America/New_York", "1 ann 2024-03-10T23:30:00 1\n2 ann 2024-11-03T23:30:00 1", "2024-03-10", "2024-11-03", 1, 238, 235},
	} {
		t.Run(c.zone, func(t *testing.T) {
			s := fresh(t, open)
			load(t, s, store.LoadOptions{Zone: c.zone}, c.log)
			w := bench(t, s, 7)
			asOf := day("2024-10-31")
			if asOf.Before(day(c.last)) {
				asOf = day(c.last)
				c.t = int32(asOf.Sub(day(c.first)))
			}
			got, err := w.Summarise(t.Context(), store.Cut{Zone: c.zone, AsOf: asOf})
			if err != nil || got.First != day(c.first) || got.Last != day(c.last) {
				t.Fatalf("from %s to %s, want %s to %s (%v)", got.First, got.Last, c.first, c.last, err)
			}
			span, err := w.Span(t.Context(), c.zone)
			if err != nil || span.First != day(c.first) || span.Last != day(c.last) {
				t.Errorf("span is %+v, %v", span, err)
			}
			x := float64(c.x)
			repeat, all := (float64(got.Orders)-float64(ordersOn(c.log, c.zone, c.first)))/x, float64(got.Orders)/(x+1)
			if err := sameShapes(t.Context(), w, store.UpToAsOf, map[[4]int32]store.Shape{{c.x, c.tx, c.t, 0}: shape(c.x, c.tx, c.t, 0, repeat, all)}); err != nil {
				t.Error(err)
			}
		})
	}
}

// ordersOn counts the rows of a log on a local day.
func ordersOn(log, zone, on string) (n int) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	for _, r := range parseLog(log) {
		if instant(r.at, loc).In(loc).Format(time.DateOnly) == on {
			n++
		}
	}
	return n
}
