package storetest

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// testRates: rates are found directly, the other way round and through a
// third currency, on the day or up to a week before, and never made up.
func testRates(t *testing.T, open Open) {
	rate := func(base, currency, on, text string) value.Rate {
		return value.Rate{Base: base, Currency: currency, Day: day(on), Rate: decimal.RequireFromString(text)}
	}
	s := fresh(t, open)
	o := func(id, currency string, on int, total record.Money) record.Record {
		x := sale(id, "ann@x.org", on, total)
		x.Currency = currency
		return x
	}
	put(t, s, o("1", "USD", 12, 100), o("2", "JPY", 13, 16000), o("3", "EUR", 14, 7))
	n := addRates(t, s, rate("USD", "EUR", "2024-01-12", "1.25"), rate("JPY", "EUR", "2024-01-12", "160"), rate("JPY", "EUR", "2024-01-12", "155"))
	if n != (value.Change{New: 2}) {
		t.Errorf("first: %+v", n)
	}
	n = addRates(t, s, rate("USD", "EUR", "2024-01-12", "1.25"), rate("JPY", "EUR", "2024-01-12", "160"), rate("JPY", "EUR", "2024-01-14", "161.5"))
	if n != (value.Change{New: 1, Replaced: 1, Unchanged: 1}) {
		t.Errorf("again: %+v", n)
	}
	for _, c := range []struct{ to, want string }{
		{"EUR", "187"},     // 100 / 1.25 + 16,000 / 160 + 7
		{"USD", "233.75"},  // 100 + 100 × 1.25 + 7 × 1.25
		{"JPY", "29930.5"}, // 80 × 160 + 16,000 + 7 × 161.5
	} {
		total := ladderOf(t, s, value.Terms{Currency: c.to}, value.Period{}).Total
		wantMoney(t, "all in "+c.to, total.NetRevenue, c.want)
		setTerms(t, s, value.Terms{Currency: c.to})
		wantMoney(t, "customers in "+c.to, ledgerSum(t, s), c.want)
	}
	list, err := s.Rates(t.Context())
	if err != nil || len(list) != 2 || list[0].Base != "JPY" || list[0].Days != 2 || list[0].Last != day("2024-01-14") || list[1].Currency != "EUR" {
		t.Errorf("the list is %+v, %v", list, err)
	}
	// Large orders in small money: the amounts are exact to the last digit.
	addRates(t, s, rate("IDR", "EUR", "2024-01-12", "17000"))
	put(t, s, o("5", "IDR", 12, 850_000_000_003))
	wantMoney(t, "billions of rupiah", ladderOf(t, s, value.Terms{Currency: "EUR"}, value.Period{}).Total.NetRevenue, "50000187.000176")
	if _, err := s.Value(t.Context(), value.Terms{Currency: "IDR"}, value.Period{}); err != nil {
		t.Errorf("in rupiah: %v", err)
	}
	put(t, s, o("5", "EUR", 12, 70_000_000))
	if _, err := s.Value(t.Context(), value.Terms{Currency: "IDR"}, value.Period{}); !says(err, "trillion") {
		t.Errorf("an amount beyond a trillion: %v", err)
	}
	put(t, s, o("5", "EUR", 12, 0))
	// A week is near enough, eight days are not.
	put(t, s, o("4", "USD", 19, 1))
	wantMoney(t, "a week later", ladderOf(t, s, value.Terms{Currency: "EUR"}, value.Period{}).Total.NetRevenue, "187.8")
	put(t, s, o("6", "USD", 20, 1))
	if _, err := s.Value(t.Context(), value.Terms{Currency: "EUR"}, value.Period{}); !says(err, "USD", "EUR", "2024-01-20") {
		t.Errorf("a rate too old: %v", err)
	}
	// The import went well all the same, and scoring says what is missing.
	setTerms(t, s, value.Terms{Currency: "EUR"})
	if _, err := bench(t, s, 7).Span(t.Context(), "UTC"); !says(err, "USD", "EUR", "2024-01-20") {
		t.Errorf("scoring without a rate: %v", err)
	}
	if _, err := s.Value(t.Context(), value.Terms{Currency: "XXX"}, value.Period{}); !says(err, "XXX") {
		t.Errorf("a currency without rates: %v", err)
	}
}
