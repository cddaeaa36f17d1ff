package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
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

	choose(t, v, "shopping.txt", "milk\nbread\n")
	v.until("the file is refused", `document.querySelector('dialog [role=alert]') !== null`)
	if got := v.text("dialog [role=alert]"); !strings.Contains(got, "Not imported") {
		t.Errorf("refusal: %q", got)
	}
	v.shot("refused-light")

	choose(t, v, "orders.csv", ordersOf(400))
	v.until("it is scored", `document.querySelector('dialog button.main') !== null`)
	v.shot("imported-light")
	v.do("show the numbers", click("dialog button.main"), gone("dialog"), seen("[data-figure] .value"))
	v.settle()
	v.forgive("404") // nothing was there before
	v.forgive("422") // the refusal
}

// choose opens the import panel and picks a file with the content.
func choose(t *testing.T, v *visitor, name, content string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if ask[bool](v, `document.querySelector('dialog') !== null`) {
		v.do("close the panel", click("dialog header button"), gone("dialog"))
	}
	v.do("choose "+name, click("header .tools button"), seen("dialog input[type=file]"),
		chromedp.SetUploadFiles(chromedp.CSS("dialog input[type=file]"), []string{file}))
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
