package storetest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// kept is how many orders a store has and what they add up to.
func kept(t *testing.T, s Store) (orders int64, sum string) {
	t.Helper()
	w, err := s.Workbench(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	span, err := w.Span(t.Context(), "UTC")
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	return span.Rows, c.Historic.String()
}

// testImports loads one log after the other and looks at what is kept.
func testImports(t *testing.T, open Open) {
	again := store.LoadOptions{Replace: true}
	type step struct {
		logs                  []string // files of one load
		added, replaced, same int64
		duplicates, orders    int64
		sum                   string
	}
	one := "1 ann 2024-01-01T10:00:00Z 10\n2 bob 2024-01-02T10:00:00Z 20"
	lines := "1 ann 2024-01-01T10:00:00Z 10\n1 ann 2024-01-01T10:00:00Z 10\n1 ann 2024-01-01T10:05:00Z 2.50\n2 bob 2024-01-02T10:00:00Z 20"
	bare := "- ann 2024-01-01T10:00:00Z 10\n- ann 2024-01-01T10:00:00Z 10\n- bob 2024-01-02T10:00:00Z 20"
	for name, steps := range map[string][]step{
		"the same again": {
			{logs: []string{one}, added: 2, orders: 2, sum: "30.00"},
			{logs: []string{one}, same: 2, orders: 2, sum: "30.00"},
		},
		"a later export overlaps": {
			{logs: []string{one}, added: 2, orders: 2, sum: "30.00"},
			{logs: []string{"2 bob 2024-01-02T10:00:00Z 20\n3 cat 2024-01-03T10:00:00Z 5"}, added: 1, same: 1, orders: 3, sum: "35.00"},
		},
		"a corrected order": {
			{logs: []string{one}, added: 2, orders: 2, sum: "30.00"},
			{logs: []string{"2 bob 2024-01-02T10:00:00Z 21.01"}, replaced: 1, orders: 2, sum: "31.01"},
			{logs: []string{one}, replaced: 1, same: 1, orders: 2, sum: "30.00"},
		},
		"a refund under the order's id is an event of its own day": {
			{logs: []string{one}, added: 2, orders: 2, sum: "30.00"},
			{logs: []string{"2 bob 2024-01-09T10:00:00Z -20"}, added: 1, orders: 3, sum: "10.00"},
		},
		"one row a line": {
			{logs: []string{lines}, added: 2, orders: 2, sum: "42.50"},
			{logs: []string{lines}, same: 2, orders: 2, sum: "42.50"},
		},
		"lines of overlapping files": {
			{logs: []string{lines, lines + "\n3 cat 2024-01-03T10:00:00Z 5"}, added: 3, duplicates: 4, orders: 3, sum: "47.50"},
		},
		"overlapping files: the last one's version counts": {
			{logs: []string{one, "2 bob 2024-01-02T10:00:00Z 22\n3 cat 2024-01-03T10:00:00Z 5"}, added: 3, duplicates: 1, orders: 3, sum: "37.00"},
		},
		"no order ids: equal rows of a file are two orders": {
			{logs: []string{bare}, added: 3, orders: 3, sum: "40.00"},
			{logs: []string{bare}, same: 3, orders: 3, sum: "40.00"},
		},
		"no order ids: overlapping files": {
			{logs: []string{bare, "- bob 2024-01-02T10:00:00Z 20\n- bob 2024-01-02T10:00:01Z 20"}, added: 4, duplicates: 1, orders: 4, sum: "60.00"},
		},
		"some rows without an id": {
			{logs: []string{bare + "\n1 ann 2024-01-01T12:00:00Z 1\n1 ann 2024-01-01T12:00:00Z 2\n- ann 2024-01-01T13:00:00Z -10"}, added: 5, orders: 5, sum: "33.00"},
			{logs: []string{bare + "\n2 ann 2024-01-01T12:00:00Z 5"}, added: 1, same: 3, orders: 6, sum: "38.00"},
			{logs: []string{bare + "\n- ann 2024-01-01T10:00:00Z 10"}, added: 1, same: 3, orders: 7, sum: "48.00"},
		},
		"some rows without an id, in overlapping files": {
			{logs: []string{bare + "\n1 ann 2024-01-01T12:00:00Z 1", bare + "\n1 ann 2024-01-01T12:00:00Z 2\n- bob 2024-01-02T11:00:00Z 4"},
				added: 5, duplicates: 4, orders: 5, sum: "46.00"},
		},
		"some lines without an id, in overlapping files": {
			{logs: []string{bare + "\n" + lines, lines + "\n- bob 2024-01-02T10:00:00Z 20"}, added: 5, duplicates: 5, orders: 5, sum: "82.50"},
		},
		"an order id of two customers": {
			{logs: []string{"1 ann 2024-01-01T10:00:00Z 10\n1 bob 2024-01-01T10:00:00Z 20"}, added: 2, orders: 2, sum: "30.00"},
			{logs: []string{"1 bob 2024-01-01T10:00:00Z 21"}, replaced: 1, orders: 2, sum: "31.00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t, open)
			for i, x := range steps {
				l := load(t, s, again, x.logs...)
				b := l.Batch
				if b.ID != int64(i+1) || b.New != x.added || b.Replaced != x.replaced || b.Unchanged != x.same || l.Duplicates != x.duplicates {
					t.Errorf("load %d: %d new, %d replaced, %d unchanged, %d duplicates; want %d, %d, %d, %d",
						b.ID, b.New, b.Replaced, b.Unchanged, l.Duplicates, x.added, x.replaced, x.same, x.duplicates)
				}
				if orders, sum := kept(t, s); orders != x.orders || sum != x.sum {
					t.Errorf("load %d: %d orders worth %s, want %d worth %s", b.ID, orders, sum, x.orders, x.sum)
				}
			}
			batches, err := s.Batches(t.Context())
			if err != nil || len(batches) != len(steps) || batches[0].ID != int64(len(steps)) {
				t.Errorf("imports are %+v, %v; want %d, newest first", batches, err, len(steps))
			}
		})
	}
	t.Run("known by content", func(t *testing.T) { testKnown(t, open) })
	t.Run("rejected rows", func(t *testing.T) { testRejected(t, open) })
	t.Run("currencies", func(t *testing.T) { testCurrencies(t, open) })
	t.Run("records", func(t *testing.T) { testRecords(t, open) })
	t.Run("a refund that is no more", func(t *testing.T) { testVanished(t, open) })
	t.Run("undo", func(t *testing.T) { testUndo(t, open) })
	t.Run("only an empty store is filled without replacing", func(t *testing.T) {
		s := fresh(t, open)
		load(t, s, again, one)
		f, err := writeLog(t.TempDir(), "log.csv", parseLog(one))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(t.Context(), planOf(f), store.LoadOptions{}); value.CodeOf(err) != value.Invalid {
			t.Errorf("filled: %v", err)
		}
		if orders, sum := kept(t, s); orders != 2 || sum != "30.00" {
			t.Errorf("%d orders worth %s are left", orders, sum)
		}
	})
}

func testKnown(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{Replace: true, Fingerprints: []string{"a", "b"}}, shop)
	known, err := s.Known(t.Context(), []string{"b", "c"})
	if err != nil || len(known) != 1 || known["b"].ID != 1 || known["b"].New != 9 {
		t.Errorf("known are %+v, %v", known, err)
	}
}

// testRejected: rows that cannot be used are counted and listed, whether
// their shape or a value is wrong.
func testRejected(t *testing.T, open Open) {
	s := fresh(t, open)
	path := filepath.Join(t.TempDir(), "log.csv")
	body := "order,customer,time,amount\n1,ann,2024-01-01,10\n2,,2024-01-01,10\n3,bob,someday,10\n4,bob,2024-01-01,ten\n5,bob\n6,bob,2031-12-31,1\n"
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	opt := store.LoadOptions{Replace: true, Locate: func(_ context.Context, _ source.Table, faults []source.Faults, emit func(value.Rejection) error) error {
		for _, f := range faults {
			for raw, reason := range f.Reasons {
				if err := emit(value.Rejection{File: path, Line: int64(f.Column), Value: raw, Reason: reason}); err != nil {
					return err
				}
			}
		}
		return nil
	}}
	l, err := s.Load(t.Context(), planOf(source.File{Path: path, Read: path}), opt)
	if err != nil || l.Batch.Rows != 6 || l.Batch.Accepted != 1 || l.Batch.Rejected != 5 {
		t.Fatalf("loaded %+v, %v", l.Batch, err)
	}
	list := filepath.Join(t.TempDir(), "rejected.csv")
	if err := s.ExportRejections(t.Context(), 1, list); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"file,line,column,value,reason\n", "someday", "ten", "2031-12-31", "fewer columns", "no customer"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not among the rejected:\n%s", want, text)
		}
	}
	if n := strings.Count(string(text), "\n"); n != 6 {
		t.Errorf("%d lines, want 6:\n%s", n, text)
	}
}

// testCurrencies: different money is never added up, within a log or across
// imports.
func testCurrencies(t *testing.T, open Open) {
	s := fresh(t, open)
	dir := t.TempDir()
	in := func(code, log string) error {
		f, err := writeLog(dir, code+".csv", parseLog(log))
		if err != nil {
			t.Fatal(err)
		}
		p := planOf(f)
		p.Tables[0].Currency = code
		_, err = s.Load(t.Context(), p, store.LoadOptions{Replace: true})
		return err
	}
	if err := in("EUR", shop); err != nil {
		t.Fatal(err)
	}
	if err := in("USD", "10 ann 2024-01-01 1"); err != nil {
		t.Fatal(err)
	}
	w, err := s.Workbench(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Span(t.Context(), "UTC"); value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), "EUR") || !strings.Contains(err.Error(), "USD") {
		t.Errorf("dollars were added to euros: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if err := in("EUR", "11 ann 2024-01-01 1"); err != nil {
		t.Error(err)
	}
	if orders, sum := kept(t, s); orders != 10 || sum != "214.49" {
		t.Errorf("%d orders worth %s are kept", orders, sum)
	}
}

// testAllOrNothing: a load that fails or is given up leaves nothing behind.
func testAllOrNothing(t *testing.T, open Open) {
	for name, first := range map[string]bool{"an empty store": false, "a filled store": true} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t, open)
			wantOrders, wantSum := int64(0), "0.00"
			if first {
				load(t, s, store.LoadOptions{Replace: true}, shop)
				wantOrders, wantSum = 9, "213.49"
			}
			dir := t.TempDir()
			f, err := writeLog(dir, "log.csv", parseLog("1 ann 2024-01-01T10:00:00Z 77\n20 ann never 1\n21 ann 2024-01-01T10:00:00Z 1"))
			if err != nil {
				t.Fatal(err)
			}
			missing := source.File{Path: filepath.Join(dir, "missing.csv"), Read: filepath.Join(dir, "missing.csv")}
			plan := planOf(f)
			plan.Tables = append(plan.Tables, planOf(missing).Tables...)
			if _, err := s.Load(t.Context(), plan, store.LoadOptions{Replace: true}); err == nil {
				t.Error("a missing file was loaded")
			}
			ctx, cancel := context.WithCancel(t.Context())
			giveUp := func(ctx context.Context, _ source.Table, _ []source.Faults, _ func(value.Rejection) error) error {
				cancel()
				return ctx.Err()
			}
			if _, err := s.Load(ctx, planOf(f), store.LoadOptions{Replace: true, Locate: giveUp}); err == nil || value.CodeOf(err) != value.Internal || ctx.Err() == nil {
				t.Errorf("a load that was given up says %v", err)
			}
			if orders, sum := kept(t, s); orders != wantOrders || sum != wantSum {
				t.Errorf("%d orders worth %s are left, want %d worth %s", orders, sum, wantOrders, wantSum)
			}
			batches, err := s.Batches(t.Context())
			if err != nil || (len(batches) == 1) != first {
				t.Errorf("imports are %+v, %v", batches, err)
			}
			if l := load(t, s, store.LoadOptions{Replace: true}, "30 ann 2024-01-01T10:00:00Z 1"); l.Batch.New != 1 {
				t.Errorf("the next load brought %+v", l.Batch)
			}
		})
	}
}
