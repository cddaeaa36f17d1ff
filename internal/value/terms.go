package value

import (
	"fmt"
	"strings"
	"time"
)

// Basis is a rung of the ladder from what was sold to what was earned.
type Basis string

// The bases, each made of the one before.
const (
	Gross        Basis = "gross"        // goods at list price
	Net          Basis = "net"          // gross - discounts - returns
	NetRevenue   Basis = "net_revenue"  // net + shipping + tax
	Contribution Basis = "contribution" // net revenue - cost of goods - fees - cost to serve
)

// Choices of Terms.
const (
	RefundDate    = "refund_date" // refunds count on the day the money went back
	OrderDate     = "order_date"  // refunds count on the day of what they undo
	TaxIncluded   = "included"
	TaxExcluded   = "excluded"
	Linked        = "linked"   // identifiers that records join are one person's
	AsGiven       = "as_given" // every identifier is a customer
	DefaultZone   = "UTC"
	maxServeCents = 1_000_000_00
)

// Terms are the parts of a Definition that decide what money counts, when and
// whose it is. The zero value of a field takes its default. Two ladders with
// equal terms, of one period, are the same ladder.
type Terms struct {
	Basis    Basis  `json:"basis" enum:"gross,net,net_revenue,contribution" doc:"The rung of the ladder that is called value"`
	Refunds  string `json:"refunds" enum:"refund_date,order_date" doc:"The day a refund counts on: its own, or that of the order it undoes"`
	Tax      string `json:"tax" enum:"included,excluded" doc:"Whether tax is part of net revenue and contribution"`
	Currency string `json:"currency" doc:"ISO 4217 code everything is converted to; empty: amounts stay in their own currencies"`
	Zone     string `json:"zone" doc:"Time zone in which days begin"`
	Identity string `json:"identity" enum:"linked,as_given" doc:"Whether identifiers that records join are one customer's"`
	// ServeCost is in the reporting currency, else in that of the orders.
	ServeCost Amount `json:"serve_cost" doc:"What answering one support ticket costs"`
}

// WithDefaults fills what was left open and refuses what cannot be.
func (t Terms) WithDefaults() (Terms, error) {
	fill := func(field *string, def string) {
		if *field == "" {
			*field = def
		}
	}
	if t.Basis == "" {
		t.Basis = NetRevenue
	}
	fill(&t.Refunds, RefundDate)
	fill(&t.Tax, TaxIncluded)
	fill(&t.Zone, DefaultZone)
	fill(&t.Identity, Linked)
	t.Currency = strings.ToUpper(t.Currency)
	return t, t.validate()
}

// validate reports the first term that cannot be.
func (t Terms) validate() error {
	for _, c := range []struct {
		name, got string
		of        []string
	}{
		{"basis", string(t.Basis), []string{string(Gross), string(Net), string(NetRevenue), string(Contribution)}},
		{"refunds", t.Refunds, []string{RefundDate, OrderDate}},
		{"tax", t.Tax, []string{TaxIncluded, TaxExcluded}},
		{"identity", t.Identity, []string{Linked, AsGiven}},
	} {
		if !contains(c.of, c.got) {
			return Errorf(Invalid, "%s %q is not one of the choices", c.name, c.got).WithHint("Use %s", strings.Join(c.of, ", "))
		}
	}
	if t.Currency != "" && !IsCurrency(t.Currency) {
		return Errorf(Invalid, "currency: %q is not a currency code", t.Currency).WithHint("Write three letters, such as EUR")
	}
	if _, err := time.LoadLocation(t.Zone); err != nil {
		return Errorf(Invalid, "unknown time zone %q", t.Zone).WithHint("Use a name such as Europe/Berlin")
	}
	if t.ServeCost.IsNegative() || t.ServeCost.Shift(2).IntPart() > maxServeCents || t.ServeCost.Exponent() < -6 {
		return Errorf(Invalid, "serve-cost: %s is not what a ticket costs", t.ServeCost).WithHint("Write an amount from 0 to a million with up to six decimals, such as 7.50")
	}
	return nil
}

func contains(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// IsCurrency reports whether a text has the form of an ISO 4217 code.
func IsCurrency(s string) bool {
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(s) == 3
}

// BasisWords is the basis as a sum.
func (t Terms) BasisWords() string {
	tax := " + tax"
	if t.Tax == TaxExcluded {
		tax = ", tax left out"
	}
	switch t.Basis {
	case Gross:
		return "gross sales: goods at list price"
	case Net:
		return "net sales: gross − discounts − returns"
	case Contribution:
		return "contribution: gross − discounts − returns + shipping" + tax + " − cost of goods − fees − cost to serve"
	default:
		return "net revenue: gross − discounts − returns + shipping" + tax
	}
}

// RefundWords says when refunds count.
func (t Terms) RefundWords() string {
	switch {
	case t.Basis == Gross:
		return "not subtracted"
	case t.Refunds == OrderDate:
		return "counted on the date of the order they undo; a negative amount of a plain log is a refund on its own date"
	}
	return "counted on the refund's own date; a negative amount is a refund, not an order"
}

// TaxWords says whether tax is inside.
func (t Terms) TaxWords() string {
	switch {
	case t.Basis == Gross || t.Basis == Net:
		return "left out where a source tells it apart, as in the amounts where none does"
	case t.Tax == TaxExcluded:
		return "left out where a source tells it apart; what is given back may hold tax"
	}
	return "included where a source tells it apart, as in the amounts where none does"
}

// ShippingWords says whether shipping is inside.
func (t Terms) ShippingWords() string {
	if t.Basis == Gross || t.Basis == Net {
		return "left out where a source tells it apart, as in the amounts where none does"
	}
	return "included where a source tells it apart, as in the amounts where none does"
}

// IdentityWords says what makes two orders one customer's.
func (t Terms) IdentityWords() string {
	if t.Identity == AsGiven {
		return "one customer per distinct customer value in the records"
	}
	return "identifiers that records join are one customer's; otherwise one per distinct customer value"
}

// CurrencyWords says what is done with several currencies.
func (t Terms) CurrencyWords() string {
	if t.Currency == "" {
		return "amounts stay in their own currencies, which are never added up"
	}
	return fmt.Sprintf("converted to %s at the rate of each order's and each refund's own day, or the latest of the %d days before", t.Currency, RateDays)
}

// ServeWords says what serving a customer costs.
func (t Terms) ServeWords() string {
	if t.ServeCost.IsZero() {
		return "0 a support ticket: not counted"
	}
	return strings.TrimSpace(t.ServeCost.String()+" "+t.Currency) + " a support ticket of somebody who bought"
}

// Explain puts the terms, in words, where a Definition says them.
func (t Terms) Explain(d *Definition) {
	d.Basis, d.Refunds, d.Tax, d.Shipping, d.Identity = t.BasisWords(), t.RefundWords(), t.TaxWords(), t.ShippingWords(), t.IdentityWords()
}
