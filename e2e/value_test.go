package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What an accountant does: see the ladder of two currencies, be told which
// rate is missing, import the rates, see the sum, ask what refunds at the
// order's date would make of it, and change the definition for good.
func TestValueIsDefinedOnce(t *testing.T) {
	v := visit(t, emptyServer(t))
	v.look(1280, "light")
	v.open("/value")
	if got := v.text("h1"); got != "Nothing imported yet" {
		t.Errorf("heading %q", got)
	}
	choose(t, v, map[string]string{"orders_export.csv": shopifyExport(420), "stripe.csv": stripeExport(40), "workshops.csv": refundedLater})
	importAll(v)

	ladderIsSeen(t, v)
	missingRateIsNamed(t, v)
	ratesAreImported(t, v)
	definitionsAreCompared(t, v)
	definitionIsChanged(t, v)
	v.forgive("404")
	v.forgive("422")
}

// row is a row of the first ladder: a column a currency.
func row(v *visitor, name string) string {
	return strings.Join(ask[[]string](v, fmt.Sprintf(`[...document.querySelectorAll('table [data-row="%s"]')][0] ? [...document.querySelector('table [data-row="%s"]').querySelectorAll('td')].map((e) => e.textContent) : []`, name, name)), " ")
}

func ladderIsSeen(t *testing.T, v *visitor) {
	v.open("/value")
	for name, want := range map[string]string{"gross": "21,469.00 286.00", "net_revenue": "22,699.00 321.00", "orders": "455 7", "cogs": "not known not known"} {
		if got := row(v, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := v.text("[data-stale]"); !strings.Contains(got, "EUR and USD cannot be added up") {
		t.Errorf("the scores: %q", got)
	}
	v.fits("value")
	v.look(1280, "light")
	v.do("look at the dollars", click(`[data-currency="USD"]`))
	v.until("the address says so", `location.search === '?show=USD'`)
}

func missingRateIsNamed(t *testing.T, v *visitor) {
	v.open("/value?currency=EUR") // shared
	if got := v.text("[data-failure]"); !strings.Contains(got, "There is no rate of exchange from USD to EUR on 2025-02-16") || strings.Contains(got, "perennial rates") {
		t.Errorf("the missing rate: %q", got)
	}
	v.fits("value-no-rate")
	v.look(1280, "light")
}

func ratesAreImported(t *testing.T, v *visitor) {
	dir := t.TempDir()
	for name, text := range map[string]string{"bad.csv": "date,currency,rate,base\n2025-02-16,USD,one,EUR\n", "rates.csv": ratesOf()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	v.do("import no rates", chromedp.SetUploadFiles(chromedp.CSS("[data-rates]"), []string{filepath.Join(dir, "bad.csv")}), seen(`[aria-labelledby=rates] [role=alert]`))
	if got := v.text(`[aria-labelledby=rates] [role=alert]`); !strings.Contains(got, `line 2: rate "one" is not a number`) {
		t.Errorf("what is wrong with the rates: %q", got)
	}
	v.do("import rates", chromedp.SetUploadFiles(chromedp.CSS("[data-rates]"), []string{filepath.Join(dir, "rates.csv")}), seen("[data-came]"))
	v.until("all is converted", `document.querySelector('[data-row="net_revenue"]') !== null`)
	v.settle()
	if got := row(v, "net_revenue"); got != "22,955.80 22,699.00 321.00" {
		t.Errorf("net revenue, converted at 0.80: %q", got)
	}
	if got := v.text(".view"); !strings.Contains(got, "reported in EUR") {
		t.Errorf("the view: %q", got)
	}
	v.do("make it the definition", click(".view button:last-child"), gone(".view"))
	v.do("score", click("[data-stale] button"), seen("[data-scored]"))
}

func definitionsAreCompared(t *testing.T, v *visitor) {
	v.open("/value?from=2025-02-01&to=2025-06-30")
	pick(v, `[data-term="refunds"]`, "order_date")
	v.until("the difference is there", `document.querySelector('.verdict') !== null`)
	pick(v, `[data-term="basis"]`, "net")
	v.until("both differences are in the address", `new URLSearchParams(location.search).get('with') === 'basis=net,refunds=order_date' &&
		document.querySelector('.verdict')?.textContent.includes('less')`)
	v.settle()
	v.fits("value-compared")
	v.look(1280, "light")
	v.open(ask[string](v, `location.pathname + location.search`)) // shared
	v.until("the difference is there again", `document.querySelector('.verdict') !== null`)
	v.settle()
	v.do("see the steps", click(`[aria-labelledby=compare] figure header button`))
	steps := v.text(`[aria-labelledby=compare] figure table`)
	for _, want := range []string{"Refunds on the date of their order", "Shipping, taken back out", "Here: net revenue", "There: net sales", "−€100.00"} {
		if !strings.Contains(steps, want) {
			t.Errorf("the steps do not say %q: %q", want, steps)
		}
	}
	v.do("clear", chromedp.Click(chromedp.Search(`//button[.='Clear']`)), gone(".verdict"))
}

func definitionIsChanged(t *testing.T, v *visitor) {
	v.open("/value")
	v.do("change the definition", click("[data-change]"), seen("[data-save]"))
	const form = `[aria-labelledby=meaning] form `
	pick(v, form+`[data-term="zone"]`, "America/New_York")
	pick(v, form+`[data-term="basis"]`, "net")
	v.shot("value-definition-light")
	v.do("keep it", click("[data-save]"), gone("[data-save]"), seen(`[data-stale="definition"]`))
	v.settle()
	if got := v.text(`[aria-labelledby=meaning] ul`); !strings.Contains(got, "net sales") || !strings.Contains(got, "America/New_York") {
		t.Errorf("the definition in words: %q", got)
	}
	if got := v.text(`[data-stale]`); !strings.Contains(got, "Scores keep the former definition") || !strings.Contains(got, "days in UTC") {
		t.Errorf("the scores: %q", got)
	}
	v.shot("value-stale-light")
	v.do("score", click("[data-stale] button"), seen("[data-scored]"))
	v.do("see what customers are worth", click("[data-scored] a"), seen("[data-figure]"))
	v.do("open the definition", click("main details summary"), seen("main details dl"))
	if got := v.text("main details dl"); !strings.Contains(got, "America/New_York") || !strings.Contains(got, "net sales") {
		t.Errorf("the scores are of %q", got)
	}
}

// refundedLater is a payment whose refund falls into another quarter, and one
// that is kept.
const refundedLater = `id,Description,Created (UTC),Amount,Amount Refunded,Currency,Fee,Status,Customer ID,Customer Email,Refunded date (UTC)
ch_r1,Workshop,2025-04-30 12:00:00,100.00,100.00,eur,0.00,Refunded,cus_r1,r1@example.com,2025-07-03 10:00:00
ch_r2,Workshop,2025-05-10 12:00:00,60.00,0.00,eur,0.00,Paid,cus_r2,r2@example.com,
`

// ratesOf are the rates of every week the orders are in.
func ratesOf() string {
	var b strings.Builder
	b.WriteString("date,currency,rate,base\n")
	for month := 1; month <= 12; month++ {
		for _, day := range []int{1, 7, 13, 19, 25} {
			fmt.Fprintf(&b, "2025-%02d-%02d,USD,0.8,EUR\n", month, day)
		}
	}
	return b.String()
}
