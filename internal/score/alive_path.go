package score

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// alivePoints is about how many points a path has.
const alivePoints = 160

// alivePath is P(alive) at regular days and at every purchase, up to as-of,
// with the parameters of today.
func alivePath(p predictor, days []store.PurchaseDay, asOf value.Date) []value.AlivePoint {
	var bought []value.Date
	for _, d := range days {
		if d.Orders > 0 && !asOf.Before(d.Day) {
			bought = append(bought, d.Day)
		}
	}
	out := []value.AlivePoint{}
	if len(bought) == 0 {
		return out
	}
	for _, day := range pathDays(bought, asOf) {
		n := sort.Search(len(bought), func(i int) bool { return day.Before(bought[i]) })
		h := btyd.History{
			X:  float64(n - 1),
			Tx: float64(bought[n-1].Sub(bought[0])) / p.unit,
			T:  float64(day.Sub(bought[0])) / p.unit,
		}
		then := models.Later(p.model, float64(day.Sub(asOf))/p.unit)
		if alive := aliveOf(then, h); alive != nil {
			out = append(out, value.AlivePoint{Day: day, PAlive: *alive})
		}
	}
	return out
}

// pathDays are the days of a path: purchases, the days before them (where the
// curve has its troughs), and regular days between.
func pathDays(bought []value.Date, asOf value.Date) []value.Date {
	first := bought[0]
	step := max(1, asOf.Sub(first)/alivePoints)
	wanted := map[int]bool{asOf.Days(): true}
	for d := first.Days(); d <= asOf.Days(); d += step {
		wanted[d] = true
	}
	if len(bought) <= alivePoints {
		for _, b := range bought {
			wanted[b.Days()] = true
			if first.Before(b) {
				wanted[b.Days()-1] = true
			}
		}
	}
	days := make([]int, 0, len(wanted))
	for d := range wanted {
		days = append(days, d)
	}
	sort.Ints(days)
	out := make([]value.Date, len(days))
	for i, d := range days {
		out[i] = value.DateFromDays(d)
	}
	return out
}

// customerFigures are a customer's predictions with their working.
func customerFigures(run value.Run, s value.Score) []value.Figure {
	record := "No backtest."
	if b := run.Backtest; b != nil {
		for _, m := range b.Models {
			if m.Chosen {
				record = fmt.Sprintf("On %d held-out days, all customers together: %s repeat purchases expected, %s made (%s).",
					b.HoldoutDays, thousands(int64(math.Round(m.Predicted))), thousands(int64(m.Actual)), signedPercent(m.Bias))
			}
		}
	}
	horizon := horizonWords(run.Definition.Horizon)
	meaning := "This customer's own mean spend a repeat order, drawn towards the average of all the more, the fewer orders there are."
	if run.Chosen.SpendDays == allDays {
		meaning = strings.Replace(meaning, "a repeat order", "an order", 1)
	}
	return []value.Figure{
		{Key: "clv", Title: "Value to come in " + horizon, Unit: "money", Value: s.CLV, Low: s.CLVLow, High: s.CLVHigh,
			Meaning: "Expected spend within the horizon, discounted, times margin. The interval is that of this customer's own predictive distribution.",
			Formula: "margin × expected orders, discounted × expected spend an order",
			Working: steps(step("margin", &run.Definition.Margin, "share"), step("expected orders (before discounting)", s.ExpectedOrders, "number"),
				step("expected spend an order", s.ExpectedOrderValue, "money")), TrackRecord: record},
		{Key: "p_alive", Title: "Probability of still being a customer", Unit: "share", Value: s.PAlive,
			Meaning: "How likely it is that this customer will ever order again, given when and how often they have.",
			Formula: "P(alive | x, t_x, T)",
			Working: steps(count("x, repeat purchase days", s.Frequency), step("t_x, first to last order, in "+run.Definition.Unit+"s", &s.Recency, "time"),
				step("T, first order to as-of, in "+run.Definition.Unit+"s", &s.T, "time")), TrackRecord: "Never observed itself; it stands or falls with the orders it implies."},
		{Key: "expected_orders", Title: "Orders expected in " + horizon, Unit: "count", Value: s.ExpectedOrders,
			Meaning: "The mean number of days with an order within the horizon.", Formula: "E[Y(t) | x, t_x, T]", TrackRecord: record},
		{Key: "expected_order_value", Title: "Spend expected an order", Unit: "money", Value: s.ExpectedOrderValue,
			Meaning: meaning, Formula: "Gamma-Gamma: p (v + n m) / (p n + q − 1), m the mean of n purchase days"},
	}
}

// step is one line of working, or nil for what is not known.
func step(label string, v *float64, unit string) *value.Step {
	if v == nil {
		return nil
	}
	return &value.Step{Label: label, Value: *v, Unit: unit}
}

func count(label string, n int) *value.Step {
	return &value.Step{Label: label, Value: float64(n), Unit: "count"}
}

// steps drops what is not known.
func steps(all ...*value.Step) []value.Step {
	var out []value.Step
	for _, s := range all {
		if s != nil {
			out = append(out, *s)
		}
	}
	return out
}
