package export

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
)

// Cells that upset parsers.
var nasty = []string{
	"", "-", "--", "'", "0", "-0", "-1", "1e9", "NaN", "9223372036854.775807", "-9223372036854.775808", "999999999999", "1000000000000.000001",
	"1,234.50", "1.234,50", "($5.00)", "-$0.95", "=cmd()", "\ufeff", "\x00", "€", "12/31/2026", "31/12/2026", "2026-02-30", "1777651200", "0000-00-00 00:00:00",
	"true", "refunded", "Refund", "voided", "cancelled", "lost", "JPY", "KWD", "eur", "Tip", "Non-Amazon", "Gift Card", "a@b.co", "+4930123456",
	"2× Mug, 1× Tea", "9999999999999999999× Mug", "amount:5|reason:|date:", "amount:-5;amount:x", "name:A|quantity:2|total:5|sub_total:1", "every 0 months",
}

// fuzzFormat mutates the rows of a format's corpus: cells are changed, rows
// cut, repeated, mixed up. Whatever comes, reading does not panic, every row
// is accepted or rejected, and money adds up.
func fuzzFormat(f *testing.F, name string) {
	format := ByName(name)
	files, err := filepath.Glob("testdata/" + name + "/*.?sv")
	if err != nil || len(files) == 0 {
		f.Fatalf("no corpus of %s: %v", name, err)
	}
	slices.Sort(files)
	var seeds []*listed
	for _, path := range files {
		found := look(f, path)
		seeds = append(seeds, &listed{columns: found.Columns(), rows: found.Sample()})
	}
	for i := range uint64(20) {
		f.Add(i, "7", "x")
	}
	f.Fuzz(func(t *testing.T, seed uint64, a, b string) {
		r := rand.New(rand.NewPCG(seed, 1))
		from := mutated(r, seeds[r.IntN(len(seeds))], append(nasty[:len(nasty):len(nasty)], a, b))
		filled := 0
		for _, fields := range from.rows {
			if !(&row{fields: fields}).blank() {
				filled++
			}
		}
		var k kept
		tally, err := format.Read(context.Background(), "fuzz", from, from.rows, Options{}, &k)
		if err != nil {
			t.Fatal(err)
		}
		if tally.Rows != tally.Accepted+tally.Rejected || int(tally.Rows) != filled || int(tally.Rejected) != len(k.rejected) || tally.Accepted < 0 {
			t.Errorf("%d rows given, %d counted, %d accepted, %d rejected, %d rejections", filled, tally.Rows, tally.Accepted, tally.Rejected, len(k.rejected))
		}
		checkMoney(t, &k)
	})
}

// mutated is a source with rows changed at random.
func mutated(r *rand.Rand, from *listed, cells []string) *listed {
	out := &listed{columns: from.columns}
	for range 1 + r.IntN(3*len(from.rows)) {
		row := slices.Clone(from.rows[r.IntN(len(from.rows))])
		for range r.IntN(4) {
			row[r.IntN(len(row))] = cells[r.IntN(len(cells))]
		}
		switch r.IntN(20) {
		case 0:
			row = row[:r.IntN(len(row)+1)]
		case 1:
			row = append(row, cells[r.IntN(len(cells))])
		case 2:
			i, j := r.IntN(len(row)), r.IntN(len(row))
			row[i], row[j] = row[j], row[i]
		}
		out.rows = append(out.rows, row)
	}
	return out
}

func FuzzShopifyOrders(f *testing.F)       { fuzzFormat(f, "shopify-orders") }
func FuzzShopifyFivetran(f *testing.F)     { fuzzFormat(f, "shopify-fivetran") }
func FuzzShopifyCustomers(f *testing.F)    { fuzzFormat(f, "shopify-customers") }
func FuzzShopifyCustomersOld(f *testing.F) { fuzzFormat(f, "shopify-customers-old") }
func FuzzWooAnalytics(f *testing.F)        { fuzzFormat(f, "woocommerce-analytics") }
func FuzzWooOrders(f *testing.F)           { fuzzFormat(f, "woocommerce-orders") }
func FuzzStripePayments(f *testing.F)      { fuzzFormat(f, "stripe-payments") }
func FuzzStripeCharges(f *testing.F)       { fuzzFormat(f, "stripe-charges") }
func FuzzStripeSubscriptions(f *testing.F) { fuzzFormat(f, "stripe-subscriptions") }
func FuzzStripeInvoices(f *testing.F)      { fuzzFormat(f, "stripe-invoices") }
func FuzzStripeCustomers(f *testing.F)     { fuzzFormat(f, "stripe-customers") }
func FuzzSquareTransactions(f *testing.F)  { fuzzFormat(f, "square-transactions") }
func FuzzSquareItems(f *testing.F)         { fuzzFormat(f, "square-items") }
func FuzzAmazonOrders(f *testing.F)        { fuzzFormat(f, "amazon-orders") }
func FuzzAmazonShipments(f *testing.F)     { fuzzFormat(f, "amazon-shipments") }
func FuzzProductCosts(f *testing.F)        { fuzzFormat(f, "product-costs") }

// FuzzMoney holds the quick way to read an amount to the thorough one.
func FuzzMoney(f *testing.F) {
	for _, s := range []string{"1", "-1.5", "0.000001", "12.", ".5", "1,000", "--1", "", "-", "999999999999", "1.2.3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := style{}.quick(text)
		if !ok {
			return
		}
		digits, negative := strings.CutPrefix(text, "-")
		plain, fine := style{}.plain(digits)
		want, err := record.ParseMoney(plain)
		if negative {
			want = want.Negated()
		}
		if !fine || err != nil || got != want {
			t.Errorf("%q: %s, want %s, %v", text, got, want, err)
		}
	})
}
