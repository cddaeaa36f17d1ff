package value

import (
	"strings"
)

// Comparison is one question under two definitions.
type Comparison struct {
	From       Ladder      `json:"from"`
	To         Ladder      `json:"to"`
	Waterfalls []Waterfall `json:"waterfalls" doc:"One a currency: from the first definition's value to the second's"`
}

// Waterfall leads from one figure to another, down a ladder or from one
// definition to another; the steps add up exactly.
type Waterfall struct {
	Currency string          `json:"currency"`
	From     Amount          `json:"from" doc:"Where it begins: gross sales, or the value under the first definition"`
	Steps    []WaterfallStep `json:"steps" doc:"from + the steps' amounts = to"`
	To       Amount          `json:"to" doc:"Where it ends: contribution, or the value under the second definition"`
	// Difference is said so that nobody has to subtract.
	Difference Amount `json:"difference" doc:"to - from"`
}

// WaterfallStep is one thing that differs.
type WaterfallStep struct {
	Key    string `json:"key" doc:"The term that differs, or the part of the ladder: refunds, tax, shipping, returns, ..."`
	Label  string `json:"label" doc:"For people"`
	Amount Amount `json:"amount" doc:"What it adds to the value"`
	After  Amount `json:"after" doc:"The value with this step and those before it"`
}

// complete works out where each step leads.
func (f *Waterfall) complete() {
	at := f.From
	for i := range f.Steps {
		at = at.Add(f.Steps[i].Amount)
		f.Steps[i].After = at
	}
	f.Difference = f.To.minus(f.From)
}

// Waterfalls lead from gross sales to contribution, one a rung and one for the
// total where that is not a rung.
func (l Ladder) Waterfalls() []Waterfall {
	out := []Waterfall{}
	rungs := l.Rungs
	if l.Total != nil && (len(rungs) != 1 || rungs[0].Currency != l.Total.Currency) {
		rungs = append(rungs[:len(rungs):len(rungs)], *l.Total)
	}
	to := Terms{Basis: Contribution, Tax: l.Definition.Tax}
	for _, r := range rungs {
		f := Waterfall{Currency: r.Currency, From: r.Gross, Steps: climb(r, Gross, to), To: r.Contribution}
		f.complete()
		out = append(out, f)
	}
	return out
}

// Between is the way from one definition to another, one term at a time, the
// basis last: every item differs from the one before in one term.
func Between(a, b Terms) []Terms {
	way, t := []Terms{a}, a
	for _, change := range []func(){
		func() { t.Zone = b.Zone }, func() { t.Currency = b.Currency }, func() { t.Refunds = b.Refunds }, func() { t.Identity = b.Identity },
		func() { t.Tax = b.Tax }, func() { t.ServeCost = b.ServeCost },
	} {
		before := t
		if change(); !t.Equal(before) {
			way = append(way, t)
		}
	}
	return way
}

// Equal reports whether terms mean the same.
func (t Terms) Equal(o Terms) bool {
	same := t.ServeCost.Equal(o.ServeCost.Decimal)
	t.ServeCost, o.ServeCost = Amount{}, Amount{}
	return same && t == o
}

// CompareLadders explains the difference of two ladders of one period. way
// are ladders under the terms of Between, from the first; the last of them and
// the second differ at most in their basis.
func CompareLadders(way []Ladder, to Ladder) (Comparison, error) {
	from := way[0]
	out := Comparison{From: from, To: to, Waterfalls: []Waterfall{}}
	currencies, err := common(from, to)
	if err != nil {
		return out, err
	}
	basis := from.Definition.Basis
	for _, c := range currencies {
		f := Waterfall{Currency: c, From: from.in(c).At(basis), To: to.in(c).Value, Steps: []WaterfallStep{}}
		for i := 1; i < len(way); i++ {
			key, label := differing(way[i-1].Definition.Terms, way[i].Definition.Terms)
			f.Steps = append(f.Steps, step(key, label, way[i].in(c).At(basis).minus(way[i-1].in(c).At(basis))))
		}
		f.Steps = append(f.Steps, climb(way[len(way)-1].in(c), basis, to.Definition.Terms)...)
		f.complete()
		out.Waterfalls = append(out.Waterfalls, f)
	}
	return out, nil
}

// common are the currencies in which two ladders can be compared.
func common(a, b Ladder) ([]string, error) {
	if a.Total != nil && b.Total != nil && a.Total.Currency == b.Total.Currency {
		return []string{a.Total.Currency}, nil
	}
	if a.Definition.Currency != b.Definition.Currency {
		return nil, Errorf(Invalid, "a figure in %s and one in %s have no difference", a.Definition.money(), b.Definition.money()).
			WithHint("Choose one currency for both with --currency")
	}
	var out []string
	for _, l := range []Ladder{a, b} {
		for _, r := range l.Rungs {
			if !contains(out, r.Currency) {
				out = append(out, r.Currency)
			}
		}
	}
	return out, nil
}

// money is the currency of terms in words.
func (t Terms) money() string {
	if t.Currency == "" {
		return "the orders' own currencies"
	}
	return t.Currency
}

// in is the rung of a currency: the total where there is one.
func (l Ladder) in(currency string) Rung {
	if l.Total != nil && l.Total.Currency == currency {
		return *l.Total
	}
	for _, r := range l.Rungs {
		if r.Currency == currency {
			return r
		}
	}
	return Rung{Currency: currency}
}

// differing is the one term in which two definitions differ.
func differing(a, b Terms) (key, label string) {
	switch {
	case a.Zone != b.Zone:
		return "zone", "days begin in " + b.Zone + ", not " + a.Zone
	case a.Currency != b.Currency:
		return "currency", "reported in " + b.money()
	case a.Refunds != b.Refunds && b.Refunds == OrderDate:
		return "refunds", "refunds on the date of their order"
	case a.Refunds != b.Refunds:
		return "refunds", "refunds on their own date"
	case a.Identity != b.Identity:
		return "identity", "customers " + strings.ReplaceAll(b.Identity, "_", " ")
	case a.Tax != b.Tax:
		return "tax", "tax " + b.Tax
	default:
		return "serve_cost", "a ticket costs " + b.ServeCost.String() + ", not " + a.ServeCost.String()
	}
}

func step(key, label string, amount Amount) WaterfallStep {
	return WaterfallStep{Key: key, Label: label, Amount: amount}
}

// rungOrder are the bases from the top down.
var rungOrder = []Basis{Gross, Net, NetRevenue, Contribution}

// climb are the parts of the ladder between two bases.
func climb(r Rung, from Basis, to Terms) (out []WaterfallStep) {
	zero := Amount{}
	parts := map[Basis][]WaterfallStep{
		Net:        {step("discounts", "discounts", zero.minus(r.Discounts)), step("returns", "returns", zero.minus(r.Returns))},
		NetRevenue: {step("shipping", "shipping", r.Shipping)},
		Contribution: {step("cogs", "cost of goods", zero.minus(r.COGS)), step("fees", "fees", zero.minus(r.Fees)),
			step("cost_to_serve", "cost to serve", zero.minus(r.CostToServe))},
	}
	if to.Tax != TaxExcluded {
		parts[NetRevenue] = append(parts[NetRevenue], step("tax", "tax", r.Tax))
	}
	i, j := position(from), position(to.Basis)
	for k := i + 1; k <= j; k++ {
		out = append(out, parts[rungOrder[k]]...)
	}
	for k := i; k > j; k-- {
		for _, s := range parts[rungOrder[k]] {
			s.Amount = zero.minus(s.Amount)
			s.Label += ", taken back out"
			out = append(out, s)
		}
	}
	return out
}

func position(b Basis) int {
	for i, x := range rungOrder {
		if x == b {
			return i
		}
	}
	return 0
}
