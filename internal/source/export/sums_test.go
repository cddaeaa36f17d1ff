package export

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// sums count what was read of a currency.
type sums struct{ orders, refunds int }

// TestSums holds what is read to sums that were computed from the files by
// hand: sales are orders that are neither failed, pending nor drafts.
func TestSums(t *testing.T) {
	for _, c := range []struct {
		path, currency string
		sums
		total, back string
	}{
		// 59.02+43+1344.50+30+30+29+10.50+137+30+7+21+5; 43+44.50+30+21
		{"shopify-orders/exclusive.csv", "EUR", sums{12, 4}, "1746.02", "138.50"},
		// 124.95+107.10+5.95+59.50+1000+110
		{"shopify-orders/inclusive.csv", "EUR", sums{6, 0}, "1407.50", "0.00"},
		{"shopify-orders/spreadsheet.csv", "USD", sums{2, 0}, "20.00", "0.00"},
		// 95.03+124.95+27.50; 55.95+27.50
		{"shopify-fivetran/orders.csv", "EUR", sums{3, 2}, "247.48", "83.45"},
		// 2999+1500+500+800; 200+100+800+1500
		{"woocommerce-analytics/newer.csv", "BDT", sums{4, 4}, "5799.00", "2600.00"},
		// woocommerce #21822: $2,920.14 before refunds, $2,526.85 after them
		{"woocommerce-analytics/older.csv", "USD", sums{1, 1}, "2920.14", "393.29"},
		// 114.24+30+12+12+11; 5+2.50+12+12
		{"woocommerce-orders/webtoffee.csv", "EUR", sums{5, 4}, "179.24", "31.50"},
		// 10+50+70+70; 50+20+50: the lost dispute takes what was not refunded
		{"stripe-payments/older.csv", "EUR", sums{4, 3}, "200.00", "120.00"},
		{"stripe-payments/older.csv", "USD", sums{1, 1}, "1299.00", "299.00"},
		{"stripe-payments/older.csv", "JPY", sums{1, 0}, "5000.00", "0.00"},
		{"stripe-payments/newer.csv", "EUR", sums{2, 1}, "45.82", "4.00"},
		{"stripe-payments/few.csv", "EUR", sums{2, 1}, "25.00", "12.00"},
		{"stripe-charges/pipeline.csv", "USD", sums{2, 1}, "25.00", "2.50"},
		{"stripe-charges/pipeline.csv", "JPY", sums{1, 1}, "5000.00", "5000.00"},
		{"stripe-charges/pipeline.csv", "KWD", sums{1, 0}, "12.345", "0.00"},
		{"stripe-charges/capitals.csv", "EUR", sums{2, 1}, "40.00", "20.00"},
		{"stripe-invoices/loose.csv", "EUR", sums{2, 0}, "119.10", "0.00"},
		// 22.50+29.16+1240+50+50+20+20+118+11+9; 12.96+22.50+5+10+10
		{"square-transactions/transactions.csv", "USD", sums{10, 5}, "1569.66", "60.46"},
		{"square-transactions/french.csv", "EUR", sums{1, 0}, "1000.00", "0.00"},
		// 10.80+10.80+3.24; 3.78+3.24
		{"square-items/items.csv", "USD", sums{3, 2}, "24.84", "7.02"},
		// 19.92+5.50; what was cancelled was never charged
		{"amazon-orders/all-orders.tsv", "USD", sums{2, 0}, "25.42", "0.00"},
		{"amazon-orders/all-orders.tsv", "EUR", sums{2, 0}, "131.20", "0.00"},
		{"amazon-shipments/shipments.tsv", "USD", sums{1, 0}, "14.80", "0.00"},
		{"amazon-shipments/shipments.tsv", "JPY", sums{1, 0}, "1300.00", "0.00"},
	} {
		k, _ := readCorpus(t, c.path)
		got, total, back := add(k, c.currency)
		if got.orders != c.orders || got.refunds != c.refunds || total.String() != c.total || back.String() != c.back {
			t.Errorf("%s, %s: %d orders of %s, %d refunds of %s; want %d of %s, %d of %s",
				c.path, c.currency, got.orders, total, got.refunds, back, c.orders, c.total, c.sums.refunds, c.back)
		}
		if total < back {
			t.Errorf("%s: more went back than came in", c.path)
		}
	}
}

// readCorpus reads a file of testdata as the format whose folder it is in.
func readCorpus(t testing.TB, path string) (*kept, Tally) {
	t.Helper()
	format, _, _ := strings.Cut(path, "/")
	return readFile(t, "testdata/"+path, ByName(format), Options{})
}

func add(k *kept, currency string) (n sums, total, back record.Money) {
	for _, r := range k.records {
		switch r := r.(type) {
		case *record.Order:
			if r.Currency == currency && (r.Status == record.Paid || r.Status == record.Cancelled) {
				n.orders++
				total += r.Total
			}
		case *record.Refund:
			if r.Currency == currency {
				n.refunds++
				back += r.Amount
			}
		}
	}
	return n, total, back
}

// A refund belongs to the day on which the money went back, where that is
// told: dbt_stripe_metrics #15 counts it in the month of the charge.
func TestRefundHasItsOwnMonth(t *testing.T) {
	k, _ := readCorpus(t, "stripe-payments/newer.csv")
	for _, r := range k.records {
		if b, is := r.(*record.Refund); is && b.OrderID == "ch_22" {
			if want := time.Date(2026, 6, 3, 11, 0, 0, 0, time.UTC); !b.At.Equal(want) {
				t.Errorf("refunded at %s, want %s", b.At, want)
			}
			return
		}
	}
	t.Error("no refund")
}

// What went back never exceeds what was paid, order by order: EDD #7947 came
// to negative customers, fluent-cart #52 subtracted a refund twice.
func TestNoOrderIsRefundedTwice(t *testing.T) {
	for _, f := range commerce() {
		for path, name := range corpus(t) {
			if name != f.Name {
				continue
			}
			k, _ := readFile(t, path, f, Options{})
			paid, back := map[string]record.Money{}, map[string]record.Money{}
			for _, r := range k.records {
				switch r := r.(type) {
				case *record.Order:
					paid[r.ID] = r.Total
				case *record.Refund:
					back[r.OrderID] += r.Amount
				}
			}
			for id, amount := range back {
				if total, known := paid[id]; known && amount > total {
					t.Errorf("%s: order %s was paid %s and refunded %s", path, id, total, amount)
				}
			}
		}
	}
}

// What a pipeline delivers for Shopify's orders, made by its maker: the sums
// are those of the file's own columns, added up without this package.
func TestFivetranSample(t *testing.T) {
	path := filepath.Join(shared(t), "orders", "fivetran_shopify_orders_schema.csv")
	found := look(t, path)
	f := Recognise(found.Columns(), found.Sample())
	if f == nil || f.Name != "shopify-fivetran" {
		t.Fatalf("recognised as %v", f)
	}
	k, tally := readFile(t, path, f, Options{})
	checkMoney(t, k)
	checkOnce(t, k)
	if tally.Accepted != 24 || tally.Rejected != 0 {
		t.Errorf("%+v, %v", tally, k.rejected)
	}
	for _, c := range []struct {
		currency, total, back string
		sums
	}{{"EUR", "999.57", "53.50", sums{8, 3}}, {"USD", "1514.16", "71.70", sums{10, 7}}} {
		if got, total, back := add(k, c.currency); got != c.sums || total.String() != c.total || back.String() != c.back {
			t.Errorf("%s: %+v of %s, %s back; want %+v of %s, %s back", c.currency, got, total, back, c.sums, c.total, c.back)
		}
	}
}
