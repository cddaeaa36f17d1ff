package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// line is a line of an order of a shop's export.
func line(order string, no int, product, sku string, quantity record.Money) *record.Line {
	return &record.Line{Source: "shop", OrderID: order, No: no, Product: product, SKU: sku, Quantity: quantity * record.Micros,
		Price: record.None, Discount: record.None, Total: record.None}
}

// product is something with a cost, in hundredths.
func product(source, id, sku, currency string, cost record.Money) *record.Product {
	return &record.Product{Source: source, ID: id, SKU: sku, Currency: currency, Price: record.None, Cost: cost * record.Micros / 100}
}

func unknownCosts(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 1, 100), sale("2", "bob@x.org", 2, 50),
		line("1", 1, "p1", "", 2), line("1", 2, "p9", "s2", 1), line("1", 3, "p9", "s9", 1), line("2", 1, "p3", "", 1), line("2", 2, "", "twice", 1))
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	if r.CostKnown == nil || *r.CostKnown != 0 {
		t.Errorf("before costs are known: %d lines, share %v", r.Lines, r.CostKnown)
	}
	put(t, s, product("shop", "p1", "", "EUR", 1050), // by source and id
		product("costs", "x", "s2", "", 400),     // by SKU, in the order's currency
		product("shop", "p3", "", "USD", 100_00), // in other money: not known
		product("costs", "y", "twice", "", 100), product("costs", "z", "twice", "", 200))
	r = only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	if r.Lines != 5 {
		t.Errorf("%d lines, want 5", r.Lines)
	}
	wantMoney(t, "cost of goods", r.COGS, "25")
	wantMoney(t, "contribution", r.Contribution, "125")
	if r.CostKnown == nil || *r.CostKnown != 0.4 {
		t.Errorf("costs are known of %v of the lines, want 0.4", r.CostKnown)
	}
	setTerms(t, s, value.Terms{Basis: value.Contribution})
	wantMoney(t, "customers' contribution", ledgerSum(t, s), "125")
}

func costToServe(t *testing.T, s Store) {
	ticket := func(id, email string, day int) *record.Ticket {
		return &record.Ticket{Source: "desk", ID: id, Who: record.Who{Email: email}, CreatedAt: moment(day, 9)}
	}
	put(t, s, sale("1", "ann@x.org", 1, 100), ticket("1", "ann@x.org", 3), ticket("2", "ann@x.org", 4), ticket("3", "who@x.org", 5))
	terms := value.Terms{Basis: value.Contribution, ServeCost: cents(750)}
	r := only(t, ladderOf(t, s, terms, value.Period{}))
	wantMoney(t, "cost to serve", r.CostToServe, "15")
	wantMoney(t, "contribution", r.Contribution, "85")
	wantMoney(t, "contribution by default", only(t, ladderOf(t, s, value.Terms{}, value.Period{})).Contribution, "100")
	setTerms(t, s, terms)
	wantMoney(t, "customers' contribution", ledgerSum(t, s), "85")
	terms.Basis = value.NetRevenue
	setTerms(t, s, terms)
	wantMoney(t, "customers' revenue", ledgerSum(t, s), "100")
}

// An order that costs more than it brings is a purchase and a loss, not a
// refund of nothing.
func saleAtALoss(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 1, 10), line("1", 1, "p1", "", 1), product("shop", "p1", "", "EUR", 1500), sale("2", "ann@x.org", 5, 30))
	setTerms(t, s, value.Terms{Basis: value.Contribution})
	w := bench(t, s, 7)
	c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	if c.Orders != 2 || c.Repeaters != 1 {
		t.Errorf("%d orders, %d customers who came back; want 2 and 1", c.Orders, c.Repeaters)
	}
	wantMoney(t, "contribution", c.Historic, "25")
}

func undatedRefund(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 3, 100), back("r1", "1", 0, 20), back("r2", "9", 0, 30), back("r3", "9", 8, 4))
	l := ladderOf(t, s, value.Terms{}, value.Period{})
	r := only(t, l)
	wantMoney(t, "returns", r.Returns, "24")
	if l.Undated != 1 {
		t.Errorf("%d refunds cannot be dated, want 1", l.Undated)
	}
	on := value.Period{From: day("2024-01-03"), To: day("2024-01-03")}
	wantMoney(t, "net revenue of the order's day", only(t, ladderOf(t, s, value.Terms{}, on)).NetRevenue, "80")
}

// containsAll reports whether a text has all parts.
func containsAll(text string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}

// addRates keeps rates.
func addRates(t *testing.T, s Store, rates ...value.Rate) value.Change {
	t.Helper()
	n, err := s.AddRates(context.WithoutCancel(t.Context()), rates, "rates.csv")
	if err != nil {
		t.Fatal(err)
	}
	return n
}
