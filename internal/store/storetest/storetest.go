// Package storetest is the one suite that every driver of package store must
// pass: small logs with answers worked out by hand, and random logs against a
// plain reference.
//
// It must not know any driver: it sees a store through the roles of package
// store only.
package storetest

import (
	"context"
	"io"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
)

// Store is what a driver offers.
type Store interface {
	store.Intake
	store.Reader
	store.Identities
	store.Money
	store.Rates
	Workbench(ctx context.Context, unitDays float64) (store.Workbench, error)
	io.Closer
}

// Open makes an empty store. The suite closes it.
type Open func() (Store, error)

// Run puts a driver to the test.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"counts and histories by hand", testByHand},
		{"hold-out by hand", testHoldout},
		{"refunds", testRefunds},
		{"zones", testZones},
		{"timelines", testTimelines},
		{"random logs", testRandom},
		{"imports", testImports},
		{"quality", testQuality},
		{"quality of nothing", testNoQuality},
		{"all or nothing", testAllOrNothing},
		{"money", testMoney},
		{"rates of exchange", testRates},
		{"identity", testIdentity},
		{"scores round trip", testScores},
		{"pages of customers", testPages},
		{"one customer", testCustomer},
		{"keeping is atomic", testKeepAtomic},
		{"readers while keeping", testReadersWhileKeeping},
		{"nothing there", testEmpty},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

// fresh opens a store for one test.
func fresh(t *testing.T, open Open) Store {
	t.Helper()
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// bench opens a scoring for one test.
func bench(t *testing.T, s Store, unitDays float64) store.Workbench {
	t.Helper()
	w, err := s.Workbench(t.Context(), unitDays)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}
