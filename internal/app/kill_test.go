package app_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/value"
)

// envImport makes this test binary a child that imports a file and leaves.
const envImport = "PERENNIAL_TEST_IMPORT"

func TestMain(m *testing.M) {
	if file := os.Getenv(envKilled); file != "" {
		os.Exit(importAloud(file, os.Getenv("PERENNIAL_TEST_DATA")))
	}
	if file := os.Getenv(envImport); file != "" {
		os.Exit(importOnce(file, os.Getenv("PERENNIAL_TEST_DATA")))
	}
	os.Exit(m.Run())
}

func importOnce(file, data string) int {
	w, err := app.OpenWorkspace(context.Background(), data, 400)
	if err == nil {
		_, err = w.Import(context.Background(), []string{file}, value.ImportOptions{}, nil)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0 // without closing: the log of the store is left to be replayed
}

// TestKilledImport kills imports at random moments: whoever opens the data
// directory afterwards finds all of a batch or nothing of it.
func TestKilledImport(t *testing.T) {
	file, orders := bigLog(t, 8_000)
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(t.TempDir(), "again.csv")
	if err := os.WriteFile(again, append(body, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	child(t, file, t.TempDir(), time.Minute)
	whole := time.Since(began)
	none, all := 0, 0
	data := filepath.Join(t.TempDir(), "data")
	for range 10 {
		child(t, file, data, rand.N(whole+whole/2+100*time.Millisecond))
		w, err := app.OpenWorkspace(t.Context(), data, 400)
		if err != nil {
			t.Fatalf("the data directory cannot be opened: %v", err)
		}
		batches, err := w.Batches(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case len(batches) == 0:
			none++
		case len(batches) == 1 && batches[0].New == orders:
			all++
		default:
			t.Fatalf("imports are %+v, want one of %d orders or none", batches, orders)
		}
		// The same rows in a file not seen before are compared one by one.
		done, err := w.Import(t.Context(), []string{again}, value.ImportOptions{}, nil)
		b := done.Batch
		if err != nil || b.Unchanged != orders*int64(len(batches)) || b.New+b.Unchanged != orders {
			t.Fatalf("importing after a kill brings %+v, %v; want %d orders", b, err, orders)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(data); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed within %s: %d times nothing was kept, %d times all", whole, none, all)
}

// child imports in another process and kills it after a time.
func child(t *testing.T, file, data string, after time.Duration) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), envImport+"="+file, "PERENNIAL_TEST_DATA="+data)
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	if err := c.Wait(); err != nil && said.Len() > 0 {
		t.Fatalf("%v: %s", err, said.String())
	}
}

// bigLog writes a log and counts its orders and refunds.
func bigLog(t *testing.T, customers int) (path string, orders int64) {
	t.Helper()
	g, err := demo.New(demo.Business{Customers: customers, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "orders.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stats, err := g.Orders(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return path, int64(stats.Orders + stats.Refunds)
}
