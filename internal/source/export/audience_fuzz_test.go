package export

import (
	"context"
	"math/rand/v2"
	"testing"
)

// More cells that upset parsers, of events, reports and surveys.
var nastier = []string{
	"[]", "{}", "[{}]", "[1]", `[{"key":"value","value":{"double_value":-5}}]`, `[{"price":"x"}]`, `[{"price":9223372036854,"quantity":9223372036854}]`, `[{"item_id":"A","price":1,"discount":5}]`,
	"track", "identify", "alias", "Order Completed", "Order Refunded", "Order Cancelled", "Order Updated", "purchase", "refund", "m7", "O1", "T1",
	"Total", "Total: Account", "All", "2026-W07", "May 2026", "1746090000000000", "1.7E+15", "10/10", "5 - good", "★★☆☆☆", "★★★★★★", "-3", "999", "FIVE", "nps", "csat", "123:04:05", "1:99:00", "?",
}

// fuzzAudience is fuzzFormat for formats in which some rows are none.
func fuzzAudience(f *testing.F, names ...string) {
	type seed struct {
		format *Format
		rows   *listed
	}
	var seeds []seed
	for path, name := range corpus(f) {
		for _, n := range names {
			if n == name {
				found := look(f, path)
				l := &listed{columns: found.Columns()}
				for _, fields := range found.Sample() {
					l.rows = append(l.rows, fields[:len(l.columns)])
				}
				seeds = append(seeds, seed{format: ByName(name), rows: l})
			}
		}
	}
	if len(seeds) == 0 {
		f.Fatalf("no corpus of %v", names)
	}
	for i := range uint64(30) {
		f.Add(i, "7", "x")
	}
	f.Fuzz(func(t *testing.T, n uint64, a, b string) {
		r := rand.New(rand.NewPCG(n, 1))
		s := seeds[r.IntN(len(seeds))]
		cells := append(append(nasty[:len(nasty):len(nasty)], nastier...), a, b)
		readMutated(t, s.format, mutated(r, s.rows, cells))
	})
}

// readMutated holds that every row is accepted or rejected, and that money
// adds up, whatever is read.
func readMutated(t *testing.T, f *Format, from *listed) {
	t.Helper()
	var k kept
	tally, err := f.Read(context.Background(), "fuzz", from, from.rows, Options{}, &k)
	if err != nil {
		t.Fatal(err)
	}
	if tally.Rows != tally.Accepted+tally.Rejected || int(tally.Rows) > len(from.rows) || int(tally.Rejected) != len(k.rejected) || tally.Accepted < 0 {
		t.Errorf("%d rows given, %d counted, %d accepted, %d rejected, %d rejections", len(from.rows), tally.Rows, tally.Accepted, tally.Rejected, len(k.rejected))
	}
	checkMoney(t, &k)
}

func FuzzKlaviyo(f *testing.F) { fuzzAudience(f, "klaviyo-profiles") }
func FuzzGA4(f *testing.F)     { fuzzAudience(f, "ga4-events") }
func FuzzTracked(f *testing.F) { fuzzAudience(f, "segment-events") }
func FuzzClicks(f *testing.F)  { fuzzAudience(f, "shop-clicks", "session-views") }
func FuzzAdReports(f *testing.F) {
	fuzzAudience(f, "meta-ads", "google-ads", "ad-pipeline", "ad-spend")
}
func FuzzTickets(f *testing.F) { fuzzAudience(f, "zendesk-tickets", "hubspot-tickets", "incident-log") }
func FuzzSurveys(f *testing.F) { fuzzAudience(f, "delighted-responses", "survey") }
func FuzzReviews(f *testing.F) {
	fuzzAudience(f, "trustpilot-reviews", "trustpilot-product-reviews", "google-reviews", "reviews")
}
