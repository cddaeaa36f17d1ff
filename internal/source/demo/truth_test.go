package demo

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestTruthMatchesTheLog(t *testing.T) {
	b := Business{Customers: 8000}
	truth := records(t, truthOf(t, b))
	if len(truth) != b.Customers {
		t.Fatalf("%d rows", len(truth))
	}
	first, last := map[string]time.Time{}, map[string]time.Time{}
	channels := map[string]string{}
	for _, r := range records(t, ordersOf(t, b)) {
		id, at := r["customer_id"], moment(t, r["ordered_at"])
		if strings.HasSuffix(r["order_id"], "-R") {
			continue
		}
		if _, ok := first[id]; !ok {
			first[id] = at
		}
		last[id] = at
		channels[id] = r["channel"]
	}
	dead := 0
	for _, r := range truth {
		id := r["customer_id"]
		if !first[id].Equal(moment(t, r["joined_at"])) || channels[id] != r["channel"] {
			t.Errorf("the log does not begin as the truth says: %v", r)
		}
		if r["died_at"] != "" && last[id].After(moment(t, r["died_at"])) {
			t.Errorf("%s orders after leaving: %v", id, r)
		}
		if r["alive_at_end"] == "false" {
			dead++
			if r["future_orders"] != "0" || r["future_value"] != "0.00" || r["died_at"] == "" {
				t.Errorf("gone, but with a future: %v", r)
			}
		}
		if cents(t, r["mean_spend"]) <= 0 || number(t, r["lambda_per_week"]) < 0 || number(t, r["mu_per_week"]) < 0 {
			t.Errorf("impossible: %v", r)
		}
	}
	between(t, "share that has left", float64(dead)/8000, 0.5, 0.8)
}

// The future is the log carried on: walking past the end gives the rows of the
// log, to the byte, and then the orders the truth counts.
func TestFutureContinuesTheLog(t *testing.T) {
	g := shop(t, Business{Customers: 3000})
	w := g.newWalker()
	end, finish := g.cal.end(), g.cal.finish()
	for i := range 3000 {
		inLog := w.appendRows(nil, i, 0, end)
		orders, value := w.future(i)
		for _, r := range w.appendRows(nil, i, 0, finish) {
			switch {
			case r.at < end:
				if len(inLog) == 0 || inLog[0] != r {
					t.Fatalf("customer %d: the log differs at %+v", i, r)
				}
				inLog = inLog[1:]
			case !r.refund:
				orders--
			}
		}
		if len(inLog) != 0 || orders != 0 || value < 0 {
			t.Fatalf("customer %d: %d rows and %d orders left over", i, len(inLog), orders)
		}
	}
}

// A customer alive at the end buys at rate lambda and leaves at rate mu, so
// the next 52 weeks should bring lambda (1 - exp(-52 mu)) / mu orders.
func TestFutureFollowsTheRates(t *testing.T) {
	want, got, wantMoney, gotMoney := 0.0, 0.0, 0.0, 0.0
	for _, r := range records(t, truthOf(t, Business{Customers: 60_000, Seed: 7})) {
		if r["alive_at_end"] != "true" || r["segment"] == "replenisher" {
			continue
		}
		lambda, mu := number(t, r["lambda_per_week"]), number(t, r["mu_per_week"])
		expected := lambda * FutureWeeks
		if mu > 1e-9 {
			expected = lambda * -math.Expm1(-FutureWeeks*mu) / mu
		}
		want += expected
		got += number(t, r["future_orders"])
		wantMoney += expected * number(t, r["mean_spend"])
		gotMoney += number(t, r["future_value"])
	}
	between(t, "orders as the rates foretell", got/want, 0.97, 1.03)
	// Bulk orders add a little; discounts and refunds take some away.
	between(t, "value for each unit of mean spend", gotMoney/wantMoney, 0.93, 1.03)
}
