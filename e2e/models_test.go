package e2e

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What a data scientist does: pick models, compare them by every measure,
// look at the days and the drift, and draw from a posterior.
func TestModelsForTheDataScientist(t *testing.T) {
	v := visit(t, serve(t))
	v.look(1280, "light")
	v.open("/models")

	modelsArePicked(t, v)
	comparisonIsSorted(t, v)
	sectionsOpenByAnchor(t, v)
	posteriorIsDrawn(t, v)
	theScienceFitsEveryScreen(t, v)
}

func modelsArePicked(t *testing.T, v *visitor) {
	const rows = `section table tbody tr`
	before := ask[int](v, fmt.Sprintf(`document.querySelectorAll('%s').length`, rows))
	v.do("hide NBD", click(`.pick button[data-model="nbd"]`))
	v.until("the address says so", `new URLSearchParams(location.search).get('models')?.split(',').includes('nbd') === false`)
	if after := ask[int](v, fmt.Sprintf(`document.querySelectorAll('%s').length`, rows)); after != before-1 {
		t.Errorf("the backtest has %d rows without NBD, %d with it", after, before)
	}
	v.open(ask[string](v, `location.pathname + location.search`))
	if got := ask[string](v, `document.querySelector('.pick button[data-model="nbd"]').ariaPressed`); got != "false" {
		t.Errorf("after a reload NBD is shown again: aria-pressed %q", got)
	}
	if key := v.text("figure .key"); strings.Contains(key, "\nNBD") {
		t.Errorf("the chart's key still names NBD: %q", key)
	}
	v.do("show all", click(".pick button.all"))
	v.until("the address is plain", `location.search === ''`)
}

func comparisonIsSorted(t *testing.T, v *visitor) {
	v.do("open the comparison", click("#comparison summary"), seen("#comparison .verdict"))
	v.settle()
	for _, c := range []struct {
		heading string
		column  int
		rising  bool
	}{{"RMSE", 3, true}, {"Gini", 5, false}} {
		v.do("sort by "+c.heading, chromedp.Click(chromedp.Search(fmt.Sprintf(`//*[@id='comparison']//th//button[contains(., '%s')]`, c.heading))))
		got := comparedBy(t, v, c.column)
		want := slices.Clone(got)
		slices.Sort(want)
		if !c.rising {
			slices.Reverse(want)
		}
		if len(got) < 5 || !slices.Equal(got, want) {
			t.Errorf("by %s: %v", c.heading, got)
		}
	}
	words := ask[string](v, `document.querySelector('#comparison').textContent`)
	for _, name := range []string{"Stacked models", "Naive rule", "CRPS"} {
		if !strings.Contains(words, name) {
			t.Errorf("the comparison does not say %q", name)
		}
	}
}

// comparedBy reads a column of the comparison.
func comparedBy(t *testing.T, v *visitor, column int) []float64 {
	t.Helper()
	var out []float64
	for _, cell := range ask[[]string](v, fmt.Sprintf(`[...document.querySelectorAll('#comparison tbody td:nth-child(%d)')].map((e) => e.textContent)`, column+1)) {
		n, err := strconv.ParseFloat(strings.Trim(cell, " %"), 64)
		if err != nil {
			t.Fatalf("column %d: %q", column, cell)
		}
		out = append(out, n)
	}
	return out
}

func sectionsOpenByAnchor(t *testing.T, v *visitor) {
	v.open("/models#drift")
	v.until("the drift is open", `document.querySelector('#drift[open] svg') !== null`)
	if got := v.text("#drift .verdict"); len(strings.Fields(got)) < 10 {
		t.Errorf("the verdict on drift: %q", got)
	}
	if got := ask[int](v, `document.querySelectorAll('#drift figure').length`); got != 2 {
		t.Errorf("the drift has %d charts: windows and days are two", got)
	}
	for _, id := range []string{"days", "coverage"} {
		v.do("follow "+id, click(fmt.Sprintf(`nav a[href="#%s"]`, id)), seen("#"+id+" figure"))
		v.settle()
		v.do("see it as a table", click("#"+id+" figure header button"), seen("#"+id+" figure table"))
	}
	if got := ask[int](v, `document.querySelectorAll('#days table tbody tr').length`); got < 2 {
		t.Errorf("the table of days has %d rows", got)
	}
	for _, id := range []string{"days", "coverage"} {
		v.do("see the chart again", click("#"+id+" figure header button"), gone("#"+id+" figure table"))
	}
}

func posteriorIsDrawn(t *testing.T, v *visitor) {
	v.do("open the posterior", click(`nav a[href="#posterior"]`), seen("#posterior [data-draw]"))
	ask[bool](v, `((whole) => { window.fetch = () => { window.fetch = whole; return Promise.reject(new TypeError('no network')) } })(window.fetch), true`)
	v.do("pick BG/NBD", click(`#posterior button[data-model="bg-nbd"]`), click("#posterior [data-draw]"), seen("#posterior [role=alert]"))
	v.do("try again", click("#posterior [role=alert] button"), seen("#posterior .draws table"))
	v.settle()
	worst := 0.0
	for _, cell := range ask[[]string](v, `[...document.querySelectorAll('#posterior .draws > .scroll tbody td:nth-child(6)')].map((e) => e.textContent)`) {
		rhat, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatalf("R-hat %q", cell)
		}
		worst = math.Max(worst, rhat)
	}
	if worst < 0.98 || worst > 1.1 {
		t.Errorf("the greatest R-hat is %v", worst)
	}
	if got := v.text("#posterior .draws > :first-child"); !strings.HasPrefix(got, "The draws can be trusted") && !strings.HasPrefix(got, "Take care") {
		t.Errorf("the draws in a sentence: %q", got)
	}
	if charts := ask[int](v, `document.querySelectorAll('#posterior .chart svg').length`); charts != 3 {
		t.Errorf("%d charts of the draws", charts)
	}
}

// theScienceFitsEveryScreen opens everything at once; the draws are there.
func theScienceFitsEveryScreen(t *testing.T, v *visitor) {
	v.do("open all", click("nav[aria-label^=Sections] button"))
	v.until("all is open", `document.querySelectorAll('.sections details:not([open])').length === 0`)
	for _, screen := range []struct {
		name, colours string
		width         int64
	}{{"science-light", "light", 1280}, {"science-dark", "dark", 1280}, {"science-phone", "light", phone}} {
		v.look(screen.width, screen.colours)
		v.settle()
		v.shot(screen.name)
		if wide := ask[int64](v, `document.documentElement.scrollWidth`); wide > screen.width {
			t.Errorf("%s: the page is %d wide on a screen of %d", screen.name, wide, screen.width)
		}
	}
}
