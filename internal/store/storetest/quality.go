package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
)

// testQuality: what is odd about a small log is found, and nothing else.
func testQuality(t *testing.T, open Open) {
	opened := fresh(t, open)
	s, ok := opened.(store.Quality)
	if !ok {
		t.Skip("the driver does not judge data")
	}
	var all []record.Record
	at := func(o *record.Order, day, minute int) *record.Order {
		o.At = time.Date(2024, 1, 1, 10, minute, 0, 0, time.UTC).AddDate(0, 0, day)
		return o
	}
	for d := range 60 { // every day for 60 days, and again after 20 days without
		day := d
		if d >= 40 {
			day += 20
		}
		o := at(sale(fmt.Sprint(100+d), fmt.Sprintf("c%d@x.org", d), 1, 20), day, d%50)
		all = append(all, o, &record.Line{Source: "shop", OrderID: o.ID, No: 1, Name: "thing"})
	}
	big := at(sale("900", "rich@x.org", 1, 9000), 3, 7)
	twin, copied := at(sale("901", "ann@x.org", 1, 30), 5, 8), at(sale("902", "ann@x.org", 1, 30), 5, 8)
	paid, same := at(sale("903", "bob@x.org", 1, 44), 6, 9), at(sale("ch_1", "bob@x.org", 1, 44), 6, 30)
	same.Source = "bank"
	nobody := at(sale("904", "", 1, 15), 8, 11)
	all = append(all, big, twin, copied, paid, same, nobody, back("r1", "903", 9, 50), back("r2", "gone", 9, 5))
	put(t, opened, all...)

	ctx := t.Context()
	kept, err := s.Kept(ctx, "UTC")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, k := range kept {
		lines = append(lines, fmt.Sprintf("%s %s %d %d %s %s", k.Source, k.Kind, k.Records, k.Unidentified, k.First, k.Last))
	}
	if got, want := fmt.Sprint(lines), "[bank orders 1 0 2024-01-07 2024-01-07 shop orders 65 1 2024-01-01 2024-03-20 shop refunds 2 0 2024-01-09 2024-01-09]"; got != want {
		t.Errorf("kept %s\nwant %s", got, want)
	}
	gaps, err := s.Gaps(ctx, "UTC")
	if err != nil || len(gaps) != 1 || gaps[0].Source != "shop" || gaps[0].From.String() != "2024-02-10" || gaps[0].To.String() != "2024-02-29" || gaps[0].Judged != 59 {
		t.Errorf("gaps %+v, %v", gaps, err)
	}
	twice, err := s.CountedTwice(ctx)
	if err != nil || len(twice) != 1 || twice[0] != (store.Overlap{A: "bank", B: "shop", Orders: 1, OfA: 1, OfB: 64, FirstA: "ch_1", FirstB: "903"}) {
		t.Errorf("counted twice %+v, %v", twice, err)
	}
	lineless, err := s.Lineless(ctx)
	if err != nil || len(lineless) != 1 || lineless[0] != (store.SourceCount{Source: "shop", Count: 5, Of: 65}) {
		t.Errorf("without lines %+v, %v", lineless, err)
	}
	money, err := s.Currencies(ctx)
	if err != nil || len(money) != 1 || money[0].Orders != 66 || money[0].Currency != "EUR" {
		t.Errorf("currencies %+v, %v", money, err)
	}
	for name, c := range map[string]struct {
		ask    func(context.Context) (store.Found, error)
		record string
		amount string
	}{
		"duplicates":   {s.Duplicates, "901", "30.00"},
		"outliers":     {s.Outliers, "900", "9000.00"},
		"overrefunded": {s.Overrefunded, "903", "6.00"},
		"stray":        {s.StrayRefunds, "gone", "5.00"},
	} {
		got, err := c.ask(ctx)
		if err != nil || got.Count != 1 || len(got.Examples) != 1 || got.Examples[0].Record != c.record || got.Examples[0].Amount.String() != c.amount {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// testNoQuality: of an empty store there is nothing to say.
func testNoQuality(t *testing.T, open Open) {
	opened := fresh(t, open)
	s, ok := opened.(store.Quality)
	if !ok {
		t.Skip("the driver does not judge data")
	}
	kept, err := s.Kept(t.Context(), "Europe/Berlin")
	if err != nil || len(kept) != 0 {
		t.Errorf("kept %+v, %v", kept, err)
	}
	if found, err := s.Outliers(t.Context()); err != nil || found.Count != 0 {
		t.Errorf("outliers %+v, %v", found, err)
	}
	rejected, err := s.RejectedReasons(t.Context(), 0)
	if err != nil || len(rejected) != 0 {
		t.Errorf("rejected %+v, %v", rejected, err)
	}
	if gaps, err := s.Gaps(t.Context(), "UTC"); err != nil || len(gaps) != 0 {
		t.Errorf("gaps %+v, %v", gaps, err)
	}
}
