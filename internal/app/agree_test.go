package app_test

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/value"
)

// TestBatchAndLiveAgree: what a customer's page computes from the run's record
// is what the scoring wrote into the customer's row, under every model.
func TestBatchAndLiveAgree(t *testing.T) {
	w, err := app.OpenWorkspace(t.Context(), t.TempDir(), 400)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, _, err := w.Demo(t.Context(), demo.Business{Customers: 600, Seed: 3}, nil); err != nil {
		t.Fatal(err)
	}
	for _, o := range []score.Options{
		{Discount: 0.1}, {Model: score.BGNBD, Unit: "day"}, {Model: score.MBGNBD, Zone: "Asia/Tokyo", Margin: 0.4}, {Model: score.ParetoNBD, Horizon: "26w"},
	} {
		t.Run(o.Model+o.Unit, func(t *testing.T) {
			if _, err := w.Score(t.Context(), o, nil); err != nil {
				t.Fatal(err)
			}
			page, err := w.Customers(t.Context(), value.CustomerQuery{Limit: 1000})
			if err != nil || len(page.Rows) < 500 {
				t.Fatalf("%d customers, %v", len(page.Rows), err)
			}
			for i := 0; i < len(page.Rows); i += 7 {
				row := page.Rows[i]
				d, err := w.Customer(t.Context(), row.CustomerID)
				if err != nil {
					t.Fatal(err)
				}
				agree(t, row, d)
			}
		})
	}
}

// agree compares a row with the page of its customer.
func agree(t *testing.T, row value.Score, d value.CustomerDetail) {
	t.Helper()
	same := func(what string, got, want *float64) {
		t.Helper()
		if (got == nil) != (want == nil) || got != nil && math.Abs(*got-*want) > 1e-9*math.Max(1, math.Abs(*want)) {
			t.Errorf("%s of %s is %v on the page and %v in the row", what, row.CustomerID, show(got), show(want))
		}
	}
	if last := len(d.Alive) - 1; last >= 0 {
		same("the last P(alive)", &d.Alive[last].PAlive, row.PAlive)
		if d.Alive[last].Day != d.Definition.AsOf {
			t.Errorf("P(alive) of %s ends on %s", row.CustomerID, d.Alive[last].Day)
		}
	} else if row.Orders > 0 {
		t.Errorf("%s has no P(alive) through time", row.CustomerID)
	}
	paid := row.HistoricValue.Float()
	byKey := map[string]*float64{"p_alive": row.PAlive, "expected_orders": row.ExpectedOrders,
		"expected_order_value": row.ExpectedOrderValue, "clv": row.CLV, "historic_value": &paid}
	for _, f := range d.Figures {
		want, ok := byKey[f.Key]
		if !ok {
			continue
		}
		same(f.Key, f.Value, want)
		delete(byKey, f.Key)
		if f.Key == "clv" {
			same("clv_low", f.Low, row.CLVLow)
			same("clv_high", f.High, row.CLVHigh)
		}
	}
	for _, key := range []string{"p_alive", "expected_orders", "expected_order_value", "clv"} {
		if _, missing := byKey[key]; missing {
			t.Errorf("the page of %s has no figure %s", row.CustomerID, key)
		}
	}
}

func show(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
