package report

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// facts are what the business looks like, above everything else.
func facts(run value.Run) []pair {
	in := run.Input
	cur := run.Definition.Currency
	if cur == "" {
		cur = "not stated"
	}
	return []pair{
		{Label: "Orders", Text: count(in.Orders)},
		{Label: "Customers", Text: count(in.Customers)},
		{Label: "First order", Text: day(in.First)},
		{Label: "Last order", Text: day(in.Last)},
		{Label: "Currency", Text: cur},
		{Label: "As of", Text: day(run.Definition.AsOf)},
	}
}

// definitionLine says in one line what the numbers mean.
func definitionLine(d value.Definition) string {
	if d == (value.Definition{}) {
		return "The record does not say."
	}
	var parts []string
	add := func(before, s, after string) {
		if s != "" && s != unknown {
			parts = append(parts, before+s+after)
		}
	}
	add("", d.Basis, "")
	add("refunds ", d.Refunds, "")
	add("tax ", d.Tax, "")
	add("shipping ", d.Shipping, "")
	add("", share(d.Margin), " margin")
	add("next ", horizon(d.Horizon), "")
	add("discounted ", share(d.Discount), " a year")
	add("", d.Currency, "")
	add("as of ", day(d.AsOf), "")
	return strings.Join(parts, " · ")
}

// definitionTable says the same in full.
func definitionTable(d value.Definition) []pair {
	return []pair{
		{"Value", orUnknown(d.Basis), "What counts as value."},
		{"Refunds", orUnknown(d.Refunds), "How refunds and cancellations are treated."},
		{"Tax", orUnknown(d.Tax), "Whether tax is inside the amounts."},
		{"Shipping", orUnknown(d.Shipping), "Whether shipping is inside the amounts."},
		{"Margin", share(d.Margin), "Share of net spend counted as value in predictions; historic value is never multiplied by it."},
		{"Horizon", orUnknown(horizon(d.Horizon)), "How far predictions look ahead."},
		{"Discount", share(d.Discount) + " a year", "What money later is worth less; a year is 52 weeks."},
		{"Currency", orUnknown(d.Currency), "Of all amounts."},
		{"Time zone", orUnknown(d.Zone), "In which days begin."},
		{"Customer", orUnknown(d.Identity), "What makes two orders the same customer's."},
		{"As of", day(d.AsOf), "Last day whose orders were seen."},
		{"Time unit", orUnknown(d.Unit), "Of the models."},
		{"Purchase", orUnknown(d.Purchase), "What counts as one."},
		{"Interval", share(d.Interval), "Probability that an interval is meant to cover."},
	}
}

func orUnknown(s string) string {
	if s == "" {
		return "not stated"
	}
	return s
}

// headline is one of the numbers that matter, ready to print.
type headline struct {
	Title, Value, Interval, Meaning string
	Formula, TrackRecord            string
	Working                         []pair
	Missing                         bool
}

func headlines(run value.Run, cur currency) []headline {
	var out []headline
	for _, f := range run.Headline {
		h := headline{Title: f.Title, Value: "Not known", Meaning: f.Meaning, Formula: f.Formula, TrackRecord: f.TrackRecord, Missing: true}
		if v, ok := known(f.Value); ok {
			h.Value, h.Missing = printed(v, f.Unit, run.Definition.Unit, cur), false
			h.Interval = intervalWords(f, run.Definition, cur)
		}
		for _, s := range f.Working {
			h.Working = append(h.Working, pair{Label: s.Label, Text: printed(s.Value, s.Unit, run.Definition.Unit, cur)})
		}
		out = append(out, h)
	}
	return out
}

func intervalWords(f value.Figure, d value.Definition, cur currency) string {
	low, okLow := known(f.Low)
	high, okHigh := known(f.High)
	if !okLow || !okHigh {
		return ""
	}
	span := printed(low, f.Unit, d.Unit, cur) + " – " + printed(high, f.Unit, d.Unit, cur)
	if f.Unit == "money" {
		span = cur.span(low, high)
	}
	return intervalHead(d.Interval) + " " + span
}

// printed writes a number in its unit.
func printed(v float64, unit, timeUnit string, cur currency) string {
	switch unit {
	case "money":
		return cur.amount(v)
	case "share":
		return share(v)
	case "count":
		return expected(v)
	case "time":
		return length(v, timeUnit)
	}
	return trimZeros(significant(v, 5))
}

// totals add up all customers.
func totals(run value.Run, cur currency) []pair {
	t := run.Totals
	out := []pair{{"Value so far", cur.amount(t.HistoricValue.Float()), ""}}
	if run.Chosen.Transactions == "" && run.Chosen.Spend == "" {
		return out
	}
	interval := ""
	if finite(t.PredictedLow) && finite(t.PredictedHigh) && t.PredictedLow < t.PredictedHigh {
		interval = intervalHead(run.Definition.Interval) + ", " + cur.amount(t.PredictedLow) + " to " + cur.amount(t.PredictedHigh)
	}
	return append(out,
		pair{"Value predicted", cur.amount(t.PredictedValue), interval},
		pair{"Orders expected", expected(t.ExpectedOrders), "within " + horizon(run.Definition.Horizon)},
		pair{"Customers who will order again", expected(t.Alive), "expected number"},
		pair{"Value at risk", cur.amount(t.ValueAtRisk), "if those who may have left have left"})
}
