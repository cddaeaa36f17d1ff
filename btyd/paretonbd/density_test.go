package paretonbd

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// days simulates customers whose times are whole days of 1/7 week.
func days(n int, seed uint64) btyd.Rows {
	histories := sample.Histories(simulated, n, 12, 39, seed)
	for i, h := range histories {
		histories[i].T, histories[i].Tx = math.Ceil(7*h.T)/7, math.Ceil(7*h.Tx)/7
	}
	return btyd.Compress(histories)
}

// against compares a density with the likelihood that fits use.
func against(t interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}, rows btyd.Rows, p []float64, onGrid bool) {
	t.Helper()
	d, err := newDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	m := Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}
	if held := d.grid != nil && d.grid.holds(&m); held != onGrid {
		t.Fatalf("on the grid: %v", held)
	}
	var g [4]float64
	got := d.LogLikelihood(p, g[:])
	f, gradient, _ := estimate.Derivatives(newLikelihood(rows), p)
	if math.Abs(got-f) > 1e-9*math.Abs(f) {
		t.Fatalf("%v: log-likelihood %.15g, want %.15g", p, got, f)
	}
	// Slopes in the logarithms, on the scale of the largest.
	scale := 0.0
	for i := range g {
		scale = math.Max(scale, math.Abs(p[i]*gradient[i]))
	}
	for i := range g {
		if !(math.Abs(p[i]*(g[i]-gradient[i])) <= 1e-9*(scale+rows.Customers())) {
			t.Fatalf("%v: slope %d: %.15g, want %.15g", p, i, g[i], gradient[i])
		}
	}
	each := make([]float64, rows.Len())
	d.RowLogLikelihoods(p, 0, 3, each)
	d.RowLogLikelihoods(p, 3, len(each), each[3:])
	for i, l := range each {
		want := m.LogLikelihood(btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]})
		if math.Abs(l-want) > 1e-9*math.Max(1, math.Abs(want)) {
			t.Fatalf("%v: row %d: %.15g, want %.15g", p, i, l, want)
		}
	}
}

func TestDensityOnAGridIsTheLikelihood(t *testing.T) {
	rows := days(2000, 3)
	btydtest.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
		}
		p := []float64{draw("r", 0.1, 3), draw("alpha", 0.05, 60), draw("s", 0.05, 4), draw("beta", 0.05, 300)}
		against(t, rows, p, true)
	})
}

func TestDensityOffTheGridIsTheLikelihood(t *testing.T) {
	rows := days(500, 4)
	against(t, rows, []float64{0.5, 1e-60, 0.6, 11}, false) // powers out of range
	against(t, btyd.Compress(sample.Histories(simulated, 300, 12, 39, 5)), []float64{0.5, 10, 0.6, 11}, false)
}

// Customers with many purchases stand beside the grid.
func TestDensityOfExtremes(t *testing.T) {
	rows := days(500, 4)
	rows.X[rows.Len()-1], rows.X[rows.Len()-2] = 4000, 65
	against(t, rows, []float64{0.5, 10, 0.6, 11}, true)
	against(t, rows, []float64{0.5, 0.05, 0.6, 0.05}, true)
	for i := range rows.X {
		rows.X[i] = 100
		rows.Tx[i] = max(rows.Tx[i], 1./7)
	}
	against(t, rows, []float64{0.5, 10, 0.6, 11}, false)
}

func TestDensityOfCDNOW(t *testing.T) {
	rows := btyd.Compress(sample.NeedCDNOW(t).Histories)
	against(t, rows, []float64{0.553277, 10.577683, 0.60624, 11.668735}, true)
	against(t, rows, []float64{0.4, 8, 0.3, 3.5}, true)
	d, err := newDensity(rows)
	if err != nil {
		t.Fatal(err)
	}
	var g [4]float64
	p := []float64{0.553277, 10.577683, 0.60624, 11.668735}
	// None but when the pool lost its memory, as it may at any moment.
	if n := testing.AllocsPerRun(100, func() { d.LogLikelihood(p, g[:]) }); n > 12 {
		t.Errorf("%g allocations", n)
	}
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if f := d.LogLikelihood([]float64{1, bad, 1, 1}, g[:]); !math.IsInf(f, -1) {
			t.Errorf("alpha %g: %g", bad, f)
		}
	}
}

func BenchmarkDensityCDNOW(b *testing.B) {
	d, err := newDensity(btyd.Compress(sample.NeedCDNOW(b).Histories))
	if err != nil {
		b.Fatal(err)
	}
	var g [4]float64
	b.ReportAllocs()
	for b.Loop() {
		d.LogLikelihood([]float64{0.553277, 10.577683, 0.60624, 11.668735}, g[:])
	}
}
