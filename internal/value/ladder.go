package value

import (
	"fmt"
	"strings"
)

// Period bounds what a ladder adds up, in days of the business. Zero days do
// not bound.
type Period struct {
	From Date `json:"from" doc:"First day that counts; empty: from the beginning"`
	To   Date `json:"to" doc:"Last day that counts; empty: to the end"`
	AsOf Date `json:"as_of" doc:"Last day whose orders and refunds are seen, whatever day they count on"`
}

// LadderDefinition is what a ladder means.
type LadderDefinition struct {
	Terms
	Period
	Words []string `json:"words" doc:"The same for people"`
}

// DefineLadder says what a ladder means.
func DefineLadder(t Terms, p Period) LadderDefinition {
	words := []string{
		"Value is " + t.BasisWords() + ".",
		"Refunds are " + t.RefundWords() + ".",
		"Tax is " + t.TaxWords() + ". Shipping is " + t.ShippingWords() + ".",
		"Currency: " + t.CurrencyWords() + ".",
		"Cost of goods is quantity × the product's cost; lines without a known cost count nothing. Cost to serve: " + t.ServeWords() + ".",
		"Customers: " + t.IdentityWords() + ". Orders of nobody count in the money and for no customer.",
		"Failed and draft orders never count. Days begin in " + t.Zone + ".",
	}
	return LadderDefinition{t, p, words}
}

// TakeUnnamed says which currency amounts that name none are taken to be in.
func (d *LadderDefinition) TakeUnnamed(currency string) {
	d.Words = append(d.Words, "Amounts that name no currency are shown apart, and taken to be in "+currency+", the one currency there is besides, where money is added up.")
}

// Rung is one currency's money, from what was sold to what was earned. All
// amounts are exact; discounts, returns and costs are positive where they are
// taken off.
type Rung struct {
	Currency     string `json:"currency" doc:"ISO 4217 code; empty where the orders do not say"`
	Gross        Amount `json:"gross" doc:"Goods at list price; holds what a source does not tell apart"`
	Discounts    Amount `json:"discounts" doc:"Taken off the goods"`
	Returns      Amount `json:"returns" doc:"All money given back, whatever for"`
	Net          Amount `json:"net" doc:"gross - discounts - returns"`
	Shipping     Amount `json:"shipping" doc:"Charged for delivery"`
	Tax          Amount `json:"tax" doc:"Charged with the orders"`
	NetRevenue   Amount `json:"net_revenue" doc:"net + shipping + tax; without tax where the definition excludes it"`
	COGS         Amount `json:"cogs" doc:"Cost of the goods whose cost is known: see cost_known"`
	Fees         Amount `json:"fees" doc:"Kept by payment providers and marketplaces"`
	Contribution Amount `json:"contribution" doc:"net_revenue - cogs - fees - cost_to_serve"`
	Orders       int64  `json:"orders" doc:"Orders that count"`
	Customers    int64  `json:"customers" doc:"Customers with such an order"`

	Value               Amount   `json:"value" doc:"The rung that the definition's basis names"`
	Refunds             int64    `json:"refunds" doc:"Refunds and negative amounts"`
	CostToServe         Amount   `json:"cost_to_serve" doc:"Tickets of customers times the definition's serve_cost"`
	UnidentifiedOrders  int64    `json:"unidentified_orders" doc:"Orders of nobody"`
	UnidentifiedRevenue Amount   `json:"unidentified_net_revenue" doc:"Net revenue of nobody's orders and refunds"`
	UnidentifiedValue   Amount   `json:"unidentified_value" doc:"The part of value that is no customer's"`
	Lines               int64    `json:"lines" doc:"Order lines of the orders, counted once any product has a cost"`
	CostKnown           *float64 `json:"cost_known" doc:"Share of those lines whose cost is known; null without lines"`
	TaxUnstated         int64    `json:"tax_unstated" doc:"Orders whose source does not tell tax apart"`
	First               Date     `json:"first" doc:"First day with money"`
	Last                Date     `json:"last" doc:"Last day with money"`
}

// Ladder is what a business sold and earned, by currency.
type Ladder struct {
	Definition LadderDefinition `json:"definition"`
	Rungs      []Rung           `json:"ladder" doc:"By currency, the one with the most orders first, each in its own money"`
	Total      *Rung            `json:"total" doc:"All of them, converted to the definition's currency; null when it names none"`
	Undated    int64            `json:"undated_refunds" doc:"Refunds with neither a date nor a known order: no figure holds them"`
}

// Complete works out the sums of a rung.
func (r *Rung) Complete(t Terms) {
	r.Net = r.Gross.minus(r.Discounts).minus(r.Returns)
	r.NetRevenue = r.Net.Add(r.Shipping)
	if t.Tax != TaxExcluded {
		r.NetRevenue = r.NetRevenue.Add(r.Tax)
	}
	r.Contribution = r.NetRevenue.minus(r.COGS).minus(r.Fees).minus(r.CostToServe)
	r.Value = r.At(t.Basis)
}

// At is the rung of a basis.
func (r Rung) At(b Basis) Amount {
	switch b {
	case Gross:
		return r.Gross
	case Net:
		return r.Net
	case Contribution:
		return r.Contribution
	default:
		return r.NetRevenue
	}
}

func (a Amount) minus(b Amount) Amount { return Amount{a.Sub(b.Decimal)} }

// ParsePeriod reads a period's days, each of which may be empty.
func ParsePeriod(from, to, asOf string) (p Period, err error) {
	for _, d := range []struct {
		name, text string
		to         *Date
	}{{"from", from, &p.From}, {"to", to, &p.To}, {"as-of", asOf, &p.AsOf}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = ParseDate(d.text); err != nil {
			return p, Errorf(Invalid, "%s: %w", d.name, err)
		}
	}
	return p, p.Validate()
}

// NothingCosted says that there are lines, and no product with a cost.
func (l *Ladder) NothingCosted() {
	none := 0.0
	for i := range l.Rungs {
		l.Rungs[i].CostKnown = &none
	}
	if l.Total != nil {
		l.Total.CostKnown = &none
	}
}

// Validate refuses a period that cannot be.
func (p Period) Validate() error {
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) {
		return Errorf(Invalid, "the period ends on %s, before it begins on %s", p.To, p.From).WithHint("Exchange the two days")
	}
	return nil
}

// Words is the period for people; empty when nothing bounds it.
func (p Period) Words() string {
	var parts []string
	for _, d := range []struct {
		word string
		day  Date
	}{{"from", p.From}, {"to", p.To}, {"as of", p.AsOf}} {
		if !d.day.IsZero() {
			parts = append(parts, d.word+" "+d.day.String())
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Period: " + strings.Join(parts, ", ") + "."
}

// Short is a definition in a line.
func (d LadderDefinition) Short() string {
	parts := []string{strings.ReplaceAll(string(d.Basis), "_", " "), "refunds at " + strings.ReplaceAll(d.Refunds, "_", " "), "tax " + d.Tax,
		"in " + d.money(), "days in " + d.Zone, "customers " + strings.ReplaceAll(d.Identity, "_", " ")}
	return strings.Join(parts, " · ")
}

// Notes are what a reader must know beside the figures.
func (l Ladder) Notes() []string {
	out := []string{}
	costed := false
	for _, r := range l.Rungs {
		costed = costed || r.CostKnown != nil && *r.CostKnown > 0
	}
	if !costed && len(l.Rungs) > 0 {
		out = append(out, "No order line has a known cost: nothing is taken off for the goods.")
	}
	for _, r := range l.Rungs {
		in := "Of the orders in " + r.Currency + ","
		if r.Currency == "" || len(l.Rungs) == 1 {
			in = "Of the orders,"
		}
		if r.UnidentifiedOrders > 0 {
			out = append(out, fmt.Sprintf("%s %d are nobody's, worth %s: they count in the money and for no customer.", in, r.UnidentifiedOrders, r.UnidentifiedRevenue))
		}
		if costed && r.CostKnown != nil && *r.CostKnown < 1 {
			out = append(out, fmt.Sprintf("%s %.1f %% of the lines have a known cost; nothing is taken off for the others.", in, 100**r.CostKnown))
		}
		if r.TaxUnstated > 0 && r.TaxUnstated < r.Orders {
			out = append(out, fmt.Sprintf("%s %d do not tell tax apart: it is part of their gross.", in, r.TaxUnstated))
		}
		if r.NetRevenue.IsNegative() {
			out = append(out, in+" more was given back than was paid in this period.")
		}
	}
	if l.Undated > 0 {
		out = append(out, fmt.Sprintf("%d refunds have neither a date nor a known order: no figure holds them.", l.Undated))
	}
	return out
}
