package weibullgamma

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

func BenchmarkFit(b *testing.B) {
	rows := tenure.Compress(simulated(Model{R: 0.8, Alpha: 15, C: 1.4}, 20000, 1))
	for b.Loop() {
		if _, _, err := Fit(context.Background(), rows, btyd.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDERL(b *testing.B) {
	m := Model{R: 0.8, Alpha: 15, C: 1.4}
	total, s := 0.0, 0.0
	for b.Loop() {
		s += 0.01
		total += m.DERL(0.008, s)
	}
	_ = total
}
