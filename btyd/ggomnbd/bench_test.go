package ggomnbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// simulated are customers who age: half have left by week 42.
var simulated = Model{R: 0.553, Alpha: 10.578, B: 0.04, S: 0.6, Beta: 2}

func BenchmarkFitMillion(b *testing.B) {
	rows := sample.Columns(sample.Histories(simulated, 1_000_000, 12, 78, 1))
	for b.Loop() {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitCDNOW(b *testing.B) {
	rows := btyd.Compress(sample.NeedCDNOW(b).Histories)
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
