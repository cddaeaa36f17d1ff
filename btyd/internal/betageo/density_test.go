package betageo

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

type process struct{ Model }

func (p process) Simulate(rng *rand.Rand, t float64) []float64 { return p.Model.Simulate(rng, t) }

func rows(atZero bool) btyd.Rows {
	m := process{Model{R: 0.3, Alpha: 4, A: 0.8, B: 2.4, AtZero: atZero}}
	histories := sample.Histories(m, 700, 12, 39, 1)
	for i, h := range histories[:400] {
		histories[i].T, histories[i].Tx = math.Ceil(h.T), math.Ceil(h.Tx)
	}
	histories = append(histories, btyd.History{X: 9000, Tx: 20, T: 30})
	return btyd.Compress(histories)
}

func TestDensityIsTheLikelihood(t *testing.T) {
	for _, atZero := range []bool{false, true} {
		r := rows(atZero)
		d, err := NewDensity(r, atZero)
		if err != nil {
			t.Fatal(err)
		}
		btydtest.Check(t, func(t *rapid.T) {
			var p [4]float64
			for i := range p {
				p[i] = math.Exp(rapid.Float64Range(-4, 4).Draw(t, "log"))
			}
			var g [4]float64
			got := d.LogLikelihood(p[:], g[:])
			f, gradient, _ := estimate.Derivatives(NewLikelihood(r, atZero), p[:])
			if math.Abs(got-f) > 1e-11*math.Abs(f) {
				t.Fatalf("log-likelihood %.15g, want %.15g", got, f)
			}
			for i := range g {
				if !(math.Abs(g[i]-gradient[i]) <= 1e-9*(math.Abs(gradient[i])+r.Customers()/p[i])) {
					t.Fatalf("slope %d: %.15g, want %.15g", i, g[i], gradient[i])
				}
			}
			m := Model{R: p[0], Alpha: p[1], A: p[2], B: p[3], AtZero: atZero}
			each := make([]float64, r.Len())
			d.RowLogLikelihoods(p[:], 0, 5, each)
			d.RowLogLikelihoods(p[:], 5, len(each), each[5:])
			for i, l := range each {
				want := m.LogLikelihood(btyd.History{X: r.X[i], Tx: r.Tx[i], T: r.T[i]})
				if math.Abs(l-want) > 1e-9*math.Max(1, math.Abs(want)) {
					t.Fatalf("row %d: %.15g, want %.15g", i, l, want)
				}
			}
		})
		var g [4]float64
		// None but when the pool lost its memory, as it may at any moment.
		if n := testing.AllocsPerRun(100, func() { d.LogLikelihood([]float64{1, 1, 1, 1}, g[:]) }); n > 6 {
			t.Errorf("%g allocations", n)
		}
	}
}

func TestDensityRefuses(t *testing.T) {
	if _, err := NewDensity(btyd.Rows{X: []float64{1}, Tx: []float64{5}, T: []float64{3}, W: []float64{9}}, false); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("purchase after the end: %v", err)
	}
	d, err := NewDensity(rows(false), false)
	if err != nil {
		t.Fatal(err)
	}
	var g [4]float64
	one := make([]float64, 1)
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		p := []float64{1, bad, 1, 1}
		if d.RowLogLikelihoods(p, 0, 1, one); !math.IsInf(d.LogLikelihood(p, g[:]), -1) || !math.IsInf(one[0], -1) {
			t.Errorf("alpha %g: %g", bad, one[0])
		}
	}
}

func BenchmarkDensityCDNOW(b *testing.B) {
	d, err := NewDensity(btyd.Compress(sample.NeedCDNOW(b).Histories), false)
	if err != nil {
		b.Fatal(err)
	}
	var g [4]float64
	b.ReportAllocs()
	for b.Loop() {
		d.LogLikelihood([]float64{0.2426, 4.414, 0.793, 2.426}, g[:])
	}
}
