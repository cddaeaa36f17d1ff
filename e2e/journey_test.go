package e2e

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What a shop owner does in the first ten minutes: what are customers worth,
// how is that known, who is slipping, who is this one, can I trust it.
func TestFirstTenMinutes(t *testing.T) {
	v := visit(t, serve(t))
	v.look(1280, "light")

	overviewShowsFourNumbers(t, v)
	figureShowsItsWorking(v)
	slippingCustomersLeadToTheirPage(t, v)
	customersAreSearchedFilteredSorted(t, v)
	listIsExported(t, v)
	modelsAreExplained(t, v)
}

func overviewShowsFourNumbers(t *testing.T, v *visitor) {
	v.open("/")
	values := ask[[]string](v, `[...document.querySelectorAll('[data-figure] .value')].map((e) => e.textContent)`)
	if len(values) != 4 {
		t.Fatalf("want four figures, got %q", values)
	}
	for _, value := range values {
		if !strings.ContainsAny(value, "0123456789") {
			t.Errorf("a figure without a number: %q", value)
		}
	}
	v.do("open the definition", click("main details summary"), seen("main details dl"))
	v.do("close the definition", click("main details summary"))
}

func figureShowsItsWorking(v *visitor) {
	v.do("open a figure", click("[data-figure]"), seen("dialog h3"))
	v.until("the working is there", `document.querySelector('dialog').textContent.includes('Working') &&
		document.querySelector('dialog').textContent.includes('Definition')`)
	v.shot("figure-light")
	v.do("close it by Escape", chromedp.KeyEvent(kb.Escape), gone("dialog"))
	v.until("the focus is back", `document.activeElement.hasAttribute('data-figure')`)
}

func slippingCustomersLeadToTheirPage(t *testing.T, v *visitor) {
	id := v.text("section td a")
	v.do("follow the first", click("section td a"))
	v.until("the customer is there", fmt.Sprintf(`document.querySelector('h1')?.textContent === %q`, id))
	v.settle()
	if got := v.text(".says"); !strings.HasPrefix(got, "Bought") {
		t.Errorf("the customer in a sentence: %q", got)
	}
	v.do("open the working", click("[data-figure]"), seen("dialog table"))
	v.do("close it", click("dialog button"), gone("dialog"))
	v.do("go back", chromedp.NavigateBack())
	v.settle()
}

func customersAreSearchedFilteredSorted(t *testing.T, v *visitor) {
	v.open("/customers")
	id := v.text("tbody tr td a")

	v.do("search", chromedp.SendKeys(chromedp.CSS("input[type=search]"), id))
	v.until("the search is in the address", `new URLSearchParams(location.search).get('q') !== null`)
	v.settle()
	if got := v.text("tbody tr td a"); got != id {
		t.Errorf("searched %q, found %q", id, got)
	}

	v.open("/customers?risk=high&sort=value_at_risk")
	v.do("sort by P(alive)", chromedp.Click(chromedp.Search(`//th//button[contains(., 'P(alive)')]`)))
	v.until("the order is in the address", `location.search.includes('sort=p_alive')`)
	v.settle()
	shares := ask[[]float64](v, `[...document.querySelectorAll('tbody tr td:nth-child(3)')].map((e) => parseFloat(e.textContent.replace('<', '')))`)
	if len(shares) == 0 {
		t.Fatal("nobody at high risk")
	}
	for i, p := range shares {
		if p > 34 || i > 0 && p > shares[i-1] {
			t.Errorf("row %d: P(alive) %v after %v", i, p, shares[max(0, i-1)])
		}
	}
}

func listIsExported(t *testing.T, v *visitor) {
	address := ask[string](v, `document.querySelector('a[download]').href`)
	shown := ask[string](v, `document.querySelector('.totals dd').textContent`)
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	rows, err := csv.NewReader(resp.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, shown)
	if strconv.Itoa(len(rows)-1) != digits {
		t.Errorf("the page shows %q, the export has %d", shown, len(rows)-1)
	}
}

func modelsAreExplained(t *testing.T, v *visitor) {
	v.open("/models")
	if got := v.text("h1"); !strings.HasPrefix(got, "Why ") {
		t.Errorf("heading %q", got)
	}
	v.do("see a chart as a table", click("figure header button"), seen("figure table"))
	v.until("the table has rows", `document.querySelectorAll('figure table tbody tr').length > 3`)
}
