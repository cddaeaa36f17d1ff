package e2e

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The very first start: nothing is there, a file is chosen, and the numbers
// appear. What is not a file of orders is refused in words.
func TestFirstFile(t *testing.T) {
	binary := builtProgram(t)
	data := filepath.Join(t.TempDir(), "data")
	v := visit(t, listen(t, exec.Command(binary, "serve", "--data", data, "--addr", "127.0.0.1:0")))
	v.look(1280, "light")

	v.open("/")
	if got := v.text("h1"); got != "Nothing imported yet" {
		t.Fatalf("heading %q", got)
	}
	v.shot("nothing-yet-light")

	choose(t, v, map[string]string{"shopping.txt": "milk\nbread\n"})
	v.until("the file is not understood", `document.querySelector('[data-file="shopping.txt"] [role=alert]') !== null`)
	if got := v.text(`[data-file="shopping.txt"] [role=alert]`); !strings.Contains(got, "cannot be told") {
		t.Errorf("refusal: %q", got)
	}
	if !ask[bool](v, `document.querySelector('.go button.main').disabled`) {
		t.Error("what is not understood can be imported")
	}
	v.shot("refused-light")
	v.do("forget it", click(".go .buttons button:last-child"), gone("[data-file]"))

	choose(t, v, map[string]string{"orders.csv": ordersOf(400)})
	importAll(v)
	v.shot("imported-light")
	v.do("show the numbers", click("#main a[href='/']"), seen("[data-figure] .value"))
	v.settle()
	v.forgive("404") // nothing was there before
}

// choose picks files with the contents, on whatever page there is a button for
// it, and waits until they are looked at.
func choose(t *testing.T, v *visitor, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	v.do("choose files", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), paths))
	for name := range files {
		v.do("wait for "+name, seen(fmt.Sprintf(`[data-file=%q] .says`, name)))
	}
}

// importAll imports what is waiting, and waits until it is scored or is said
// not to be.
func importAll(v *visitor) {
	v.t.Helper()
	v.until("everything is looked at", `document.querySelector('.go button.main')?.disabled === false`)
	v.do("import", click(".go button.main"), seen(".result"))
	v.until("it is scored", `document.querySelector('.result .buttons') !== null && document.querySelector('.working') === null`)
	v.settle()
}

// ordersOf makes the orders of a small shop: people who come, come back a
// few times, and stay away.
func ordersOf(customers int) string {
	random := rand.New(rand.NewPCG(1, 1))
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	end := start.AddDate(0, 18, 0)
	var log strings.Builder
	log.WriteString("customer_id,order_id,order_date,amount\n")
	order := 0
	for c := range customers {
		at := start.AddDate(0, 0, random.IntN(400))
		stays := random.ExpFloat64() * 200
		pace := 20 + random.ExpFloat64()*40
		for day := 0.0; day <= stays; day += 1 + random.ExpFloat64()*pace {
			when := at.AddDate(0, 0, int(day))
			if when.After(end) {
				break
			}
			order++
			fmt.Fprintf(&log, "c%04d,o%05d,%s,%.2f\n", c, order, when.Format(time.DateOnly), 15+random.ExpFloat64()*30)
		}
	}
	return log.String()
}
