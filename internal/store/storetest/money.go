package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// testMoney: every way in which others got money wrong. Numbers with # are
// the reports.
func testMoney(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Store)
	}{
		{"refunds stay in what customers are said to have spent, woocommerce #21822 #23273", refundsStaySpent},
		{"a refund without an order that counts makes a customer owe money, edd #7947", refundOfWhatNeverCounted},
		{"a refund is subtracted twice, fluent-cart #52", refundTwice},
		{"a refund of another month moves or vanishes, dbt_stripe_metrics #15", refundInAnotherMonth},
		{"orders near midnight land on the wrong day, woocommerce #39255 #44340", wrongDay},
		{"a refund is converted at a rate of 1, dbt_shopify #69", refundAtRateOne},
		{"customers of earlier imports lose their value, dbt_shopify #85", laterImportForgets},
		{"a customer known by two identifiers is two customers, dbt_shopify #45", twoIdentifiers},
		{"a definition changed after scoring makes a customer's orders contradict the score", changedAfterScoring},
		{"currencies are added up", currenciesAddedUp},
		{"what is not told apart is lost", notToldApart},
		{"orders of nobody vanish or become a customer", ordersOfNobody},
		{"unknown costs count as nothing without saying so", unknownCosts},
		{"tickets cost nothing, or cost those who never bought", costToServe},
		{"a sale at a loss is no purchase", saleAtALoss},
		{"a refund without a date or an order is guessed at", undatedRefund},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, fresh(t, open)) })
	}
	t.Run("random records", func(t *testing.T) { testRandomMoney(t, open) })
}

// ladderOf asks for a ladder.
func ladderOf(t *testing.T, s Store, terms value.Terms, p value.Period) value.Ladder {
	t.Helper()
	l, err := s.Value(t.Context(), terms, p)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// only is the one rung of a ladder.
func only(t *testing.T, l value.Ladder) value.Rung {
	t.Helper()
	if len(l.Rungs) != 1 {
		t.Fatalf("the ladder has %d rungs, want 1: %+v", len(l.Rungs), l.Rungs)
	}
	return l.Rungs[0]
}

// wantMoney compares amounts given as pairs of name, got and want.
func wantMoney(t *testing.T, what string, got value.Amount, want string) {
	t.Helper()
	if w, err := value.ParseAmount(want); err != nil || !got.Equal(w.Decimal) {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

// ledgerSum is what all customers are worth to scoring, under the workspace's
// terms.
func ledgerSum(t *testing.T, s Store) value.Amount {
	t.Helper()
	w, err := s.Workbench(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	return c.Historic
}

// setTerms makes terms the workspace's own.
func setTerms(t *testing.T, s Store, terms value.Terms) {
	t.Helper()
	if err := s.SetTerms(t.Context(), terms); err != nil {
		t.Fatal(err)
	}
}

// Ten orders of 292, of which 394 went back, are worth 2,526 and not 2,920.
func refundsStaySpent(t *testing.T, s Store) {
	var all []record.Record
	for i := range 10 {
		all = append(all, sale(fmt.Sprint(i), "ann@x.org", 1+i, 292))
	}
	put(t, s, append(all, back("a", "3", 15, 292), back("b", "7", 20, 102))...)
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	wantMoney(t, "gross", r.Gross, "2920")
	wantMoney(t, "returns", r.Returns, "394")
	wantMoney(t, "net revenue", r.NetRevenue, "2526")
	wantMoney(t, "the customer's spend", ledgerSum(t, s), "2526")
	wantMoney(t, "gross by choice", only(t, ladderOf(t, s, value.Terms{Basis: value.Gross}, value.Period{})).Value, "2920")
}

func refundOfWhatNeverCounted(t *testing.T, s Store) {
	failed, draft := sale("1", "ann@x.org", 1, 80), sale("2", "ann@x.org", 2, 20)
	failed.Status, draft.Status = record.Failed, record.Draft
	put(t, s, failed, draft, back("r1", "1", 3, 80), back("r2", "2", 3, 20), sale("3", "ann@x.org", 4, 50), back("r3", "3", 6, 50))
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	wantMoney(t, "gross", r.Gross, "50")
	wantMoney(t, "returns", r.Returns, "50")
	wantMoney(t, "net revenue", r.NetRevenue, "0")
	if r.Orders != 1 || r.Refunds != 1 {
		t.Errorf("%d orders and %d refunds, want 1 and 1", r.Orders, r.Refunds)
	}
	wantMoney(t, "the customer's spend", ledgerSum(t, s), "0")
}

// An order that was cancelled and paid back, seen in two exports, comes to
// nothing: in the ladder, in the ledger and in the list of customers.
func refundTwice(t *testing.T, s Store) {
	cancelled := sale("1", "ann@x.org", 1, 100)
	cancelled.Status = record.Cancelled
	put(t, s, cancelled, sale("2", "ann@x.org", 2, 70), back("r1", "1", 5, 100))
	put(t, s, cancelled, back("r1", "1", 5, 100))
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	wantMoney(t, "returns", r.Returns, "100")
	wantMoney(t, "net revenue", r.NetRevenue, "70")
	wantMoney(t, "the customer's spend", ledgerSum(t, s), "70")
}

func refundInAnotherMonth(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 10, 100), sale("2", "bob@x.org", 40, 60), back("r", "1", 45, 30)) // 14 February
	january := value.Period{From: day("2024-01-01"), To: day("2024-01-31")}
	february := value.Period{From: day("2024-02-01"), To: day("2024-02-29")}
	known := value.Period{AsOf: day("2024-02-10")}
	for _, c := range []struct {
		refunds string
		p       value.Period
		want    string
	}{
		{value.RefundDate, january, "100"}, {value.RefundDate, february, "30"}, {value.RefundDate, known, "160"},
		{value.OrderDate, january, "70"}, {value.OrderDate, february, "60"}, {value.OrderDate, known, "160"},
		{value.RefundDate, value.Period{}, "130"}, {value.OrderDate, value.Period{}, "130"},
	} {
		r := only(t, ladderOf(t, s, value.Terms{Refunds: c.refunds}, c.p))
		wantMoney(t, fmt.Sprintf("net revenue of %+v, refunds at %s", c.p, c.refunds), r.NetRevenue, c.want)
	}
}

func wrongDay(t *testing.T, s Store) {
	for i, at := range []string{
		"2024-03-31T00:30:00Z", // Berlin: 01:30, before the clock goes forward
		"2024-03-31T21:59:59Z", // Berlin: 23:59:59, after
		"2024-03-31T22:00:00Z", // Berlin: midnight, 1 April
		"2024-10-26T22:00:00Z", // Berlin: midnight of the day of 25 hours
		"2024-10-27T22:59:59Z", // Berlin: its last second
		"2024-10-27T23:00:00Z", // Berlin: the next day
		"2024-03-10T04:59:59Z", // New York: 9 March still
		"2024-03-11T03:59:59Z", // New York: the last second of the day of 23 hours
		"2024-11-04T04:59:59Z", // New York: the last second of the day of 25 hours
	} {
		o := sale(fmt.Sprint(i), "ann@x.org", 1, record.Money(1)<<i)
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		o.At = moment
		put(t, s, o)
	}
	for _, c := range []struct{ zone, day, want string }{
		{"Europe/Berlin", "2024-03-31", "3"}, {"Europe/Berlin", "2024-04-01", "4"}, {"UTC", "2024-03-31", "7"},
		{"Europe/Berlin", "2024-10-27", "24"}, {"Europe/Berlin", "2024-10-28", "32"}, {"UTC", "2024-10-27", "48"},
		{"America/New_York", "2024-03-09", "64"}, {"America/New_York", "2024-03-10", "128"}, {"America/New_York", "2024-11-03", "256"},
	} {
		r := only(t, ladderOf(t, s, value.Terms{Zone: c.zone}, value.Period{From: day(c.day), To: day(c.day)}))
		wantMoney(t, c.day+" in "+c.zone, r.Gross, c.want)
		if r.First != day(c.day) || r.Last != day(c.day) {
			t.Errorf("%s in %s: from %s to %s", c.day, c.zone, r.First, r.Last)
		}
	}
}

func refundAtRateOne(t *testing.T, s Store) {
	o, r := sale("1", "ann@x.org", 2, 100), back("r", "1", 20, 50)
	o.Currency, r.Currency = "USD", "" // a refund is in its order's currency
	put(t, s, o, r)
	rate := func(on, text string) value.Rate {
		return value.Rate{Base: "EUR", Currency: "USD", Day: day(on), Rate: decimal.RequireFromString(text)}
	}
	addRates(t, s, rate("2024-01-02", "0.9"))
	terms := value.Terms{Currency: "EUR"}
	if _, err := s.Value(t.Context(), terms, value.Period{}); !says(err, "USD", "EUR", "2024-01-20") {
		t.Errorf("without a rate for the refund: %v", err)
	}
	addRates(t, s, rate("2024-01-19", "0.8"))
	l := ladderOf(t, s, terms, value.Period{})
	wantMoney(t, "gross", l.Total.Gross, "90")
	wantMoney(t, "returns", l.Total.Returns, "40")
	wantMoney(t, "gross in its own money", only(t, l).Gross, "100")
	at := value.Terms{Currency: "EUR", Refunds: value.OrderDate}
	wantMoney(t, "net revenue with refunds at the order's date", ladderOf(t, s, at, value.Period{}).Total.NetRevenue, "50")
	setTerms(t, s, terms)
	wantMoney(t, "the customer's spend", ledgerSum(t, s), "50")
}

func laterImportForgets(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 1, 100))
	put(t, s, sale("2", "bob@x.org", 9, 40))
	put(t, s, back("r", "1", 12, 10))
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	if r.Customers != 2 || r.Orders != 2 || r.First != day("2024-01-01") {
		t.Errorf("%d customers, %d orders from %s", r.Customers, r.Orders, r.First)
	}
	wantMoney(t, "net revenue", r.NetRevenue, "130")
	wantMoney(t, "customers' spend", ledgerSum(t, s), "130")
}

// Whose orders they are changes who is worth how much, and never the total.
func twoIdentifiers(t *testing.T, s Store) {
	first, second := sale("1", "ann@x.org", 1, 100), sale("2", "", 5, 40)
	first.Who.ID, second.Who.ID = "7", "7"
	put(t, s, first, second, sale("3", "bob@x.org", 6, 9), back("r", "2", 8, 15))
	for identity, customers := range map[string]int64{value.Linked: 2, value.AsGiven: 3} {
		terms := value.Terms{Identity: identity}
		r := only(t, ladderOf(t, s, terms, value.Period{}))
		if r.Customers != customers {
			t.Errorf("%s: %d customers, want %d", identity, r.Customers, customers)
		}
		wantMoney(t, "net revenue, "+identity, r.NetRevenue, "134")
		setTerms(t, s, terms)
		w, err := s.Workbench(t.Context(), 7)
		if err != nil {
			t.Fatal(err)
		}
		c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")})
		if err = errors.Join(err, w.Close()); err != nil || c.Customers != customers || c.Orders != 3 {
			t.Errorf("%s: scoring sees %d customers with %d orders, %v", identity, c.Customers, c.Orders, err)
		}
		wantMoney(t, "customers' spend, "+identity, c.Historic, "134")
	}
}

func currenciesAddedUp(t *testing.T, s Store) {
	dollars := sale("2", "ann@x.org", 2, 50)
	dollars.Currency = "USD"
	put(t, s, sale("1", "ann@x.org", 1, 100), dollars, sale("3", "bob@x.org", 3, 7))
	l := ladderOf(t, s, value.Terms{}, value.Period{})
	if len(l.Rungs) != 2 || l.Rungs[0].Currency != "EUR" || l.Total != nil {
		t.Fatalf("the ladder is %+v", l)
	}
	wantMoney(t, "EUR", l.Rungs[0].NetRevenue, "107")
	wantMoney(t, "USD", l.Rungs[1].NetRevenue, "50")
	w := bench(t, s, 7)
	if _, err := w.Span(t.Context(), "UTC"); !says(err, "EUR", "USD") {
		t.Errorf("scoring adds them up: %v", err)
	}
	if _, err := s.Value(t.Context(), value.Terms{ServeCost: cents(100), Currency: "GBP"}, value.Period{}); !says(err, "EUR", "GBP", "2024-01-01") {
		t.Errorf("a missing rate: %v", err)
	}
}

// says reports whether an error names all of what it is about.
func says(err error, parts ...string) bool {
	if err == nil || value.CodeOf(err) != value.BadInput {
		return false
	}
	return containsAll(err.Error(), parts)
}

func notToldApart(t *testing.T, s Store) {
	whole := sale("1", "ann@x.org", 1, 119)
	whole.Gross, whole.Discount, whole.Shipping = record.None, record.None, record.None
	parts := sale("2", "bob@x.org", 2, 114)
	parts.Gross, parts.Discount, parts.Shipping, parts.Tax, parts.Fees = 100*record.Micros, 10*record.Micros, 5*record.Micros, 19*record.Micros, 3*record.Micros
	put(t, s, whole, parts)
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	for _, c := range []struct {
		name string
		got  value.Amount
		want string
	}{
		{"gross", r.Gross, "219"}, {"discounts", r.Discounts, "10"}, {"net", r.Net, "209"}, {"shipping", r.Shipping, "5"}, {"tax", r.Tax, "19"},
		{"net revenue", r.NetRevenue, "233"}, {"fees", r.Fees, "3"}, {"contribution", r.Contribution, "230"},
	} {
		wantMoney(t, c.name, c.got, c.want)
	}
	if r.TaxUnstated != 1 {
		t.Errorf("%d orders do not state tax, want 1", r.TaxUnstated)
	}
	wantMoney(t, "net revenue without tax", only(t, ladderOf(t, s, value.Terms{Tax: value.TaxExcluded}, value.Period{})).NetRevenue, "214")
}

func ordersOfNobody(t *testing.T, s Store) {
	put(t, s, sale("1", "ann@x.org", 1, 100), sale("2", "", 2, 40), back("r", "2", 3, 15))
	r := only(t, ladderOf(t, s, value.Terms{}, value.Period{}))
	if r.Orders != 2 || r.Customers != 1 || r.UnidentifiedOrders != 1 {
		t.Errorf("%d orders, %d customers, %d orders of nobody", r.Orders, r.Customers, r.UnidentifiedOrders)
	}
	wantMoney(t, "net revenue", r.NetRevenue, "125")
	wantMoney(t, "nobody's", r.UnidentifiedRevenue, "25")
	wantMoney(t, "customers' spend", ledgerSum(t, s), "100")
}

// The orders on a customer's page are worth what the score says, whatever the
// definition became since; the next scoring is under the new one.
func changedAfterScoring(t *testing.T, s Store) {
	parts := sale("1", "ann@x.org", 1, 110)
	parts.Gross, parts.Shipping = 100*record.Micros, 10*record.Micros
	put(t, s, parts, back("r", "1", 9, 30), sale("2", "bob@x.org", 3, 5))
	score := func() {
		t.Helper()
		if err := keep(t.Context(), s, func(store.Scored) (value.Run, error) { return run("scored"), nil }); err != nil {
			t.Fatal(err)
		}
	}
	worth := func(when, want string) {
		t.Helper()
		c, err := s.Customer(t.Context(), "ann@x.org", "UTC")
		if err != nil {
			t.Fatal(err)
		}
		var orders value.Amount
		for _, e := range c.Events {
			orders = orders.Add(e.Amount)
		}
		wantMoney(t, "the score "+when, c.Score.HistoricValue, want)
		wantMoney(t, "the orders "+when, orders, want)
	}
	score()
	worth("at first", "80")
	setTerms(t, s, value.Terms{Basis: value.Gross})
	worth("after another definition", "80")
	put(t, s, sale("3", "cat@x.org", 4, 9))
	worth("after an import", "80")
	w, err := s.Workbench(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")}); err != nil || c.Historic.String() != "114.00" {
		t.Errorf("the next scoring sees %s, %v", c.Historic, err)
	}
	worth("while scoring again", "80")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	worth("after giving up", "80")
	score()
	worth("scored again", "100")
}
