package export

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// text is rows as a person writes them, cells apart by bars.
func text(header string, rows ...string) *listed {
	l := &listed{columns: strings.Split(header, "|")}
	for _, r := range rows {
		l.rows = append(l.rows, strings.Split(r, "|"))
	}
	return l
}

func readText(t testing.TB, format string, from *listed, o Options) (*kept, Tally) {
	t.Helper()
	var k kept
	tally, err := ByName(format).Read(context.Background(), "file", from, from.rows, o, &k)
	if err != nil {
		t.Fatal(err)
	}
	return &k, tally
}

// totals are orders with their totals, in the order in which they came.
func totals(k *kept) string {
	var out []string
	for _, r := range k.records {
		if o, is := r.(*record.Order); is {
			out = append(out, o.ID+" "+o.Total.String())
		}
	}
	return strings.Join(out, ", ")
}

const shopifyHeader = "Name|Financial Status|Paid at|Currency|Subtotal|Total|Created at|Lineitem quantity|Lineitem name|Lineitem price"

// A row that is cut otherwise than the header takes its order with it: the
// order's money would be right, but it would lack a line.
func TestRaggedRowRejectsItsOrder(t *testing.T) {
	k, tally := readText(t, "shopify-orders", text(shopifyHeader,
		"#1|paid||EUR|30|30|2026-05-01 10:00:00 +0200|1|A|10",
		"#1||||||2026-05-01 10:00:00 +0200|2|B",
		"#2|paid||EUR|5|5|2026-05-01 10:00:00 +0200|1|C|5",
		"|||||||1|D",
	), Options{})
	if totals(k) != "" || tally.Rejected != 4 || tally.Accepted != 0 {
		t.Errorf("orders %q, %+v", totals(k), tally)
	}
	for _, r := range k.rejected {
		if r.Line != 3 && r.Line != 5 && !strings.Contains(r.Reason, "fewer columns") {
			t.Errorf("line %d: %s", r.Line, r.Reason)
		}
	}
}

// What continues an order whose first row is lost is not taken for the order
// above it.
func TestRowsOfALostOrderAreNotTheOneAbove(t *testing.T) {
	k, tally := readText(t, "shopify-orders", text(shopifyHeader,
		"#1|paid||EUR|10|10|2026-05-01 10:00:00 +0200|1|A|10",
		"#2|paid||EUR|5|5|2026-05-01 10:00:00 +0200|1",
		"|||||||1|B|5",
		"#3|paid||EUR|7|7|2026-05-01 10:00:00 +0200|1|C|7",
	), Options{})
	if got := totals(k); got != "#1 10.00, #3 7.00" || tally.Rejected != 2 || len(k.records) != 4 {
		t.Errorf("%q, %d records, rejected %v", got, len(k.records), k.rejected)
	}
}

// More than was paid cannot go back: such an order is damaged.
func TestMoreRefundedThanPaid(t *testing.T) {
	for _, c := range []struct{ format, header, row, column string }{
		{"shopify-orders", shopifyHeader + "|Refunded Amount", "#1|refunded||EUR|10|10|2026-05-01 10:00:00 +0200|1|A|10|10.01", "Refunded Amount"},
		{"shopify-fivetran", "order_id|financial_status|total_price|created_timestamp|refund_subtotal|source_relation", "1|refunded|10|2026-05-01 10:00:00|10.01|x", "refund_subtotal"},
		{"woocommerce-orders", "order_id|order_date|status|order_total|order_currency|refund_items", "1|2026-05-01 10:00:00|completed|10|EUR|amount:6;amount:4.01", "refund_items"},
		{"stripe-payments", "id|Created (UTC)|Amount|Amount Refunded|Currency", "ch_1|2026-05-01 10:00:00|10|10.01|eur", "Amount Refunded"},
	} {
		k, tally := readText(t, c.format, text(c.header, c.row), Options{})
		if tally.Rejected != 1 || len(k.records) != 0 || k.rejected[0].Column != c.column {
			t.Errorf("%s: %d records, %+v", c.format, len(k.records), k.rejected)
		}
	}
}

// A time without an offset is the business's, summer time and all; a zone that
// is none is an error before anything is read (woocommerce #39255, #55026).
func TestBusinessZone(t *testing.T) {
	header, rows := "order_id|order_date|status|order_total|order_currency", []string{
		"1|2026-03-28 23:30:00|completed|10|EUR", // winter
		"2|2026-03-29 23:30:00|completed|10|EUR", // summer since this morning
		"3|2026-03-30T00:30:00Z|completed|10|EUR",
	}
	k, _ := readText(t, "woocommerce-orders", text(header, rows...), Options{Zone: "Europe/Berlin"})
	for i, want := range []string{"2026-03-28T22:30:00Z", "2026-03-29T21:30:00Z", "2026-03-30T00:30:00Z"} {
		if got := k.records[i].(*record.Order).At.Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", rows[i], got, want)
		}
	}
	var n kept
	from := text(header, rows...)
	if _, err := ByName("woocommerce-orders").Read(context.Background(), "f", from, from.rows, Options{Zone: "Mars/Olympus"}, &n); err == nil || len(n.records) > 0 {
		t.Errorf("a zone of Mars: %v, %d records", err, len(n.records))
	}
}

// An order's first row may come last, and its rows may stand anywhere.
func TestScatteredRows(t *testing.T) {
	k, tally := readText(t, "shopify-orders", text(shopifyHeader,
		"#1||||||||A|10",
		"#2|paid||EUR|7|7|2026-05-01 10:00:00 +0200|1|C|7",
		"#3|paid||EUR|9|9|2026-05-01 10:00:00 +0200|1|D|4",
		"#1|paid||EUR|30|30|2026-05-01 10:00:00 +0200|2|B|10",
		"#3||||||||E|5",
	), Options{})
	if got := totals(k); got != "#2 7.00, #1 30.00, #3 9.00" || tally.Rejected != 0 || len(k.records) != 8 {
		t.Errorf("%q, %d records, rejected %v", got, len(k.records), k.rejected)
	}
}

// Rows held are bounded: the oldest order goes, and a row of it that comes
// too late is rejected instead of being taken for another order.
func TestHeldRowsAreBounded(t *testing.T) {
	var k kept
	out := &output{to: &k, noticed: map[string]bool{}}
	type order struct{ rows int }
	var done []string
	a := newAssembler(out, func() order { return order{} }, nil, func(key string, o *order) error {
		done = append(done, fmt.Sprint(key, o.rows))
		return nil
	})
	a.clear = func(o *order) { *o = order{} }
	a.most = 3
	var late error
	for i, key := range []string{"a", "b", "a", "c", "d", "a"} {
		err := a.take(&row{header: newHeader(nil, nil), line: int64(i + 2)}, key, func(o *order) error { o.rows++; return nil })
		if err != nil {
			late = err
		}
	}
	if err := a.finish(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(done, " "); got != "a2 b1 c1 d1" || late == nil || !strings.Contains(late.Error(), "complete further up") {
		t.Errorf("orders %q, late row %v", got, late)
	}
	if len(a.open) != 0 || len(a.order) != 0 || a.held != 0 {
		t.Errorf("%d open, %d in order, %d rows held at the end", len(a.open), len(a.order), a.held)
	}
}

// An order that waits does not make those behind it pile up.
func TestOneOpenOrderHoldsNothingBack(t *testing.T) {
	var k kept
	out := &output{to: &k, noticed: map[string]bool{}}
	type order struct{ open bool }
	a := newAssembler(out, func() order { return order{} }, func(o *order) bool { return !o.open }, func(string, *order) error { return nil })
	for i := range 100_000 {
		err := a.take(&row{header: newHeader(nil, nil)}, fmt.Sprint(i), func(o *order) error { o.open = i == 0; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if len(a.open) > 2 || len(a.order) > 2048 {
			t.Fatalf("row %d: %d orders open, %d kept", i, len(a.open), len(a.order))
		}
	}
}

func TestZones(t *testing.T) {
	z := zones{}
	for name, iana := range namedZones {
		if at := z.named(name); at == nil || at.String() != iana {
			t.Errorf("%s: %v, want %s", name, at, iana)
		}
	}
	for _, c := range []struct{ date, zone, utc string }{
		{"2026-03-08 01:59:59", "Eastern Time (US & Canada)", "2026-03-08T06:59:59Z"}, // the last second before summer time
		{"2026-03-08 03:00:00", "Eastern Time (US & Canada)", "2026-03-08T07:00:00Z"},
		{"2026-07-01 12:00:00", "  pacific time  (US & Canada) ", "2026-07-01T19:00:00Z"},
		{"2026-07-01 12:00:00", "Arizona", "2026-07-01T19:00:00Z"}, // no summer time
		{"2026-01-01 00:30:00", "Sydney", "2025-12-31T13:30:00Z"},
		{"2026-06-01 00:30:00", "Europe/Berlin", "2026-05-31T22:30:00Z"},
	} {
		at, ok := parseTime(c.date, z.named(c.zone), "")
		if !ok || at.Format(time.RFC3339) != c.utc {
			t.Errorf("%s in %s is %v, want %s", c.date, c.zone, at, c.utc)
		}
	}
	if z.named("Local") != nil || z.named("Nowhere/Land") != nil || z.named("") != nil {
		t.Error("a zone was made up")
	}
}

// The quick way to read a time agrees with the layouts.
func TestUsualTimes(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, layout string }{
		{"2026-05-01 10:00:00", "2006-01-02 15:04:05"}, {"2026-05-01T10:00:00", "2006-01-02T15:04:05"}, {"2026-05-01T10:00:00Z", time.RFC3339},
		{"2026-05-01 10:00:00 +0200", "2006-01-02 15:04:05 -0700"}, {"2026-05-01 10:00:00 -0430", "2006-01-02 15:04:05 -0700"}, {"2026-05-01 10:00:00 UTC", "2006-01-02 15:04:05 MST"},
		{"2024-02-29 23:59:59", "2006-01-02 15:04:05"},
	} {
		got, ok := parseUsual(c.text, berlin)
		want, err := time.ParseInLocation(c.layout, c.text, berlin)
		if !ok || err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, want %v", c.text, got, want)
		}
	}
	for _, bad := range []string{"2026-02-29 00:00:00", "2026-13-01 00:00:00", "2026-00-01 00:00:00", "2026-01-00 00:00:00", "2026-01-32 00:00:00", "2026-01-01 24:00:00", "2026-01-01 00:00:00 +2500", "2026-04-31 00:00:00", "2026x01-01 00:00:00"} {
		if at, ok := parseTime(bad, time.UTC, ""); ok {
			t.Errorf("%s is %v", bad, at)
		}
	}
}

func TestEach(t *testing.T) {
	for _, c := range []struct{ sum, quantity, want record.Money }{
		{10_000000, 3_000000, 3_333333}, {20_000000, 3_000000, 6_666667}, {-20_000000, 3_000000, -6_666667}, {20_000000, -3_000000, -6_666667},
		{1, 2_000000, 1}, {5_000000, 0, record.None}, {record.None, 1_000000, record.None},
	} {
		if got := each(c.sum, c.quantity); got != c.want {
			t.Errorf("%s for %s: %s, want %s", c.sum, c.quantity, got, c.want)
		}
	}
}

func TestCents(t *testing.T) {
	for currency, want := range map[string]string{"EUR": "12.34", "jpy": "1234.00", "KWD": "1.234", "UGX": "12.34", "": "12.34"} {
		if got := cents(1234*record.Micros, currency); got.String() != want {
			t.Errorf("1234 of %s is %s, want %s", currency, got, want)
		}
	}
}

// One order of day and month holds for a whole file: the 13/05 of a later row
// is no date where the sample did not tell and the month was taken to be first.
func TestDayOrderIsTheFiles(t *testing.T) {
	rows := []string{
		"#1|paid||EUR|5|5|03/04/2026 10:00|1|A|5",
		"#2|paid||EUR|5|5|13/05/2026 10:00|1|A|5",
	}
	read := func(sampled int, o Options) (*kept, Tally) {
		t.Helper()
		from := text(shopifyHeader, rows...)
		var k kept
		tally, err := ByName("shopify-orders").Read(context.Background(), "file", from, from.rows[:sampled], o, &k)
		if err != nil {
			t.Fatal(err)
		}
		return &k, tally
	}
	for _, c := range []struct {
		sampled  int
		options  Options
		first    string
		rejected int64
		notices  int
	}{
		{2, Options{}, "2026-04-03", 0, 0},
		{1, Options{}, "2026-03-04", 1, 1},
		{1, Options{Dates: "dmy"}, "2026-04-03", 0, 0},
	} {
		k, tally := read(c.sampled, c.options)
		got := k.records[0].(*record.Order).At.Format(time.DateOnly)
		if got != c.first || tally.Rejected != c.rejected || len(tally.Notices) != c.notices {
			t.Errorf("%+v: first on %s, %+v", c, got, tally)
		}
	}
}
