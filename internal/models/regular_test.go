package models

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/value"
)

// simulated are histories of customers who began within a year of each other.
func simulated(simulate func(rng *rand.Rand, T float64) []float64, n int) []btyd.History {
	rng := rand.New(rand.NewPCG(3, 4))
	var out []btyd.History
	for range n {
		h := btyd.History{T: 52 + math.Floor(52*rng.Float64())}
		if times := simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		out = append(out, h)
	}
	return out
}

func TestRegularityIsFoundKeptAndReadAgain(t *testing.T) {
	truth := cnbd.Model{K: 3, R: 2, Alpha: 4, A: 1, B: 6, AtZero: true}
	f, ok := Find(value.MBGCNBD)
	if !ok {
		t.Fatal("no such family")
	}
	rows := btyd.Compress(simulated(truth.Simulate, 20_000))
	record, doc, err := Fit(context.Background(), f.Name, Data{Rows: rows, Unit: "week"})
	if err != nil {
		t.Fatal(err)
	}
	if k := record.Parameters["k"]; k != 3 || !slices.Equal(record.Order, f.Keys) {
		t.Errorf("k = %g of %v, want 3 of %v", k, record.Order, f.Keys)
	}
	if _, known := record.StandardErrors["k"]; known || len(record.StandardErrors) != 4 {
		t.Errorf("standard errors %v: k, which is chosen, has none", record.StandardErrors)
	}
	estimate := doc.Diagnostics.Estimate
	if got := f.With(estimate); got != doc.Model.(Model) {
		t.Errorf("%+v made of its parameters is %+v", doc.Model, got)
	}
	for _, d := range []*btyd.Diagnostics{doc.Diagnostics, nil} {
		doc.Diagnostics = d
		var file bytes.Buffer
		if err := saved.Write(&file, doc); err != nil {
			t.Fatal(err)
		}
		back, err := saved.Read(&file)
		if err != nil || back.Model != doc.Model {
			t.Fatalf("read %+v, %v", back.Model, err)
		}
		if shown := Saved(back); !slices.Equal(shown.Order, f.Keys) || shown.Parameters["k"] != 3 {
			t.Errorf("shown as %v", shown.Parameters)
		}
	}
}
