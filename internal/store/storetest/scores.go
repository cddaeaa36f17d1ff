package storetest

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// scored loads the shop and keeps telling scores as of 2024-03-01.
func scored(t *testing.T, open Open) Store {
	t.Helper()
	s := fresh(t, open)
	load(t, s, store.LoadOptions{Replace: true}, shop)
	if err := keep(t.Context(), s, func(store.Scored) (value.Run, error) { return run("first"), nil }); err != nil {
		t.Fatal(err)
	}
	return s
}

// run is a record that can be told from others.
func run(understood string) value.Run {
	return value.Run{Version: value.RunVersion, Input: value.Input{Understood: understood}}
}

// keep scores a store once.
func keep(ctx context.Context, s Store, finish func(store.Scored) (value.Run, error)) error {
	w, err := s.Workbench(ctx, 7)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := w.Summarise(ctx, store.Cut{Zone: "UTC", AsOf: day("2024-03-01")}); err != nil {
		return err
	}
	scores, err := telling(ctx, w)
	if err != nil {
		return err
	}
	return w.Keep(ctx, scores, store.RepeatDays, margin, finish)
}

func testScores(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{}, shop+"\nr1 zoe 2024-01-01 -5")
	var sums store.Scored
	err := keep(t.Context(), s, func(x store.Scored) (value.Run, error) { sums = x; return run("first"), nil })
	if err != nil {
		t.Fatal(err)
	}
	// CLV is half of twice the mean repeat spend: 30 for ann and for cat.
	if !near(sums.Predicted, 60) || !near(sums.ExpectedOrders, 3) || !near(sums.Alive, 1+1+0.5+1.0/3) || !near(sums.AtRisk, 30*0.5+30*2.0/3) {
		t.Errorf("sums are %+v", sums)
	}
	if len(sums.Best) != 2 || sums.Best[0].CustomerID != "ann" || len(sums.Slipping) != 2 || len(sums.Concentration) == 0 {
		t.Errorf("lists are %+v", sums)
	}
	got, err := s.Run(t.Context())
	if err != nil || got.Input.Understood != "first" {
		t.Errorf("run is %+v, %v", got.Input, err)
	}
	for _, format := range []string{"csv", "parquet"} {
		path := filepath.Join(t.TempDir(), "scores."+format)
		if err := s.ExportScores(t.Context(), store.ScoreFile{Path: path, Format: format}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", path, err)
		}
		if format == "csv" {
			wantScores(t, path)
		}
	}
}

// wantScores reads scores.csv: best first, what is not known left empty.
func wantScores(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := "customer_id,first_order,last_order,orders,frequency,recency,T,historic_value,mean_order_value,p_alive,expected_orders," +
		"expected_order_value,clv,clv_low,clv_high,expected_next_order,median_days_between_orders,risk"
	if strings.Join(rows[0], ",") != want {
		t.Errorf("header is %v", rows[0])
	}
	if n := len(rows); n != 6 || rows[5][0] != "zoe" {
		t.Fatalf("customers are %v, want five with zoe, who has no value, last", rows[1:])
	}
	for i, r := range rows[1:5] { // best first, then by id or any other order of equals
		if want := []string{"30", "30", "0", "0"}[i]; !sameCell(r[12], want) {
			t.Errorf("place %d has a value of %s, want %s", i+1, r[12], want)
		}
	}
	want = "ann 2024-01-01 2024-02-12 4 2 6 8.57142857 75.00 18.75 0.3333333333 2 30 30 155 310 2024-04-30 21 medium"
	for _, r := range rows[1:3] {
		for i, cell := range strings.Fields(want) {
			if r[0] == "ann" && !sameCell(r[i], cell) {
				t.Errorf("%s of ann is %s, want %s", rows[0][i], r[i], cell)
			}
		}
	}
	for i, cell := range rows[5] { // zoe is known by a refund alone
		if want := []string{"zoe", "", "", "0", "0", "0", "0", "-5.00", "", "", "", "", "", "", "", "", "", "unknown"}[i]; !sameCell(cell, want) {
			t.Errorf("%s of zoe is %q, want %q", rows[0][i], cell, want)
		}
	}
}

// sameCell compares cells as text or, however many decimals they have, as
// numbers.
func sameCell(got, want string) bool {
	a, err1 := strconv.ParseFloat(got, 64)
	b, err2 := strconv.ParseFloat(want, 64)
	return got == want || err1 == nil && err2 == nil && near(a, b)
}

func testPages(t *testing.T, open Open) {
	s := scored(t, open)
	f := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		name  string
		q     value.CustomerQuery
		want  string
		total int64
	}{
		{"best first, equals by id", value.CustomerQuery{}, "ann cat bob dan", 4},
		{"a page", value.CustomerQuery{Limit: 2, Offset: 1}, "cat bob", 4},
		{"past the end", value.CustomerQuery{Offset: 9}, "", 4},
		{"part of an id, any case", value.CustomerQuery{Search: "A", Sort: "customer_id"}, "dan cat ann", 3},
		{"no pattern, no quoting", value.CustomerQuery{Search: "%' OR 1=1 --"}, "", 0},
		{"by orders", value.CustomerQuery{Sort: "orders", Ascending: true}, "bob dan cat ann", 4},
		{"by T", value.CustomerQuery{Sort: "T"}, "ann bob cat dan", 4},
		{"by value at risk", value.CustomerQuery{Sort: "value_at_risk"}, "ann cat bob dan", 4},
		{"unknown gaps come last", value.CustomerQuery{Sort: "median_days_between_orders", Ascending: true}, "cat ann bob dan", 4},
		{"by risk", value.CustomerQuery{Risk: []string{"medium"}}, "ann cat", 2},
		{"by risks", value.CustomerQuery{Risk: []string{"low", "high"}}, "bob dan", 2},
		{"by value", value.CustomerQuery{MinCLV: f(1), MaxCLV: f(30), Search: "c"}, "cat", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := s.Customers(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, r := range page.Rows {
				ids = append(ids, r.CustomerID)
			}
			if got := strings.Join(ids, " "); got != c.want || page.Total != c.total {
				t.Errorf("got %q of %d, want %q of %d", got, page.Total, c.want, c.total)
			}
			var out bytes.Buffer
			if err := s.ExportCustomers(t.Context(), c.q, &out); err != nil {
				t.Fatal(err)
			}
			if n := int64(strings.Count(out.String(), "\n")); n != c.total+1 {
				t.Errorf("%d lines exported, want a header and %d", n, c.total)
			}
		})
	}
	page, err := s.Customers(t.Context(), value.CustomerQuery{Limit: 1})
	if err != nil || page.HistoricValue.String() != "212.49" || !near(page.CLV, 60) {
		t.Errorf("the selection adds up to %s and %g, %v", page.HistoricValue.String(), page.CLV, err)
	}
	if _, err := s.Customers(t.Context(), value.CustomerQuery{Sort: "1; DROP TABLE scores"}); value.CodeOf(err) != value.Invalid {
		t.Errorf("a column that is none: %v", err)
	}
}

func testCustomer(t *testing.T, open Open) {
	s := scored(t, open)
	ann, err := s.Customer(t.Context(), "ann", "Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	var days, kinds []string
	for _, e := range ann.Events {
		days, kinds = append(days, e.OrderID+":"+e.Day.String()), append(kinds, e.Kind)
	}
	if got := strings.Join(days, " "); got != "1:2024-01-01 2:2024-01-02 3:2024-01-15 4:2024-02-12" {
		t.Errorf("events are %s", got) // 18:00 in London is the next day in Tokyo
	}
	if slices.Contains(kinds, "refund") || len(ann.Days) != 4 || ann.Days[3] != (store.PurchaseDay{Day: day("2024-02-12"), Orders: 1, Gross: 40}) {
		t.Errorf("kinds are %v, days %+v", kinds, ann.Days)
	}
	if !near(ann.Rank, 0.5) || ann.Score.Orders != 4 {
		t.Errorf("rank is %g of %+v", ann.Rank, ann.Score)
	}
	if _, err := s.Customer(t.Context(), "an", "UTC"); value.CodeOf(err) != value.NotFound {
		t.Errorf("part of an id: %v", err)
	}
	if _, err := s.Customer(t.Context(), "ann", "Mars/Olympus"); value.CodeOf(err) != value.Invalid {
		t.Errorf("a zone that is none: %v", err)
	}
}

// testKeepAtomic: a scoring that fails leaves the former one.
func testKeepAtomic(t *testing.T, open Open) {
	s := scored(t, open)
	load(t, s, store.LoadOptions{Replace: true}, "50 new 2024-01-01 500")
	broken := errors.New("broken")
	ctx, cancel := context.WithCancel(t.Context())
	for name, finish := range map[string]func(store.Scored) (value.Run, error){
		"failed":   func(store.Scored) (value.Run, error) { return run("second"), broken },
		"given up": func(store.Scored) (value.Run, error) { cancel(); return run("second"), ctx.Err() },
	} {
		if err := keep(ctx, s, finish); err == nil {
			t.Errorf("a scoring that %s was kept", name)
		}
		got, err := s.Run(t.Context())
		page, err2 := s.Customers(t.Context(), value.CustomerQuery{})
		if err != nil || err2 != nil || got.Input.Understood != "first" || page.Total != 4 {
			t.Errorf("after one that %s: run %q of %d customers, %v, %v", name, got.Input.Understood, page.Total, err, err2)
		}
	}
}

// testReadersWhileKeeping: whoever reads during a scoring sees the former or
// the new one, whole.
func testReadersWhileKeeping(t *testing.T, open Open) {
	s := scored(t, open)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for ctx.Err() == nil {
				if err := readOnce(t.Context(), s); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 10 {
		if err := keep(t.Context(), s, func(store.Scored) (value.Run, error) { return run(fmt.Sprint(i)), nil }); err != nil {
			t.Error(err)
		}
	}
	stop()
	readers.Wait()
}

// readOnce asks what a dashboard asks.
func readOnce(ctx context.Context, s Store) error {
	if _, err := s.Run(ctx); err != nil {
		return err
	}
	page, err := s.Customers(ctx, value.CustomerQuery{})
	if err != nil {
		return err
	}
	if len(page.Rows) != 4 || page.Total != 4 {
		return fmt.Errorf("a page of %d of %d customers", len(page.Rows), page.Total)
	}
	c, err := s.Customer(ctx, "ann", "UTC")
	if err == nil && len(c.Events) != 4 {
		err = fmt.Errorf("%d events", len(c.Events))
	}
	return err
}

// testEmpty: a store without orders answers, and says so.
func testEmpty(t *testing.T, open Open) {
	s := fresh(t, open)
	if _, err := s.Run(t.Context()); value.CodeOf(err) != value.NotFound {
		t.Errorf("run: %v", err)
	}
	if _, err := s.Customer(t.Context(), "ann", "UTC"); value.CodeOf(err) != value.NotFound {
		t.Errorf("customer: %v", err)
	}
	page, err := s.Customers(t.Context(), value.CustomerQuery{})
	if err != nil || page.Total != 0 || page.Rows == nil {
		t.Errorf("customers: %+v, %v", page, err)
	}
	if b, err := s.Batches(t.Context()); err != nil || len(b) != 0 {
		t.Errorf("imports: %v, %v", b, err)
	}
	if span, err := bench(t, s, 7).Span(t.Context(), "UTC"); err != nil || span.Rows != 0 {
		t.Errorf("span: %+v, %v", span, err)
	}
}
