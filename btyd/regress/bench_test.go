package regress

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// million draws a million customers with two binary covariates on both
// processes, at a grain of days or with moments as they are.
func million[B interface {
	Base
	Simulate(rng *rand.Rand, T float64) []float64
}](base B, daily bool) Data {
	const n = 1_000_000
	rng := rand.New(rand.NewPCG(1, 1))
	m := Model[B]{Base: base, Purchase: []float64{0.4, -0.3}, Dropout: []float64{-0.5, 0.2}}
	column := func() []float64 { return make([]float64, n) }
	z := [][]float64{column(), column()}
	d := Data{Rows: btyd.Rows{X: column(), Tx: column(), T: column(), W: column()}, Purchase: z, Dropout: z,
		PurchaseNames: []string{"coupon", "shop"}, DropoutNames: []string{"coupon", "shop"}}
	for i := range n {
		v := []float64{float64(rng.IntN(2)), float64(rng.IntN(4) / 3)}
		z[0][i], z[1][i] = v[0], v[1]
		own, err := m.For(v, v)
		if err != nil {
			panic(err)
		}
		age := 78 - 12*rng.Float64()
		if daily {
			age = math.Ceil(7*age) / 7
		}
		times := own.Simulate(rng, age)
		x, last := float64(len(times)), 0.0
		if len(times) > 0 {
			last = times[len(times)-1]
			if daily {
				last = min(age, math.Ceil(7*last)/7)
			}
		}
		d.Rows.X[i], d.Rows.Tx[i], d.Rows.T[i], d.Rows.W[i] = x, last, age, 1
	}
	return d
}

func benchmarkFit[B Base](b *testing.B, d Data) {
	for b.Loop() {
		if _, diagnostics, err := Fit[B](context.Background(), d, Options{}); err != nil {
			b.Fatal(diagnostics.Summary(), err)
		}
	}
	b.ReportMetric(float64(d.Rows.Len()), "rows")
}

func BenchmarkFitMillion(b *testing.B) {
	b.Run("paretonbd/days", func(b *testing.B) { benchmarkFit[paretonbd.Model](b, million(paretoTruth.Base, true).Compress()) })
	b.Run("paretonbd/moments", func(b *testing.B) { benchmarkFit[paretonbd.Model](b, million(paretoTruth.Base, false)) })
	b.Run("mbgnbd/days", func(b *testing.B) { benchmarkFit[mbgnbd.Model](b, million(mbgTruth.Base, true).Compress()) })
	b.Run("mbgnbd/moments", func(b *testing.B) { benchmarkFit[mbgnbd.Model](b, million(mbgTruth.Base, false)) })
}

// BenchmarkFitContinuous gives every one of 100,000 customers covariates of
// their own.
func BenchmarkFitContinuous(b *testing.B) {
	d := customersOf(paretoTruth, 100_000, 1)
	benchmarkFit[paretonbd.Model](b, d)
}

func BenchmarkCompressMillion(b *testing.B) {
	d := million(paretoTruth.Base, true)
	for b.Loop() {
		d.Compress()
	}
}

// BenchmarkFor makes one customer's own model.
func BenchmarkFor(b *testing.B) {
	b.ReportAllocs()
	purchase, dropout := []float64{1, 2}, []float64{1}
	for b.Loop() {
		if _, err := paretoTruth.For(purchase, dropout); err != nil {
			b.Fatal(err)
		}
	}
}
