package file

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
)

func TestTimeRule(t *testing.T) {
	for _, c := range []struct {
		name, values, dates string
		kind, patterns      string
		offsets             bool
		notice              string
	}{
		{name: "iso day", values: "2026-05-01|2026-05-02", kind: "iso"},
		{name: "iso blank", values: "2026-05-01 10:00:00|2026-05-02 10:00", kind: "iso"},
		{name: "iso T Z", values: "2026-05-01T10:00:00Z|2026-05-02T10:00:00.123456Z", kind: "iso", offsets: true},
		{name: "iso offset", values: "2026-05-01T10:00:00+02:00|2026-05-01T10:00:00+0200|2026-05-01", kind: "iso", offsets: true},
		{name: "iso UTC", values: "2019-10-01 00:00:00 UTC", kind: "iso", offsets: true},
		{name: "shopify offset", values: "2026-05-01 10:00:00 +0200", kind: "patterns", patterns: "%Y-%m-%d %H:%M:%S %z|%Y-%m-%d", offsets: true},
		{name: "comma fraction", values: "2026-05-01 10:00:00,123", kind: "patterns", patterns: "%Y-%m-%d %H:%M:%S,%f|%Y-%m-%d"},
		{name: "no seconds Z", values: "2026-05-01T10:00Z", kind: "patterns", patterns: "%Y-%m-%dT%H:%MZ|%Y-%m-%d", offsets: true},
		{name: "compact", values: "20260501|20260531", kind: "patterns", patterns: "%Y%m%d"},
		{name: "compact with time", values: "20260501103000", kind: "patterns", patterns: "%Y%m%d%H%M%S"},
		{name: "day above twelve", values: "01/02/2026|15/02/2026", kind: "patterns", patterns: "%d/%m/%Y"},
		{name: "month first", values: "01/02/2026 10:00|02/15/2026 9:30", kind: "patterns", patterns: "%m/%d/%Y %H:%M|%m/%d/%Y"},
		{name: "ambiguous slash", values: "01/02/2026|01/02/2026", kind: "patterns", patterns: "%m/%d/%Y", notice: "dates_ambiguous"},
		{name: "ambiguous but sorted", values: "01/02/2026|02/02/2026|03/02/2026|04/02/2026|05/02/2026|01/03/2026|02/03/2026|03/03/2026", kind: "patterns", patterns: "%d/%m/%Y", notice: "dates_ambiguous"},
		{name: "ambiguous point", values: "01.02.2026|01.02.2026", kind: "patterns", patterns: "%d.%m.%Y", notice: "dates_ambiguous"},
		{name: "ambiguous, told", values: "01/02/2026", dates: "dmy", kind: "patterns", patterns: "%d/%m/%Y"},
		{name: "two-digit year", values: "1/2/26|15/2/26", kind: "patterns", patterns: "%d/%m/%y"},
		{name: "two-digit year first", values: "26-02-01|26-02-15|26-03-04|26-03-05", kind: "patterns", patterns: "%y-%m-%d"},
		{name: "month name", values: "5-Jan-2026|17-FEB-2026", kind: "patterns", patterns: "%d-%b-%Y"},
		{name: "month name, whole", values: "January 5, 2026|March 17, 2026", kind: "patterns", patterns: "%B %d, %Y"},
		{name: "month first, short", values: "Jan 5, 2026|Mar 17, 2026", kind: "patterns", patterns: "%b %d, %Y"},
		{name: "twelve hours", values: "1/15/2026 9:05 PM|1/16/2026 12:05 AM", kind: "patterns", patterns: "%m/%d/%Y %I:%M %p|%m/%d/%Y"},
		{name: "twelve hours, tight", values: "1/15/2026 9:05:01PM", kind: "patterns", patterns: "%m/%d/%Y %I:%M:%S%p|%m/%d/%Y"},
		{name: "weekday", values: "Mon, 05 Jan 2026 10:00:00 +0000", kind: "patterns", patterns: "%a, %d %b %Y %H:%M:%S %z|%a, %d %b %Y", offsets: true},
		{name: "mixed formats", values: "2026-05-01|15/02/2026", kind: "patterns", patterns: "%Y-%m-%d|%d/%m/%Y"},
		{name: "contradicting", values: "15/02/2026|02/15/2026|16/02/2026", kind: "patterns", patterns: "%d/%m/%Y", notice: "dates_mixed"},
		{name: "seconds", values: "1577836800|1577836801", kind: "epoch_seconds"},
		{name: "millis", values: "1577836800000", kind: "epoch_millis"},
		{name: "micros", values: "1577836800000000", kind: "epoch_micros"},
		{name: "slash year first", values: "2026/05/01 10:00:00", kind: "iso"},
		{name: "point year first", values: "2026.05.01", kind: "patterns", patterns: "%Y.%m.%d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			vals := strings.Split(c.values, "|")
			rule, notes, ok := timeRule(vals, sideHints{dates: c.dates, column: "when"})
			if !ok || rule.Kind != c.kind || strings.Join(rule.Patterns, "|") != c.patterns || rule.Offsets != c.offsets {
				t.Fatalf("got %+v %v", rule, ok)
			}
			if (c.notice != "") != (len(notes) > 0) || c.notice != "" && notes[0].code != c.notice {
				t.Errorf("notes %v", notes)
			}
			if c.notice != "dates_mixed" {
				duckReadsTimes(t, rule, vals)
			}
		})
	}
}

// duckReadsTimes makes sure that DuckDB reads values by a rule.
func duckReadsTimes(t testing.TB, rule source.TimeRule, vals []string) {
	t.Helper()
	db, err := duck()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vals {
		var ok bool
		q := fmt.Sprintf("select %s is not null from (select %s as c)", timeSQL(rule, "c"), quoted(v))
		if err := db.QueryRow(q).Scan(&ok); err != nil || !ok {
			t.Errorf("duckdb does not read %q by %+v: %v", v, rule, err)
		}
	}
}

func TestNotTimes(t *testing.T) {
	for _, v := range []string{"", "abc", "2026-02-30", "31/31/2026", "1234", "12:00", "2026-01-01 25:00", "2026-13-01", "1/2/3/4", "2026-01-01x", "Sept 5, 2026", "1-555-0100", "192.168.10.1", "99999999"} {
		if m := shapeOfTime(v); m.ok() {
			t.Errorf("%q taken for a time: %+v", v, m)
		}
	}
}

func TestAmountRule(t *testing.T) {
	for _, c := range []struct {
		name, values string
		want         source.AmountRule
		currency     string
		notice       string
	}{
		{name: "plain", values: "1|2.50|-3.1|+4|.5|1e3", want: source.AmountRule{Plain: true, Decimal: "."}},
		{name: "plain three decimals", values: "1.234|0.500", want: source.AmountRule{Plain: true, Decimal: "."}},
		{name: "decimal comma", values: "1,50|12", want: source.AmountRule{Decimal: ","}},
		{name: "german", values: "1.234,50|12,00|1.234", want: source.AmountRule{Decimal: ",", Group: "."}},
		{name: "english", values: "1,234.50|12.00|1,234", want: source.AmountRule{Decimal: ".", Group: ","}},
		{name: "unclear comma", values: "1,234|999", want: source.AmountRule{Decimal: ".", Group: ","}, notice: "thousands_ambiguous"},
		{name: "unclear decided by others", values: "1,234|9,50", want: source.AmountRule{Decimal: ","}},
		{name: "millions by points", values: "1.234.567|12", want: source.AmountRule{Decimal: ",", Group: "."}},
		{name: "swiss", values: "1'234.50|CHF 12.00|1’000", want: source.AmountRule{Decimal: ".", Group: "'"}, currency: "CHF"},
		{name: "french", values: "1\u202f234,50 €|1\u00a0000,00 €|1 000,5", want: source.AmountRule{Decimal: ",", Group: " "}, currency: "EUR"},
		{name: "dollar", values: "$22.50|-$0.95|$-1.00|($5.00)", want: source.AmountRule{Decimal: "."}, currency: "USD"},
		{name: "taka", values: "৳2,999.00", want: source.AmountRule{Decimal: ".", Group: ","}, currency: "BDT"},
		{name: "trailing minus", values: "12.50-|3.00", want: source.AmountRule{Decimal: "."}},
		{name: "parentheses", values: "(12.50)|3.00", want: source.AmountRule{Decimal: "."}},
		{name: "code after", values: "12,50 EUR|3,00 EUR", want: source.AmountRule{Decimal: ","}, currency: "EUR"},
		{name: "crowns", values: "12,50 kr|3 kr.", want: source.AmountRule{Decimal: ","}},
		{name: "indian", values: "₹1,23,456.00", want: source.AmountRule{Decimal: ".", Group: ","}, currency: "INR"},
		{name: "mixed decimals", values: "1.50|2.50|3,50", want: source.AmountRule{Decimal: "."}, notice: "decimals_mixed"},
		{name: "true minus", values: "\u221212.50", want: source.AmountRule{Decimal: "."}},
		{name: "dash cents", values: "12,- €|3,50 €", want: source.AmountRule{Decimal: ","}, currency: "EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			vals := strings.Split(c.values, "|")
			for _, v := range vals {
				if _, ok := readMoney(v); !ok {
					t.Errorf("%q is not read", v)
				}
			}
			rule, notes, ok := amountRule(vals, "amount", false)
			if !ok || rule != c.want {
				t.Errorf("got %+v, want %+v", rule, c.want)
			}
			if code, mixed := countNumbers(vals).currency(); code != c.currency || mixed != nil {
				t.Errorf("currency %q %v, want %q", code, mixed, c.currency)
			}
			if (c.notice != "") != (len(notes) > 0) {
				t.Errorf("notes %v", notes)
			}
		})
	}
}

func TestNotMoney(t *testing.T) {
	for _, v := range []string{"", "-", "--", "abc", "ID123", "12 apples", "1.2.3", "2026-01-01", "10:00", "31.12.2025", "1,2,3", "NaN", "$", "()", "A-12", "12%", "0x10"} {
		if m, ok := readMoney(v); ok {
			t.Errorf("%q taken for money: %+v", v, m)
		}
	}
}

func TestMixedCurrencies(t *testing.T) {
	_, p := table(t, "customer,date,amount\n1,2026-01-01,€5.00\n2,2026-01-02,£6.00\n", Options{})
	if p.Tables[0].Currency != "" || !hasNotice(p, "currencies_mixed") {
		t.Errorf("currency %q notices %v", p.Tables[0].Currency, p.Notices)
	}
}

func TestHeaderCurrency(t *testing.T) {
	for name, want := range map[string]string{
		"Amount (EUR)": "EUR", "Amount spent (USD)": "USD", "price_usd": "USD", "Total €": "EUR", "Amount": "", "Total": "",
		"EUR": "", "Betrag in CHF": "CHF", "Amount ($)": "USD", "country": "",
	} {
		if got := headerCurrency(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestUnique(t *testing.T) {
	got := unique([]string{"a", "A", "", " a ", "b"})
	if want := []string{"a", "A_2", "column3", "a_3", "b"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
