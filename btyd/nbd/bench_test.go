package nbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

var simulated = Model{R: 0.385, Alpha: 12.07}

func BenchmarkFitMillion(b *testing.B) {
	rows := sample.Columns(sample.Histories(simulated, 1_000_000, 12, 78, 1))
	for b.Loop() {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPredict scores customers one by one; ns/op is per customer.
func BenchmarkPredict(b *testing.B) {
	histories := sample.Histories(simulated, 100_000, 12, 78, 1)
	var dst [32]float64
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		h := histories[i%len(histories)]
		simulated.Outlook(h, 52, 0.002, dst[:])
	}
}
