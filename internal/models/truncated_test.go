package models

import (
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// A mixture as of an earlier day is that of its members as of that day, and
// the mixture itself stays as it was.
func TestLaterMovesTheMembersThatKnowDays(t *testing.T) {
	known := midlife.Model{Old: paretonbd.Model{R: .7, Alpha: 9, S: .6, Beta: 11}, Opening: 3, Window: 120, NewR: .5, NewAlpha: 12}
	plain := paretonbd.Model{R: .553, Alpha: 10.578, S: .606, Beta: 11.669}
	pool := NewPool([]Model{known, plain}, []float64{.4, .6}, []bool{true, true})
	if !Dated(pool) || Dated(plain) || Dated(NewPool([]Model{plain}, []float64{1}, []bool{true})) {
		t.Error("it is told wrongly for which models it matters when a customer was first seen")
	}
	h := btyd.History{X: 2, Tx: 8, T: 20}
	want := .4*known.Later(-90).ExpectedPurchases(h, 30) + .6*plain.ExpectedPurchases(h, 30)
	before := pool.ExpectedPurchases(h, 30)
	if got := Later(pool, -90).ExpectedPurchases(h, 30); got != want || got == before {
		t.Errorf("90 weeks earlier %g purchases are expected, want %g; as of today %g", got, want, before)
	}
	if pool.ExpectedPurchases(h, 30) != before {
		t.Error("the mixture was changed")
	}
	if Later(plain, -90) != plain {
		t.Error("a model without days was changed")
	}
}
