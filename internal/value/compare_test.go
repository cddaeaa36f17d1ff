package value_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// ladder is a ladder of one currency, made of a rung's parts.
func ladder(t *testing.T, terms value.Terms, amounts map[string]string) value.Ladder {
	t.Helper()
	terms, err := terms.WithDefaults()
	if err != nil {
		t.Fatal(err)
	}
	r := value.Rung{Currency: "EUR"}
	for name, to := range map[string]*value.Amount{"gross": &r.Gross, "discounts": &r.Discounts, "returns": &r.Returns, "shipping": &r.Shipping,
		"tax": &r.Tax, "cogs": &r.COGS, "fees": &r.Fees, "serve": &r.CostToServe} {
		if text := amounts[name]; text != "" {
			if *to, err = value.ParseAmount(text); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.Complete(terms)
	return value.Ladder{Definition: value.DefineLadder(terms, value.Period{}), Rungs: []value.Rung{r}}
}

// The example by hand: 100 - 10 - 20 = 70 net, + 5 + 19 = 94 net revenue,
// - 40 - 3 - 7.5 = 43.5 contribution.
var parts = map[string]string{"gross": "100", "discounts": "10", "returns": "20", "shipping": "5", "tax": "19", "cogs": "40", "fees": "3", "serve": "7.50"}

func TestRungsOfALadder(t *testing.T) {
	for _, c := range []struct{ tax, net, revenue, contribution string }{
		{value.TaxIncluded, "70", "94", "43.5"}, {value.TaxExcluded, "70", "75", "24.5"},
	} {
		r := ladder(t, value.Terms{Tax: c.tax}, parts).Rungs[0]
		if r.Net.Decimal.String() != c.net || r.NetRevenue.Decimal.String() != c.revenue || r.Contribution.Decimal.String() != c.contribution || !r.Value.Equal(r.NetRevenue.Decimal) {
			t.Errorf("tax %s: %s, %s, %s", c.tax, r.Net, r.NetRevenue, r.Contribution)
		}
	}
}

// Same name, different number: whatever two definitions differ in, the steps
// name it and add up.
func TestEveryDifferenceOfTwoDefinitionsIsExplained(t *testing.T) {
	for _, c := range []struct {
		from, to value.Terms
		want     string
	}{
		{value.Terms{}, value.Terms{Basis: value.Net}, "94 shipping -5 tax -19 70"},
		{value.Terms{Basis: value.Gross}, value.Terms{Basis: value.Contribution},
			"100 discounts -10 returns -20 shipping 5 tax 19 cogs -40 fees -3 cost_to_serve -7.5 43.5"},
		{value.Terms{Basis: value.Contribution}, value.Terms{Basis: value.NetRevenue}, "43.5 cogs 40 fees 3 cost_to_serve 7.5 94"},
		{value.Terms{}, value.Terms{Tax: value.TaxExcluded}, "94 tax -19 75"},
		{value.Terms{}, value.Terms{Basis: value.Net, Tax: value.TaxExcluded}, "94 tax -19 shipping -5 70"},
		{value.Terms{}, value.Terms{Refunds: value.OrderDate, Identity: value.AsGiven, Zone: "Asia/Tokyo"}, "94 zone 0 refunds 0 identity 0 94"},
		{value.Terms{}, value.Terms{}, "94 94"},
	} {
		from, to := ladder(t, c.from, parts), ladder(t, c.to, parts)
		var way []value.Ladder
		for _, terms := range value.Between(from.Definition.Terms, to.Definition.Terms) {
			way = append(way, ladder(t, terms, parts))
		}
		x, err := value.CompareLadders(way, to)
		if err != nil || len(x.Waterfalls) != 1 {
			t.Fatalf("%+v to %+v: %+v, %v", c.from, c.to, x, err)
		}
		f := x.Waterfalls[0]
		said := []string{f.From.Decimal.String()}
		sum := f.From
		for _, s := range f.Steps {
			said, sum = append(said, s.Key, s.Amount.Decimal.String()), sum.Add(s.Amount)
			if !s.After.Equal(sum.Decimal) {
				t.Errorf("%+v to %+v: %s leads to %s, want %s", c.from, c.to, s.Key, s.After, sum)
			}
			if s.Label == "" {
				t.Errorf("step %s has no words", s.Key)
			}
		}
		if got := strings.Join(append(said, f.To.Decimal.String()), " "); got != c.want || !sum.Equal(f.To.Decimal) {
			t.Errorf("%+v to %+v: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

// A chart draws the ladder from its steps, and works nothing out.
func TestWaterfallsOfALadder(t *testing.T) {
	for _, c := range []struct{ tax, want string }{
		{value.TaxIncluded, "100: 90 70 75 94 54 51 43.5 = 43.5, -56.5"}, {value.TaxExcluded, "100: 90 70 75 35 32 24.5 = 24.5, -75.5"},
	} {
		l := ladder(t, value.Terms{Tax: c.tax}, parts)
		total := l.Rungs[0]
		total.Currency = "USD"
		for n, all := range map[int]*value.Rung{1: &l.Rungs[0], 2: &total} {
			l.Total = all
			if got := l.Waterfalls(); len(got) != n {
				t.Errorf("%d waterfalls with a total in %s, want %d", len(got), all.Currency, n)
			}
		}
		f := l.Waterfalls()[0]
		said := f.From.Decimal.String() + ":"
		for _, s := range f.Steps {
			said += " " + s.After.Decimal.String()
		}
		if said += " = " + f.To.Decimal.String() + ", " + f.Difference.Decimal.String(); said != c.want {
			t.Errorf("tax %s: %s, want %s", c.tax, said, c.want)
		}
	}
}

func TestFiguresInTwoCurrenciesHaveNoDifference(t *testing.T) {
	from, to := ladder(t, value.Terms{Currency: "EUR"}, parts), ladder(t, value.Terms{Currency: "USD"}, parts)
	if _, err := value.CompareLadders([]value.Ladder{from}, to); value.CodeOf(err) != value.Invalid {
		t.Errorf("compared: %v", err)
	}
}

func TestTermsThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"basis=profit": "basis", "refunds=never": "refunds", "tax=some": "tax", "currency=euro": "currency", "zone=Mars/Phobos": "time zone",
		"identity=all": "identity", "serve_cost=-1": "serve-cost", "serve_cost=x": "serve-cost", "serve_cost=1e9": "serve-cost",
		"colour=red": "not a change", "basis": "not a change",
	} {
		c, err := value.ParseChanges(text)
		if err == nil {
			_, err = c.Apply(value.Terms{})
		}
		if value.CodeOf(err) != value.Invalid || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestChangesLeaveTheRest(t *testing.T) {
	c, err := value.ParseChanges("basis=net, currency=eur,serve-cost=7.5")
	if err != nil {
		t.Fatal(err)
	}
	own := value.Terms{Refunds: value.OrderDate, Zone: "Europe/Berlin"}
	got, err := c.Apply(own)
	want := "net order_date included EUR Europe/Berlin linked 7.50"
	if said := fmt.Sprint(got.Basis, " ", got.Refunds, " ", got.Tax, " ", got.Currency, " ", got.Zone, " ", got.Identity, " ", got.ServeCost); err != nil || said != want {
		t.Errorf("%s, %v; want %s", said, err, want)
	}
	if none, err := (value.Changes{Currency: "none"}).Apply(got); err != nil || none.Currency != "" {
		t.Errorf("none leaves %q, %v", none.Currency, err)
	}
	if list := strings.Join(c.List(), ","); list != "basis=net,currency=eur,serve_cost=7.5" {
		t.Errorf("listed as %s", list)
	}
}
