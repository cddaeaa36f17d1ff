package storetest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// testIdentity: identifiers of one person are one customer, explained; two
// people are never silently one.
func testIdentity(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Store){
		"customers by e-mail in several platforms": testMergeAndExplain,
		"undo takes merges back":                   testUndoMerge,
		"split and rejoin":                         testSplit,
		"anonymous id kept over a reset":           testSharedDevice,
		"e-mail in an order log":                   testEmailInLog,
		"nobody":                                   testUnknownIdentifier,
	} {
		t.Run(name, func(t *testing.T) { test(t, fresh(t, open)) })
	}
	t.Run("undo in any order", func(t *testing.T) { testUndoIdentity(t, open) })
}

// bought is an order that names its customer.
func bought(source, id string, who record.Who, total record.Money) *record.Order {
	o := sale(id, "", 1, total)
	o.Source, o.Who = source, who
	return o
}

// who is whom an identifier stands for.
func who(t *testing.T, s Store, id string) value.Identity {
	t.Helper()
	x, err := s.Identity(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// customersOf counts customers as scoring does.
func customersOf(t *testing.T, s Store) int64 {
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
	return c.Customers
}

// ids are a person's identifiers.
func ids(x value.Identity) string {
	var out []string
	for _, i := range x.Identifiers {
		out = append(out, i.ID)
	}
	return strings.Join(out, " ")
}

func testMergeAndExplain(t *testing.T, s Store) {
	put(t, s, bought("shopify", "1", record.Who{Email: "ann@x.org", ID: "7"}, 10), bought("shopify", "2", record.Who{Email: "bob@x.org"}, 10))
	put(t, s, bought("stripe", "ch_1", record.Who{ID: "cus_1"}, 10))
	if n := customersOf(t, s); n != 3 {
		t.Errorf("%d customers before anything joins them, want 3", n)
	}
	put(t, s, bought("stripe", "ch_2", record.Who{Email: "ann@x.org", ID: "cus_1", Phone: "+4930123456"}, 10))
	if n := customersOf(t, s); n != 2 {
		t.Errorf("%d customers, want 2", n)
	}
	x := who(t, s, "stripe:cus_1")
	if x.Person != "ann@x.org" || ids(x) != "ann@x.org shopify:7 stripe:cus_1 +4930123456" || len(x.Unused)+len(x.Doubts) != 0 {
		t.Errorf("%+v", x)
	}
	var why []string
	for _, i := range x.Identifiers {
		for _, l := range i.Why {
			why = append(why, l.Says)
		}
	}
	want := []string{
		"Stripe customer cus_1 and ann@x.org stand in the same payment, import 3",
		"Shopify customer 7 and ann@x.org stand in the same order, import 1",
		"Stripe customer cus_1 and ann@x.org stand in the same payment, import 3",
		"ann@x.org and telephone +4930123456 stand in the same payment, import 3",
		"Stripe customer cus_1 and ann@x.org stand in the same payment, import 3",
	}
	if diff := cmp.Diff(want, why); diff != "" {
		t.Error(diff)
	}
	m, err := s.Merges(t.Context(), 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(value.Merges{Total: 1, Joined: 3, Rows: []value.Merge{{
		Person: "ann@x.org", Identifiers: 4, Emails: 1, First: []string{"+4930123456", "shopify:7", "stripe:cus_1"},
	}}}, m); diff != "" {
		t.Error(diff)
	}
	// As people write them.
	for _, id := range []string{" Ann@X.org", "+49 (0)30 123456"} {
		if p := who(t, s, id).Person; p != "ann@x.org" {
			t.Errorf("%q is %s", id, p)
		}
	}
}

func testUndoMerge(t *testing.T, s Store) {
	put(t, s, bought("shopify", "1", record.Who{Email: "ann@x.org"}, 10), bought("stripe", "ch_1", record.Who{ID: "cus_1"}, 10))
	b := put(t, s, bought("stripe", "ch_2", record.Who{Email: "ann@x.org", ID: "cus_1"}, 10))
	if n := customersOf(t, s); n != 1 {
		t.Errorf("%d customers, want 1", n)
	}
	if _, err := s.Undo(t.Context(), b.ID); err != nil {
		t.Fatal(err)
	}
	if p := who(t, s, "stripe:cus_1").Person; p != "stripe:cus_1" || customersOf(t, s) != 2 {
		t.Errorf("after the undo cus_1 is %s", p)
	}
}

func testSplit(t *testing.T, s Store) {
	first := record.Who{Email: "ann@x.org", ID: "1"}
	put(t, s, bought("shop", "1", first, 10))
	put(t, s, bought("shop", "2", record.Who{Email: "eve@x.org", ID: "1", Phone: "+4930123456"}, 10))
	x := who(t, s, "eve@x.org")
	if x.Person != "ann@x.org" || len(x.Doubts) != 1 {
		t.Errorf("two addresses in one account: %+v", x)
	}
	p, err := s.Split(t.Context(), "ann@x.org", "Eve@x.org")
	if err != nil {
		t.Fatal(err)
	}
	if ids(p.A) != "ann@x.org shop:1" || ids(p.B) != "eve@x.org +4930123456" || len(p.Links) != 1 ||
		p.Says != "ann@x.org and eve@x.org are two people from now on: 1 link between them is used no more." {
		t.Errorf("%+v", p)
	}
	if n := customersOf(t, s); n != 2 {
		t.Errorf("%d customers, want 2", n)
	}
	// More of the same changes nothing; neither does saying it again.
	put(t, s, bought("shop", "3", first, 10), bought("shop", "4", record.Who{Email: "eve@x.org", ID: "1"}, 10))
	if _, err := s.Split(t.Context(), "eve@x.org", "ann@x.org"); err != nil {
		t.Error(err)
	}
	m, err := s.Merges(t.Context(), 10, 0)
	if err != nil || len(m.Splits) != 1 || who(t, s, "eve@x.org").Person != "eve@x.org" {
		t.Errorf("%+v, %v", m, err)
	}
	back, err := s.Rejoin(t.Context(), "+4930123456", "shop:1")
	if err != nil || back.A.Person != "ann@x.org" || back.B.Person != "ann@x.org" || back.Says != "eve@x.org and ann@x.org are one person again: ann@x.org." {
		t.Errorf("%+v, %v", back, err)
	}
	if n := customersOf(t, s); n != 1 {
		t.Errorf("%d customers, want 1", n)
	}
	var why *value.Error
	if _, err := s.Rejoin(t.Context(), "eve@x.org", "shop:1"); !errors.As(err, &why) || why.Code != value.NotFound {
		t.Errorf("joining what was never split: %v", err)
	}
	if _, err := s.Split(t.Context(), "eve@x.org", "eve@x.org"); !errors.As(err, &why) || why.Code != value.Invalid {
		t.Errorf("splitting one: %v", err)
	}
}

func testSharedDevice(t *testing.T, s Store) {
	visit := func(id, external string) *record.Event {
		return &record.Event{Source: "site", ID: id, Who: record.Who{External: external, Anonymous: "f3"}, At: moment(1, 1), Name: "page"}
	}
	put(t, s, visit("1", ""), visit("2", "ann"))
	if p := who(t, s, "site:~f3").Person; p != "ann" {
		t.Errorf("the device is %s", p)
	}
	put(t, s, visit("3", "bob"))
	x := who(t, s, "ann")
	if ids(x) != "ann" || len(x.Unused) != 1 || x.Unused[0].Reason != "shared" || x.Unused[0].Other != "site:~f3" ||
		x.Unused[0].Because != "Site device f3 leads to 2 people, and joins none of them." {
		t.Errorf("%+v", x)
	}
	if p := who(t, s, "site:~f3").Person; p != "site:~f3" {
		t.Errorf("what was done anonymously is %s", p)
	}
	if m, err := s.Merges(t.Context(), 10, 0); err != nil || m.Total != 0 || m.Shared != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func testEmailInLog(t *testing.T, s Store) {
	load(t, s, store.LoadOptions{Replace: true}, "1 Ann@X.org 2024-01-01 5\n2 ANN@x.org 2024-01-02 5\n3 Bob@home 2024-01-02 5\n4 bob@home 2024-01-02 5")
	if n := customersOf(t, s); n != 3 {
		t.Errorf("%d customers, want 3: only addresses know no case", n)
	}
	order := bought("shopify", "1", record.Who{Email: "ann@x.org", ID: "7"}, 10)
	order.Currency = "" // as in the log
	put(t, s, order)
	if n := customersOf(t, s); n != 3 {
		t.Errorf("%d customers, want 3", n)
	}
}

func testUnknownIdentifier(t *testing.T, s Store) {
	var why *value.Error
	if _, err := s.Identity(t.Context(), "nobody@x.org"); !errors.As(err, &why) || why.Code != value.NotFound {
		t.Errorf("nobody: %v", err)
	}
	if m, err := s.Merges(t.Context(), 10, 0); err != nil || m.Total != 0 || len(m.Rows) != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	put(t, s, sale("1", "ann@x.org", 1, 10))
	if x := who(t, s, "ann@x.org"); x.Person != "ann@x.org" || ids(x) != "ann@x.org" || x.Identifiers[0].Kind != "email" {
		t.Errorf("%+v", x)
	}
}

// testUndoIdentity: whatever is imported, split and undone, people are those
// of the standing imports alone.
func testUndoIdentity(t *testing.T, open Open) {
	random := rand.New(rand.NewPCG(5, 5))
	names := []string{"a@x.org", "b@x.org", "shop:1", "shop:2"}
	for range 2 {
		s, want := fresh(t, open), fresh(t, open)
		var imports [][]record.Record
		for range 5 {
			w := record.Who{Email: names[random.IntN(2)], ID: []string{"1", "2", ""}[random.IntN(3)]}
			imports = append(imports, []record.Record{bought("shop", "1", w, 10), bought("shop", "2", record.Who{Email: names[random.IntN(2)]}, 10)})
			put(t, s, imports[len(imports)-1]...)
		}
		undone := random.Perm(5)[:3]
		for _, i := range undone {
			if _, err := s.Undo(t.Context(), int64(i+1)); err != nil {
				t.Fatal(err)
			}
		}
		for i, records := range imports {
			if !slices.Contains(undone, i) {
				put(t, want, records...)
			}
		}
		for _, n := range names {
			x, err := s.Identity(t.Context(), n)
			y, err2 := want.Identity(t.Context(), n)
			if (err == nil) != (err2 == nil) || ids(x) != ids(y) || x.Person != y.Person {
				t.Fatalf("%s is %q of %s (%v), and of the standing imports alone %q of %s (%v)", n, ids(x), x.Person, err, ids(y), y.Person, err2)
			}
		}
	}
}
