package demo

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
)

// The figures a shop owner would recognise, for several shops.
func TestLooksLikeARealShop(t *testing.T) {
	for _, b := range []Business{{}, {Seed: 2}, {Seed: 99}} {
		s, err := shop(t, b).Orders(context.Background(), io.Discard, nil)
		if err != nil {
			t.Fatal(err)
		}
		n, orders := float64(s.Customers), float64(s.Orders)
		between(t, "share that comes back", float64(s.Returning)/n, 0.35, 0.45)
		between(t, "orders per customer", orders/n, 2.5, 3)
		between(t, "mean order", float64(s.Gross)/100/orders, 42, 48)
		between(t, "share refunded", float64(s.Refunds)/orders, 0.032, 0.046)
		between(t, "value refunded", float64(s.Refunded)/float64(s.Gross), 0.02, 0.045)
	}
}

func TestRevenueIsConcentrated(t *testing.T) {
	net := map[string]float64{}
	month := map[string]float64{}
	all, orders, coded := 0.0, 0.0, 0.0
	for _, r := range records(t, ordersOf(t, Business{})) {
		v := float64(cents(t, r["amount"]))
		net[r["customer_id"]] += v
		all += v
		if strings.HasSuffix(r["order_id"], "-R") {
			continue
		}
		orders++
		month[r["ordered_at"][:7]]++
		if r["discount_code"] != "" {
			coded++
		}
	}
	var values []float64
	for _, v := range net {
		values = append(values, v)
	}
	slices.Sort(values)
	top := 0.0
	for _, v := range values[len(values)*4/5:] {
		top += v
	}
	between(t, "share of revenue of the top fifth", top/all, 0.59, 0.66)
	between(t, "share with a code", coded/orders, 0.10, 0.14)
	between(t, "December against October", month["2025-12"]/month["2025-10"], 1.2, 1.7)
	between(t, "January against December", month["2026-01"]/month["2025-12"], 0.45, 0.7)
	between(t, "campaign: September against August", month["2025-09"]/month["2025-08"], 1.2, 1.7)
	between(t, "growth over a year", month["2026-05"]/month["2025-05"], 1.2, 1.7)
}

// The channels and segments must differ as promised, or there would be nothing
// for the software to find.
func TestChannelsAndSegmentsDiffer(t *testing.T) {
	g := shop(t, Business{})
	w := g.newWalker()
	n, value, again := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i := range 20_000 {
		rows := w.appendRows(nil, i, 0, g.cal.end())
		for _, key := range []string{channelNames[w.who.channel], segmentNames[w.who.segment]} {
			n[key]++
			for _, r := range rows {
				value[key] += float64(r.amount) / 100
				if r.number == 2 && !r.refund {
					again[key]++
				}
			}
		}
	}
	each := func(key string) float64 { return value[key] / n[key] }
	between(t, "referral against paid social", each("referral")/each("paid_social"), 2, 4)
	between(t, "organic against marketplace", each("organic_search")/each("marketplace"), 1.4, 2.6)
	between(t, "gift buyers who return", again["gift"]/n["gift"], 0.05, 0.16)
	between(t, "replenishers who return", again["replenisher"]/n["replenisher"], 0.75, 0.95)
	between(t, "share of gift buyers", n["gift"]/20_000, 0.05, 0.15)
}

func TestSpendFollowsTheChannels(t *testing.T) {
	b := Business{Customers: 20_000}
	won := map[string]float64{}
	for _, r := range records(t, truthOf(t, b)) {
		won[r["channel"]]++
	}
	spent := map[string]float64{}
	g := shop(t, b)
	text := written(t, g.Spend)
	if text != written(t, g.Spend) {
		t.Error("other bytes the second time")
	}
	burst := 0
	for _, r := range records(t, text) {
		spent[r["channel"]] += float64(cents(t, r["spend"])) / 100
		if r["campaign"] == "Autumn Roast" {
			burst++
		}
	}
	if spent["organic_search"] != 0 || burst != burstDays {
		t.Errorf("organic spend %v, campaign of %d days", spent["organic_search"], burst)
	}
	between(t, "cost of a paid search customer", spent["paid_search"]/won["paid_search"], 15, 22)
	between(t, "cost of a paid social customer", spent["paid_social"]/won["paid_social"], 9, 13)
	between(t, "cost of a referred customer", spent["referral"]/won["referral"], 11, 17)
}
