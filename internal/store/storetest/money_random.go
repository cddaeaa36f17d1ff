package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// sold is a small random business and what its records say, for the reference.
type sold struct {
	orders  []*record.Order
	refunds []*record.Refund
}

// randomSales makes orders of every status, in two currencies, with parts
// known or not, and refunds of some of them, of others and of none.
func randomSales(random *rand.Rand) (out sold, all []record.Record) {
	statuses := []record.Status{record.Paid, record.Paid, record.Paid, record.Pending, record.Cancelled, record.Failed, record.Draft}
	people := []string{"", "ann@x.org", "bob@x.org", "cat@x.org"}
	currencies := []string{"EUR", "USD"}
	some := func() record.Money { return record.Money(random.IntN(3)) * record.Money(random.IntN(5_000_000)) }
	within := func() time.Time {
		return time.Date(2024, 3, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(random.IntN(40*24*3600)) * time.Second)
	}
	for i := range 1 + random.IntN(12) {
		o := &record.Order{Source: "shop", ID: fmt.Sprint(i), Who: record.Who{Email: people[random.IntN(4)]}, At: within(), Currency: currencies[random.IntN(2)],
			Gross: record.None, Discount: some(), Shipping: some(), Tax: some(), Fees: some(), Status: statuses[random.IntN(len(statuses))]}
		if random.IntN(4) == 0 {
			o.Discount, o.Shipping, o.Tax, o.Fees = record.None, record.None, record.None, record.None
		}
		o.Total = record.Money(random.IntN(100_000_000)) + o.Shipping.Or(0) + o.Tax.Or(0)
		if random.IntN(8) == 0 { // a negative amount is a refund of its own
			o.Total = -record.Money(random.IntN(9_000_000))
		}
		out.orders, all = append(out.orders, o), append(all, o)
	}
	for i := range random.IntN(8) {
		r := &record.Refund{Source: "shop", ID: fmt.Sprint(i), OrderID: fmt.Sprint(random.IntN(15)), Amount: record.Money(random.IntN(50_000_000)), Currency: currencies[random.IntN(2)]}
		if random.IntN(3) > 0 {
			r.At = within()
		}
		if random.IntN(3) == 0 {
			r.Who.Email = people[1+random.IntN(3)]
		}
		out.refunds, all = append(out.refunds, r), append(all, r)
	}
	return out, all
}

// reference is the ladder of a business, added up the plain way.
func (b sold) reference(terms value.Terms, p value.Period) map[string]value.Rung {
	zone, err := time.LoadLocation(terms.Zone)
	if err != nil {
		panic(err)
	}
	out, buyers := map[string]value.Rung{}, map[[2]string]bool{}
	add := func(currency, who string, counts, seen time.Time, to func(*value.Rung)) {
		on, known := value.DateOf(counts.In(zone)), value.DateOf(seen.In(zone))
		if !p.From.IsZero() && on.Before(p.From) || !p.To.IsZero() && p.To.Before(on) || !p.AsOf.IsZero() && (p.AsOf.Before(known) || p.AsOf.Before(on)) {
			return
		}
		r := out[currency]
		r.Currency = currency
		to(&r)
		if r.First.IsZero() || on.Before(r.First) {
			r.First = on
		}
		if r.Last.Before(on) {
			r.Last = on
		}
		out[currency] = r
	}
	plus := func(a *value.Amount, m record.Money) {
		*a = a.Add(value.NewAmount(decimal.New(int64(m.Or(0)), -6)))
	}
	byID := map[string]*record.Order{}
	for _, o := range b.orders {
		byID[o.ID] = o
		if o.Status == record.Failed || o.Status == record.Draft {
			continue
		}
		add(o.Currency, o.Who.Email, o.At, o.At, func(r *value.Rung) {
			if o.Total < 0 {
				plus(&r.Returns, -o.Total)
				r.Refunds++
				return
			}
			plus(&r.Gross, o.Total+o.Discount.Or(0)-o.Shipping.Or(0)-o.Tax.Or(0))
			plus(&r.Discounts, o.Discount)
			plus(&r.Shipping, o.Shipping)
			plus(&r.Tax, o.Tax)
			plus(&r.Fees, o.Fees)
			r.Orders++
			if o.Tax == record.None {
				r.TaxUnstated++
			}
			if o.Who.Email == "" {
				r.UnidentifiedOrders++
			} else if k := [2]string{o.Currency, o.Who.Email}; !buyers[k] {
				buyers[k] = true
				r.Customers++
			}
		})
	}
	for _, f := range b.refunds {
		o := byID[f.OrderID]
		seen := f.At
		if seen.IsZero() && o != nil {
			seen = o.At
		}
		if seen.IsZero() || o != nil && (o.Status == record.Failed || o.Status == record.Draft) {
			continue
		}
		counts := seen
		if o != nil && terms.Refunds == value.OrderDate {
			counts = o.At
		}
		add(f.Currency, "", counts, seen, func(r *value.Rung) { plus(&r.Returns, f.Amount); r.Refunds++ })
	}
	return out
}

// testRandomMoney compares with the reference, and holds identities that are
// true of any ladder.
func testRandomMoney(t *testing.T, open Open) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 4 {
		s := fresh(t, open)
		business, records := randomSales(random)
		put(t, s, records...)
		for range 5 {
			terms, p := randomTerms(random)
			l := ladderOf(t, s, terms, p)
			want := business.reference(terms, p)
			if len(want) != len(l.Rungs) {
				t.Fatalf("%d rungs, want %d", len(l.Rungs), len(want))
			}
			for _, r := range l.Rungs {
				sameRung(t, r, want[r.Currency], terms)
			}
		}
		sameTotals(t, s, random)
	}
}

// randomTerms are any terms that need no rates, and any period.
func randomTerms(random *rand.Rand) (value.Terms, value.Period) {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	t := value.Terms{Basis: value.Basis(pick("gross", "net", "net_revenue", "contribution")), Refunds: pick(value.RefundDate, value.OrderDate),
		Tax: pick(value.TaxIncluded, value.TaxExcluded), Zone: pick("UTC", "Europe/Berlin", "America/New_York")}
	var p value.Period
	if random.IntN(2) == 0 {
		p.From = day("2024-03-20").AddDays(random.IntN(20))
		p.To = p.From.AddDays(random.IntN(20))
	}
	if random.IntN(2) == 0 {
		p.AsOf = day("2024-03-25").AddDays(random.IntN(30))
	}
	return t, p
}

// sameRung compares with the reference and checks the identities of a ladder.
func sameRung(t *testing.T, got, want value.Rung, terms value.Terms) {
	t.Helper()
	want.Complete(terms)
	text := func(r value.Rung) string {
		r.CostKnown, r.UnidentifiedRevenue, r.UnidentifiedValue = nil, value.Amount{}, value.Amount{}
		return fmt.Sprintf("%+v", r)
	}
	if text(got) != text(want) {
		t.Errorf("%+v:\n%s, want\n%s", terms, text(got), text(want))
	}
	net := got.Gross.Sub(got.Discounts.Decimal).Sub(got.Returns.Decimal)
	revenue := net.Add(got.Shipping.Decimal)
	if terms.Tax != value.TaxExcluded {
		revenue = revenue.Add(got.Tax.Decimal)
	}
	left := revenue.Sub(got.COGS.Decimal).Sub(got.Fees.Decimal).Sub(got.CostToServe.Decimal)
	if !got.Net.Equal(net) || !got.NetRevenue.Equal(revenue) || !got.Contribution.Equal(left) {
		t.Errorf("the rungs do not add up: %+v", got)
	}
}

// sameTotals: in one currency, the ladder is the sum over customers of what
// scoring reads and of nobody's; refunds add up to the same whenever they
// count; and what explains a difference adds up to it.
func sameTotals(t *testing.T, s Store, random *rand.Rand) {
	t.Helper()
	var rates []value.Rate
	for i := range 50 {
		rates = append(rates, value.Rate{Base: "EUR", Currency: "USD", Day: day("2024-03-19").AddDays(i), Rate: decimal.New(int64(800_000+random.IntN(200_000)), -6)})
	}
	addRates(t, s, rates...)
	ask := func(terms value.Terms) value.Ladder {
		terms.Currency, terms.Zone = "EUR", ""
		return ladderOf(t, s, terms, value.Period{})
	}
	for range 2 {
		a, _ := randomTerms(random)
		l := ask(a)
		setTerms(t, s, l.Definition.Terms)
		if sum := ledgerSum(t, s); !l.Total.Value.Equal(sum.Add(l.Total.UnidentifiedValue).Decimal) {
			t.Errorf("%+v: the ladder says %s, customers add up to %s and nobody's to %s", l.Definition.Terms, l.Total.Value, sum, l.Total.UnidentifiedValue)
		}
		at := a
		at.Refunds = value.OrderDate
		if a.Refunds == value.OrderDate {
			at.Refunds = value.RefundDate
		}
		if other := ask(at); !other.Total.Value.Equal(l.Total.Value.Decimal) {
			t.Errorf("refunds at another date change the total from %s to %s", l.Total.Value, other.Total.Value)
		}
		b, p := randomTerms(random)
		sameWaterfall(t, s, l.Definition.Terms, b, p)
	}
}

// sameWaterfall: steps lead exactly from one definition's value to another's.
func sameWaterfall(t *testing.T, s Store, a, b value.Terms, p value.Period) {
	t.Helper()
	b.Currency = a.Currency
	b, err := b.WithDefaults()
	if err != nil {
		t.Fatal(err)
	}
	var way []value.Ladder
	for _, terms := range value.Between(a, b) {
		way = append(way, ladderOf(t, s, terms, p))
	}
	c, err := value.CompareLadders(way, ladderOf(t, s, b, p))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Waterfalls {
		sum := f.From
		for _, step := range f.Steps {
			sum = sum.Add(step.Amount)
		}
		if !sum.Equal(f.To.Decimal) || !f.To.Equal(c.To.Total.Value.Decimal) {
			t.Errorf("%+v to %+v: the steps lead from %s to %s, not %s: %+v", a, b, f.From, sum, f.To, f.Steps)
		}
	}
}
