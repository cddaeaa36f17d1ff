package app_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/value"
)

// envKilled makes this test binary a child that says what a data directory
// holds, imports a file into it and says so.
const envKilled = "PERENNIAL_TEST_KILLED"

// importAloud is the child.
func importAloud(file, data string) int {
	w, err := app.OpenWorkspace(context.Background(), data, 200)
	if err != nil {
		fmt.Println("failed", err)
		return 1
	}
	held, err := holds(context.Background(), w)
	if err != nil {
		fmt.Println("failed", err)
		return 1
	}
	fmt.Println("holds", held)
	if _, err := w.Import(context.Background(), []string{file}, value.ImportOptions{}, nil); err != nil {
		fmt.Println("failed", err)
		return 1
	}
	fmt.Println("imported")
	return 0 // without closing: the log of the store is left to be replayed
}

// holds is what a data directory holds, as text: orders, money and imports.
func holds(ctx context.Context, w *app.Workspace) (string, error) {
	batches, err := w.Batches(ctx)
	if err != nil {
		return "", err
	}
	var orders, refunds int64
	for _, b := range batches {
		orders, refunds = orders+b.Changes["orders"].New, refunds+b.Changes["refunds"].New
	}
	l, err := w.Value(ctx, value.Question{})
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%d imports", len(batches))
	for _, r := range l.Rungs {
		text += fmt.Sprintf(", %s %d orders worth %s", r.Currency, r.Orders, r.NetRevenue)
	}
	return text, nil
}

// TestKilledAtRandom imports file after file, and kills most imports at random
// moments: whatever the store said was imported is there, once, and the import
// that was killed is there wholly or not at all.
func TestKilledAtRandom(t *testing.T) {
	attempts := 200
	if testing.Short() {
		attempts = 25
	}
	random := rand.New(rand.NewPCG(7, 200))
	data := filepath.Join(t.TempDir(), "data")
	whole := 400 * time.Millisecond
	kept, killed, torn := 0, 0, 0
	before := expected(0)
	for n := 0; n < attempts; {
		asked := kept
		file := shopFile(t, asked)
		began := time.Now()
		after := time.Duration(random.Int64N(int64(whole + whole/3)))
		said := aloud(t, file, data, after)
		n++
		for _, line := range said {
			if strings.HasPrefix(line, "failed") {
				t.Fatalf("attempt %d: %s", n, line)
			}
			held, ok := strings.CutPrefix(line, "holds ")
			if !ok {
				continue
			}
			if held == expected(kept+1) { // the import killed last had been kept
				kept, torn = kept+1, torn+1
				before = held
			}
			if held != expected(kept) {
				t.Fatalf("attempt %d: the store holds %q, want %q or %q", n, held, before, expected(kept+1))
			}
		}
		if len(said) > 0 && said[len(said)-1] == "imported" {
			if asked == kept { // else the file was there already and was passed over
				kept++
			}
			whole = (3*whole + time.Since(began)) / 4
			continue
		}
		killed++
	}
	w, err := app.OpenWorkspace(t.Context(), data, 200)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	held, err := holds(t.Context(), w)
	if err != nil || held != expected(kept) && held != expected(kept+1) {
		t.Fatalf("in the end the store holds %q, %v; want %q", held, err, expected(kept))
	}
	t.Logf("%d imports, %d killed, of which %d had been kept; %d files in the store", attempts, killed, torn, kept)
	if killed < attempts/10 || kept < attempts/20 {
		t.Errorf("only %d killed and %d kept: the moments are not random", killed, kept)
	}
}

// expected is what the store holds after the first files.
func expected(files int) string {
	if files == 0 {
		return "0 imports"
	}
	orders, cents := 0, 0
	for i := range files {
		orders += 10
		for k := range 10 {
			cents += 1000 + 7*i + k
		}
		cents -= 500 + i // the refund
	}
	return fmt.Sprintf("%d imports, EUR %d orders worth %d.%02d", files, orders, cents/100, cents%100)
}

// shopFile writes the export of one day: ten orders and a refund.
func shopFile(t *testing.T, i int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,Created (UTC),Amount,Amount Refunded,Currency,Status,Description,Customer Email,Fee\n")
	for k := range 10 {
		refunded := "0.00"
		if k == 3 {
			refunded = fmt.Sprintf("%d.%02d", (500+i)/100, (500+i)%100)
		}
		cents := 1000 + 7*i + k
		fmt.Fprintf(&b, "ch_%d_%d,2024-%02d-%02d 10:0%d:00,%d.%02d,%s,eur,Paid,,c%d@example.org,0.10\n",
			i, k, 1+i/28%12, 1+i%28, k, cents/100, cents%100, refunded, k)
	}
	path := filepath.Join(t.TempDir(), fmt.Sprintf("payments-%d.csv", i))
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// aloud runs the child, kills it after a time and returns what it said.
func aloud(t *testing.T, file, data string, after time.Duration) (said []string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), envKilled+"="+file, "PERENNIAL_TEST_DATA="+data)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
	}
	_ = c.Wait() // killed or not, what it said tells
	return said
}
