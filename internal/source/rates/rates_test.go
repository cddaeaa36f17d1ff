package rates_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source/rates"
	"github.com/perennial-clv/perennial/internal/value"
)

// text is rates as lines.
func text(all []value.Rate) string {
	var b strings.Builder
	for _, r := range all {
		fmt.Fprintf(&b, "%s 1 %s = %s %s\n", r.Day, r.Currency, r.Rate, r.Base)
	}
	return b.String()
}

func TestTablesOfRates(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		opt   rates.Options
		want  string
	}{
		"one row a rate":          {"date,currency,rate,base\n2024-01-02,usd,0.9125,EUR\n", rates.Options{}, "2024-01-02 1 USD = 0.9125 EUR\n"},
		"the base from outside":   {"Rate;Date;Currency\n0.5;2024-01-02;GBP\n", rates.Options{Base: "EUR"}, "2024-01-02 1 GBP = 0.5 EUR\n"},
		"the other way round":     {"date,currency,rate,base\n2024-01-02,USD,1.0956,EUR\n", rates.Options{PerBase: true}, "2024-01-02 1 EUR = 1.0956 USD\n"},
		"as the ECB publishes":    {"Date,USD,CYP,JPY,\n2024-01-03,1.0919,N/A,156.16,\n2024-01-02,1.0956,N/A,,\n", rates.Options{}, "2024-01-03 1 EUR = 1.0919 USD\n2024-01-03 1 EUR = 156.16 JPY\n2024-01-02 1 EUR = 1.0956 USD\n"},
		"the ECB's file of a day": {"Date, USD, JPY, \n02 January 2024, 1.0956, 155.68, \n", rates.Options{}, "2024-01-02 1 EUR = 1.0956 USD\n2024-01-02 1 EUR = 155.68 JPY\n"},
		"a byte order mark":       {"\ufeffdate,currency,rate,base\r\n2024-01-02,USD,0.9,EUR\r\n", rates.Options{}, "2024-01-02 1 USD = 0.9 EUR\n"},
		"the base itself":         {"date,currency,rate,base\n2024-01-02,EUR,1,EUR\n", rates.Options{}, "2024-01-02 1 EUR = 1 EUR\n"},
	} {
		got, err := rates.Read(strings.NewReader(c.table), "r.csv", c.opt)
		if err != nil || text(got) != c.want {
			t.Errorf("%s: %v\n%swant\n%s", name, err, text(got), c.want)
		}
	}
}

func TestTablesThatCannotBe(t *testing.T) {
	today, err := value.ParseDate("2024-06-01")
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]string{
		"":                                            "no header",
		"currency,rate\nUSD,1\n":                      "no column date",
		"date,price\n2024-01-02,3\n":                  "neither a currency and a rate",
		"date,currency,rate\n2024-01-02,USD,1":        "which currency its rates are in",
		"date,currency,rate,base\n":                   "no rates",
		"date,USD\n2024-01-02,1.1\n2/1/2024,1":        `line 3: date "2/1/2024"`,
		"date,USD\n2024-07-02,1.1\n":                  "line 2: 2024-07-02 is in the future",
		"date,USD\n2024-01-02,0\n":                    `rate "0" is not a rate`,
		"date,USD\n2024-01-02,-1.1\n":                 `rate "-1.1" is not a rate`,
		"date,USD\n2024-01-02,0.0000000000001":        "is not a rate of exchange",
		"date,USD\n2024-01-02,1e40\n":                 "is not a rate of exchange",
		"date,USD\n2024-01-02,\"1,1\"\n":              `rate "1,1" is not a number`,
		"date,EUR\n2024-01-02,2\n":                    "one EUR is not 2 EUR",
		"date,currency,rate,base\n2024-01-02,$,1,EUR": `"$" is not a currency code`,
	} {
		_, err := rates.Read(strings.NewReader(table), "r.csv", rates.Options{Today: today})
		if err == nil || value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", table, err, want)
		}
	}
}
