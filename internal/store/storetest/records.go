package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// moment is a time of the tests.
func moment(day, hour int) time.Time { return time.Date(2024, 1, day, hour, 0, 0, 0, time.UTC) }

// put loads records as one import of one file.
func put(t *testing.T, s Store, records ...record.Record) value.Batch {
	t.Helper()
	l, err := s.Load(t.Context(), emptyPlan, store.LoadOptions{Replace: true, Records: func(_ context.Context, to store.RecordSink) error {
		to.File(0)
		for _, r := range records {
			if err := to.Put(r); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return l.Batch
}

// sale is an order of a shop's export.
func sale(id, email string, day int, total record.Money) *record.Order {
	return &record.Order{Source: "shop", ID: id, Who: record.Who{Email: email}, At: moment(day, 10), Currency: "EUR", Total: total * record.Micros,
		Gross: total * record.Micros, Discount: 0, Shipping: 0, Tax: record.None, Fees: record.None, Status: record.Paid}
}

// back is a refund of a shop's export.
func back(id, order string, day int, amount record.Money) *record.Refund {
	r := &record.Refund{Source: "shop", ID: id, OrderID: order, Currency: "EUR", Amount: amount * record.Micros, OfOrder: id == "of "+order}
	if day > 0 {
		r.At = moment(day, 12)
	}
	return r
}

// testRecords: records of exports are kept once, replaced by corrected ones,
// and refunds lower what their customers spent, once.
func testRecords(t *testing.T, open Open) {
	s := fresh(t, open)
	put(t, s, sale("1", "ann@x.org", 1, 100), sale("2", "bob@x.org", 2, 50), back("r1", "1", 9, 30))
	if orders, sum := kept(t, s); orders != 3 || sum != "120.00" {
		t.Errorf("%d entries worth %s, want 3 worth 120.00", orders, sum)
	}
	b := put(t, s, sale("1", "ann@x.org", 1, 100), sale("2", "bob@x.org", 2, 60), sale("3", "ann@x.org", 3, 5), back("r1", "1", 9, 30))
	if b.New != 1 || b.Replaced != 1 || b.Unchanged != 2 {
		t.Errorf("second export: %+v", b)
	}
	if _, sum := kept(t, s); sum != "135.00" {
		t.Errorf("worth %s, want 135.00", sum)
	}
	// Whose order it is may be corrected too: the order is still one.
	put(t, s, sale("2", "eve@x.org", 2, 60))
	if orders, sum := kept(t, s); orders != 4 || sum != "135.00" {
		t.Errorf("%d entries worth %s, want 4 worth 135.00", orders, sum)
	}
	failed := sale("4", "ann@x.org", 4, 1000)
	failed.Status = record.Failed
	put(t, s, failed)
	if _, sum := kept(t, s); sum != "135.00" {
		t.Errorf("a failed order counts: %s", sum)
	}
	// A refund without a date has its order's; one of an order never seen and
	// of nobody cannot be anybody's.
	put(t, s, back("r2", "3", 0, 5), back("r3", "99", 5, 7))
	if _, sum := kept(t, s); sum != "130.00" {
		t.Errorf("worth %s, want 130.00", sum)
	}
}

// testVanished: a refund that an order's row tells of is gone when the order
// comes without it, returns when that is undone, and is never there twice. A
// refund with a row of its own stays.
func testVanished(t *testing.T, open Open) {
	s := fresh(t, open)
	order := sale("1", "ann@x.org", 1, 100)
	worth := func(when, want string) {
		t.Helper()
		if _, sum := kept(t, s); sum != want {
			t.Errorf("%s: worth %s, want %s", when, sum, want)
		}
	}
	put(t, s, order, back("of 1", "1", 0, 21), back("own", "1", 5, 3))
	worth("with both refunds", "76.00")
	put(t, s, order)
	worth("without the order's own", "97.00")
	put(t, s, order, back("of 1", "1", 0, 20))
	worth("with it again", "77.00")
	undo := func(batch int64) {
		t.Helper()
		if _, err := s.Undo(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	undo(2)
	worth("as if it had never been without", "77.00")
	undo(3)
	worth("as it was at first", "76.00")
	undo(1)
	worth("with nothing", "0.00")
}

// testUndo: whatever is imported and undone, the store holds what the
// standing imports alone would have brought.
func testUndo(t *testing.T, open Open) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 6 {
		s := fresh(t, open)
		var imports [][]record.Record
		standing := []bool{}
		for range 7 {
			if n := len(imports); n > 0 && random.IntN(3) == 0 {
				i := random.IntN(n)
				_, err := s.Undo(t.Context(), int64(i+1))
				if (err == nil) != standing[i] {
					t.Fatalf("undo of import %d, standing %t: %v", i+1, standing[i], err)
				}
				standing[i] = false
				continue
			}
			imports, standing = append(imports, randomRecords(random)), append(standing, true)
			put(t, s, imports[len(imports)-1]...)
		}
		want := fresh(t, open)
		for i, records := range imports {
			if standing[i] {
				put(t, want, records...)
			}
		}
		got, alone := everyone(t, s), everyone(t, want)
		if got != alone {
			t.Fatalf("after undoing, standing %v:\n%s\nwant\n%s", standing, got, alone)
		}
	}
}

// randomRecords are a few orders and refunds out of a small world, so that
// imports meet each other's.
func randomRecords(random *rand.Rand) (out []record.Record) {
	for range 1 + random.IntN(5) {
		id := fmt.Sprint(random.IntN(4))
		if random.IntN(4) == 0 {
			name := []string{"r" + id, "of " + id}[random.IntN(2)]
			out = append(out, back(name, id, 1+random.IntN(20), record.Money(1+random.IntN(2))))
			continue
		}
		out = append(out, sale(id, fmt.Sprintf("c%s@x.org", id), 1+len(id), record.Money(10+random.IntN(2))))
	}
	return out
}

// everyone is what each customer of the small world has, as text.
func everyone(t *testing.T, s Store) string {
	t.Helper()
	w, err := s.Workbench(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2100-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	months, err := w.Months(t.Context())
	if c.Customers == 0 {
		return "nobody"
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d orders, %d refunds of %d, %s gross, %s refunded, %v", c.Orders, c.Refunds, c.Customers, c.Gross, c.Refunded, months)
}

// emptyPlan is the plan of a load that has only records.
var emptyPlan = source.Plan{Understood: "Records."}
