package e2e

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const phone = 390

// Every page, on a desk and on a phone, by day and by night: it answers,
// nothing sticks out, and a picture is left to look at.
func TestPagesFitEveryScreen(t *testing.T) {
	v := visit(t, serve(t))
	for name, path := range pages(v) {
		v.look(1280, "light")
		v.open(path)
		v.shot(name + "-light")
		v.look(1280, "dark")
		v.settle()
		v.shot(name + "-dark")
		v.look(phone, "light")
		v.open(path)
		v.shot(name + "-phone")

		if wide := ask[int](v, `document.documentElement.scrollWidth`); wide > phone {
			t.Errorf("%s is %d wide on a screen of %d", path, wide, phone)
		}
	}
}

// Who has no mouse gets everywhere by Tab, and sees where they are.
func TestEverythingIsReachedByTab(t *testing.T) {
	v := visit(t, serve(t))
	for name, path := range pages(v) {
		v.open(path)
		want := ask[int](v, `window.todo = new Set([...document.querySelectorAll('a[href],button:not(:disabled),input,select,summary')]
			.filter((e) => e.checkVisibility() && e.tabIndex >= 0)), window.todo.size`)
		for range 2*want + 20 {
			v.do("press Tab", chromedp.KeyEvent(kb.Tab))
			if ask[int](v, `window.todo.delete(document.activeElement), window.todo.size`) == 0 {
				break
			}
		}
		if left := ask[[]string](v, `[...window.todo].map((e) => e.outerHTML.slice(0, 80))`); len(left) > 0 {
			t.Errorf("%s: not reached by Tab: %q", name, left)
		}
	}
}

func pages(v *visitor) map[string]string {
	return map[string]string{
		"overview":  "/",
		"value":     "/value",
		"customers": "/customers",
		"customer":  "/customers/" + url.PathEscape(bestCustomer(v)),
		"models":    "/models",
		"data":      "/data",
	}
}

func bestCustomer(v *visitor) string {
	v.t.Helper()
	v.open("/customers")
	id := v.text("tbody tr td a")
	if id == "" {
		v.t.Fatal("no customer in the list")
	}
	return id
}

func TestUnknownAddresses(t *testing.T) {
	v := visit(t, serve(t))
	v.open("/nowhere")
	if got := v.text("h1"); got != "There is no page /nowhere" {
		t.Errorf("got %q", got)
	}
	v.open("/customers/" + url.PathEscape("nobody/at all"))
	if got := v.text("h1"); got != "Could not load customer nobody/at all" {
		t.Errorf("got %q", got)
	}
	v.forgive("404")
}
