package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/value"
)

// DemoTruth is what the demo's customers will really do after as-of.
type DemoTruth struct {
	Orders int64
	Value  value.Amount
	Alive  int64
}

// Demo makes the demo business, imports and scores it.
func (w *Workspace) Demo(ctx context.Context, b demo.Business, p Progress) (run value.Run, truth DemoTruth, err error) {
	g, err := demo.New(b)
	if err != nil {
		return run, truth, value.Errorf(value.Invalid, "demo: %w", err)
	}
	b = g.Business()
	dir := filepath.Join(w.dir, "demo", fmt.Sprintf("%d-customers-seed-%d", b.Customers, b.Seed))
	if err := w.onlyHolds(ctx, filepath.Join(filepath.Base(dir), "orders.csv")); err != nil {
		return run, truth, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return run, truth, fileError("make", dir, err)
	}
	p.step("making a business of " + strconv.Itoa(b.Customers) + " customers")
	files := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"orders.csv", func(o io.Writer) error { _, err := g.Orders(ctx, o, nil); return err }},
		{"truth.csv", func(o io.Writer) error { return g.Truth(ctx, o) }},
		{"products.csv", g.Products},
		{"spend.csv", g.Spend},
	}
	for _, f := range files {
		if err := WriteWhole(filepath.Join(dir, f.name), f.write); err != nil {
			return run, truth, err
		}
	}
	if _, err := w.Import(ctx, []string{filepath.Join(dir, "orders.csv")}, value.ImportOptions{Zone: "UTC"}, p); err != nil {
		return run, truth, err
	}
	if run, err = w.Score(ctx, dashboardIntake{w}.options(ctx), p); err != nil {
		return run, truth, err
	}
	truth, err = readTruth(filepath.Join(dir, "truth.csv"))
	return run, truth, err
}

// onlyHolds refuses to mix an invented business, imported from a path with this
// end, with other orders.
func (w *Workspace) onlyHolds(ctx context.Context, file string) error {
	batches, err := w.Batches(ctx)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if len(b.Files) != 1 || !strings.HasSuffix(b.Files[0], file) {
			return value.Errorf(value.Invalid, "%s holds other orders than this demo's", w.dir).
				WithHint("Name an empty directory with --data")
		}
	}
	return nil
}

// readTruth adds up what the demo's customers will do.
func readTruth(path string) (t DemoTruth, err error) {
	f, err := os.Open(path)
	if err != nil {
		return t, fileError("read", path, err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return t, fmt.Errorf("read %s: %w", path, err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	total := decimal.Zero
	for {
		row, err := r.Read()
		if err == io.EOF {
			t.Value = value.NewAmount(total)
			return t, nil
		}
		if err != nil {
			return t, fmt.Errorf("read %s: %w", path, err)
		}
		n, err := strconv.ParseInt(row[column["future_orders"]], 10, 64)
		if err != nil {
			return t, fmt.Errorf("read %s: %w", path, err)
		}
		v, err := decimal.NewFromString(row[column["future_value"]])
		if err != nil {
			return t, fmt.Errorf("read %s: %w", path, err)
		}
		t.Orders += n
		total = total.Add(v)
		if row[column["alive_at_end"]] == "true" {
			t.Alive++
		}
	}
}
