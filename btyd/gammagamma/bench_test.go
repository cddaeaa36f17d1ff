package gammagamma

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

var simulated = Model{P: 6.25, Q: 3.74, V: 15.44}

func BenchmarkFitMillion(b *testing.B) {
	rows := spend(simulated, 1_000_000, 1)
	b.ResetTimer()
	for b.Loop() {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitCDNOW(b *testing.B) {
	rows := sample.NeedCDNOW(b).Spend
	for b.Loop() {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuantiles(b *testing.B) {
	s, err := simulated.NewSpendQuantiles(3, 31)
	if err != nil {
		b.Fatal(err)
	}
	var pmf [32]float64
	tail := numeric.NegativeBinomial(2, 1, 2, pmf[:])
	var mix Mixture
	for b.Loop() {
		s.Mix(pmf[:], tail, &mix)
		s.Quantile(&mix, 0.1)
		s.Quantile(&mix, 0.9)
	}
}

func BenchmarkNewSpendQuantiles(b *testing.B) {
	for b.Loop() {
		if _, err := simulated.NewSpendQuantiles(3, 63); err != nil {
			b.Fatal(err)
		}
	}
}
