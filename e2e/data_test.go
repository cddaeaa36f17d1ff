package e2e

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Minutes one to three of a shop owner: drop the exports, see what they are,
// import, see how good the data is, and take one back.
func TestExportsAreTakenIn(t *testing.T) {
	v := visit(t, emptyServer(t))
	v.look(1280, "light")
	v.open("/data")
	if got := v.text("h1"); got != "Bring your files" {
		t.Errorf("heading %q", got)
	}
	v.shot("data-empty-light")

	choose(t, v, map[string]string{"orders_export.csv": shopifyExport(420), "stripe.csv": stripeExport(40)})
	for file, words := range map[string][]string{
		"orders_export.csv": {"Shopify orders", "422 rows", "420 orders", "refunds", "2 currencies (EUR, USD)", "Jan 2025 – "},
		"stripe.csv":        {"Stripe payments", "40 rows", "40 orders", "EUR"},
	} {
		says := v.text(fmt.Sprintf("[data-file=%q] .says", file))
		for _, w := range words {
			if !strings.Contains(says, w) {
				t.Errorf("%s is %q, without %q", file, says, w)
			}
		}
	}
	if got := v.text(`[data-file="orders_export.csv"] table`); !strings.Contains(got, "c0@example.com") {
		t.Errorf("the first orders: %q", got)
	}
	v.shot("data-waiting-light")
	v.fits("data-waiting")

	v.look(1280, "light")
	importAll(v)
	if got := v.text(".result li p"); !strings.Contains(got, "422 rows, 420 orders") {
		t.Errorf("imported: %q", got)
	}
	v.until("the data is judged", `document.querySelector('[data-finding="currencies"]') !== null`)
	if got := v.text(`[data-finding="gaps"]`); !strings.Contains(got, "without orders in Shopify") {
		t.Errorf("the weeks without orders: %q", got)
	}
	v.fits("data-imported")

	v.look(1280, "light")
	v.open("/data") // anew: what was imported is on record
	id := ask[string](v, `document.querySelector('[data-import]').dataset.import`)
	v.do("ask to undo", click("[data-import] button[aria-label^=Undo]"), seen(".ask"))
	v.shot("data-undo-light")
	v.do("undo", click(".ask button.main"))
	v.until("it is undone", `document.querySelector('[data-import="`+id+`"].undone') !== null && document.querySelector('.working') === null`)
	v.settle()
	v.until("no data is judged any more", `document.querySelector('#data-quality') === null`)
	v.fits("data-undone")
	v.forgive("404") // nothing is scored
	v.forgive("422")
}

// A file nobody knows is mapped with the result in view, and the next of its
// header is read by itself. A row left out is mended and sent again.
func TestMappingAndMending(t *testing.T) {
	v := visit(t, emptyServer(t))
	v.look(1280, "light")
	v.open("/data")

	choose(t, v, map[string]string{"kasse-januar.csv": till(1, 30)})
	v.do("the mapping is open", seen(`[data-column="Gast"]`))
	v.shot("data-unknown-light")
	for column, field := range map[string]string{"Gast": "customer_id", "Tag und Stunde": "at", "Zettel": "order_id", "Preis bar": "total"} {
		pick(v, fmt.Sprintf(`[data-column=%q]`, column), field)
	}
	pick(v, `[data-choice="dates"]`, "dmy")
	v.do("say the currency", chromedp.SendKeys(chromedp.CSS(`[data-choice="currency"]`), "EUR"))
	v.until("the orders are seen", `document.querySelector('[data-file] .scroll table')?.textContent.includes('2025-01-03') &&
		document.querySelector('[data-file] .says').textContent.includes('30 rows, 29 orders, EUR')`)
	v.settle()
	v.fits("data-mapping")
	v.look(1280, "light")
	importAll(v)

	v.do("see what was left out", click("[data-import] button[aria-expanded]"), seen(".rejected a.button"))
	v.fits("data-rejected")
	v.look(1280, "light")
	mended := strings.Replace(get(t, ask[string](v, `document.querySelector('.rejected a.button').href`)), "neulich", "31.01.2025", 1)
	rows, err := csv.NewReader(strings.NewReader(mended)).ReadAll()
	if err != nil || len(rows) != 2 || rows[0][len(rows[0])-1] != "rejected_because" {
		t.Fatalf("rows to mend: %q, %v", mended, err)
	}
	v.do("import more", click(".result .buttons button:last-child"), gone(".result"))
	choose(t, v, map[string]string{"mended.csv": mended, "kasse-februar.csv": till(2, 30)})
	for file, want := range map[string]string{"mended.csv": "1 row, 1 order, EUR", "kasse-februar.csv": "30 rows, 29 orders, EUR"} {
		if got := v.text(fmt.Sprintf("[data-file=%q]", file)); !strings.Contains(got, want) || !strings.Contains(got, "as you mapped an earlier file") {
			t.Errorf("%s: %q", file, got)
		}
	}
	importAll(v)
	v.until("all orders are kept", `document.querySelector('#data-quality table').textContent.includes('59')`)
	v.forgive("404")
	v.forgive("422")
}

// emptyServer serves a data directory with nothing in it.
func emptyServer(t *testing.T) string {
	t.Helper()
	return listen(t, exec.Command(builtProgram(t), "serve", "--data", filepath.Join(t.TempDir(), "data"), "--addr", "127.0.0.1:0"))
}

// fits photographs the page in the dark and on a phone, where nothing may
// stick out.
func (v *visitor) fits(name string) {
	v.t.Helper()
	v.shot(name + "-light")
	v.look(1280, "dark")
	v.settle()
	v.shot(name + "-dark")
	v.look(phone, "light")
	v.settle()
	v.shot(name + "-phone")
	if wide := ask[int](v, `document.documentElement.scrollWidth`); wide > phone {
		v.t.Errorf("%s is %d wide on a screen of %d", name, wide, phone)
	}
}

// pick chooses an option as a person does.
func pick(v *visitor, selector, option string) {
	v.t.Helper()
	ask[bool](v, fmt.Sprintf(`((s) => { s.value = %q; s.dispatchEvent(new Event('change', { bubbles: true })); return true })(document.querySelector('%s'))`, option, selector))
}

// get is what is at an address.
func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
	return string(body)
}

// shopifyExport makes the orders of a shop: some of two lines, some refunded,
// a few in dollars, and three weeks without any.
func shopifyExport(orders int) string {
	var b strings.Builder
	b.WriteString("Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id\n")
	at := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)
	for n := range orders {
		at = at.Add(16*time.Hour + time.Duration(n*37%60)*time.Minute)
		if n == 200 {
			at = at.AddDate(0, 0, 23)
		}
		currency, status, refunded := "EUR", "paid", 0.0
		goods := 20 + float64(n*7%45)
		if n%60 == 59 {
			currency = "USD"
		}
		if n%28 == 5 {
			status, refunded = "refunded", goods+5
		}
		email := fmt.Sprintf("c%d@example.com", n*n%97)
		fmt.Fprintf(&b, "#%d,%s,%s,,%s,%.2f,5.00,0.00,%.2f,,0.00,%s,1,Cup,%.2f,CUP,%.2f,%d\n",
			1000+n, email, status, currency, goods, goods+5, at.Format("2006-01-02 15:04:05 -0700"), goods/float64(1+n%2*b2i(n < 4)), refunded, 500000+n)
		if n < 4 && n%2 == 1 {
			fmt.Fprintf(&b, "#%d,%s,,,,,,,,,,%s,1,Saucer,%.2f,SAUCER,,\n", 1000+n, email, at.Format("2006-01-02 15:04:05 -0700"), goods/2)
		}
	}
	return b.String()
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// stripeExport makes payments of other people.
func stripeExport(payments int) string {
	var b strings.Builder
	b.WriteString("id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Tax,Status,Customer ID,Customer Email,Captured,Card ID\n")
	at := time.Date(2025, 2, 1, 12, 0, 0, 0, time.UTC)
	for n := range payments {
		at = at.Add(70 * time.Hour)
		fmt.Fprintf(&b, "ch_%04d,Workshop,Payment complete.,%s,%d.00,0.00,eur,%d.00,0.00,1.15,0.00,Paid,cus_%d,w%d@example.com,true,card_%d\n",
			n, at.Format("2006-01-02 15:04:05"), 80+n%5*10, 80+n%5*10, n%13, n%13, n)
	}
	return b.String()
}

// till makes a month of a shop's till, one row of which has no date.
func till(month, sales int) string {
	var b strings.Builder
	b.WriteString("Zettel;Gast;Tag und Stunde;Preis bar\n")
	for n := range sales {
		day := fmt.Sprintf("%02d.%02d.2025", 1+n%28, month)
		if n == 7 {
			day = "neulich"
		}
		fmt.Fprintf(&b, "%d%03d;Tisch %d;%s;\"1.0%02d,50\"\n", month, n, n%9, day, n)
	}
	return b.String()
}
