package demo

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

func TestOrderLogIsWellFormed(t *testing.T) {
	g := shop(t, Business{})
	var stats Stats
	text := written(t, func(w io.Writer) (err error) {
		stats, err = g.Orders(context.Background(), w, nil)
		return err
	})
	if !strings.HasPrefix(text, OrdersHeader) {
		t.Fatalf("header: %.120s", text)
	}
	var seen Stats
	paid := map[string]int64{}
	placed := map[string]time.Time{}
	var last time.Time
	for _, r := range records(t, text) {
		at, money := moment(t, r["ordered_at"]), cents(t, r["amount"])
		if at.Before(last) || at.Before(stats.From) || !at.Before(stats.To.AddDate(0, 0, 1)) {
			t.Fatalf("out of order or out of the log: %v", r)
		}
		last = at
		order, isRefund := strings.CutSuffix(r["order_id"], "-R")
		if isRefund {
			seen.Refunds++
			seen.Refunded -= money
			checkRefund(t, r, money, paid[order], at.Sub(placed[order]))
			continue
		}
		if _, twice := paid[order]; twice || money <= 0 || r["currency"] != "EUR" {
			t.Fatalf("bad order: %v", r)
		}
		seen.Orders++
		seen.Gross += money
		paid[order], placed[order] = money, at
	}
	if seen.Orders != stats.Orders || seen.Refunds != stats.Refunds || seen.Gross != stats.Gross ||
		seen.Refunded != stats.Refunded || int64(len(text)) != stats.Bytes {
		t.Errorf("the log has %+v, the stats say %+v", seen, stats)
	}
}

func checkRefund(t *testing.T, r map[string]string, money, paid int64, later time.Duration) {
	t.Helper()
	if money >= 0 || -money > paid {
		t.Errorf("refund of %d for an order of %d: %v", money, paid, r)
	}
	if day := 24 * time.Hour; later < 3*day || later > 31*day {
		t.Errorf("refund %v after its order: %v", later, r)
	}
}

func TestLeadItemFitsTheAmount(t *testing.T) {
	prices := map[string]int64{}
	g := shop(t, Business{Customers: 4000})
	for _, p := range records(t, written(t, g.Products)) {
		prices[p["category"]+p["product"]] = cents(t, p["price"])
		if cents(t, p["cost"]) >= cents(t, p["price"]) {
			t.Errorf("sold at a loss: %v", p)
		}
	}
	for _, r := range records(t, ordersOf(t, Business{Customers: 4000})) {
		price, listed := prices[r["category"]+r["product"]]
		if !listed {
			t.Fatalf("not in the catalogue: %v", r)
		}
		// Before the price rise everything cost a little less.
		least := float64(price) / priceRise
		if money := cents(t, r["amount"]); money > 0 && r["discount_code"] == "" && float64(money) < least-10 {
			t.Errorf("%d does not pay for an item of %d: %v", money, price, r)
		}
	}
}

func TestPricesRiseOnce(t *testing.T) {
	g := shop(t, Business{})
	day := func(y int, m time.Month, d int) uint32 {
		return uint32(g.cal.dayOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))) * daySeconds
	}
	if g.cal.price(day(2025, 4, 29)) != 1/priceRise || g.cal.price(day(2025, 4, 30)) != 1 {
		t.Error("prices do not rise on 30 April 2025")
	}
}

func BenchmarkOrders(b *testing.B) {
	for name, byCustomer := range map[string]bool{"by_customer": true, "by_time": false} {
		b.Run(name, func(b *testing.B) {
			g := shop(b, Business{Customers: 200_000, ByCustomer: byCustomer, Workers: 1})
			rows := 0
			for b.Loop() {
				stats, err := g.Orders(context.Background(), io.Discard, nil)
				if err != nil {
					b.Fatal(err)
				}
				rows += stats.Orders + stats.Refunds
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
