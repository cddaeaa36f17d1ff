package dyncov

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

var truth = Model{R: 0.8, Alpha: 12, S: 0.6, Beta: 20, Purchase: []float64{0.5, -0.3, 0.4}, Dropout: []float64{-0.2, 0.3, 0.1}}

// market is a simulated shop: customers arrive over the first fifth of the
// grid and are observed to its end but for the last ahead intervals. They
// share a season and have prices and campaigns of their own.
func market(t testing.TB, m Model, customers, weeks, ahead int, seed uint64) Data {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 5))
	d := Data{Grid: Grid{Width: 1, Names: []string{"season", "price", "campaign"}}}
	season := make([]float64, weeks)
	for k := range season {
		season[k] = math.Sin(2 * math.Pi * float64(k) / 52)
	}
	for i := range customers {
		price, campaign := make([]float64, weeks), make([]float64, weeks)
		for k := range price {
			price[k] = rng.NormFloat64()
			if rng.Float64() < 0.2 {
				campaign[k] = 1
			}
		}
		d.Paths = append(d.Paths, Path{season, price, campaign})
		c := Customer{Start: float64(rng.IntN(weeks*7/5)) / 7, Path: i}
		c.T = float64(weeks-ahead) - c.Start
		d.Customers = append(d.Customers, simulated(t, m, d, c, rng))
	}
	return d
}

// simulated draws a customer's purchases.
func simulated(t testing.TB, m Model, d Data, c Customer, rng *rand.Rand) Customer {
	t.Helper()
	clocks, err := m.Along(d.Grid, d.Paths[c.Path])
	if err == nil {
		c.Times, err = clocks.Simulate(rng, c.Start, c.T)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// BenchmarkFit has the shape of a job that takes other software minutes: 600
// customers, three covariates that change every week and differ between
// customers, on both processes, 313 weeks.
func BenchmarkFit(b *testing.B) {
	d := market(b, truth, 600, 313, 0, 1)
	for b.Loop() {
		if _, _, err := Fit(context.Background(), d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPredict scores customers one by one on a shared path; ns/op is for
// one customer's chance of being alive and expectation.
func BenchmarkPredict(b *testing.B) {
	d := market(b, truth, 1000, 156, 52, 2)
	clocks, err := truth.Along(d.Grid, d.Paths[0])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c := d.Customers[i%len(d.Customers)]
		must(clocks.ProbabilityAlive(c))
		must(clocks.ExpectedPurchases(c, 52))
	}
}
