package boost

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// shop invents a table of numbers and Poisson targets.
func shop(n, columns int, seed uint64) (table []Column, target, truth []float64) {
	random := rand.New(rand.NewPCG(seed, 2))
	table = make([]Column, columns)
	for c := range table {
		table[c] = Column{Name: string(rune('a'+c/26)) + string(rune('a'+c%26)), Values: make([]float64, n)}
	}
	target, truth = make([]float64, n), make([]float64, n)
	for i := range n {
		for c := range table {
			table[c].Values[i] = random.NormFloat64()
		}
		x := func(c int) float64 { return table[c%columns].Values[i] }
		f := -0.5 + 0.5*x(0) + 0.4*math.Sin(2*x(1)) + 0.3*x(2)*x(3) - 0.4*math.Abs(x(4))
		if x(5) > 1 {
			f += 0.6
		}
		truth[i] = math.Exp(f)
		target[i] = poisson(random, truth[i])
	}
	return table, target, truth
}

func poisson(random *rand.Rand, mean float64) float64 {
	n := 0.0
	for left := random.ExpFloat64(); left < mean; left += random.ExpFloat64() {
		n++
	}
	return n
}

func dataset(t testing.TB, r Rows, columns ...Column) *Dataset {
	t.Helper()
	d, err := NewDataset(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Add(columns...); err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkTrain200kx20(b *testing.B) {
	table, target, _ := shop(200_000, 20, 1)
	p := Defaults(Poisson)
	p.Trees = 100
	for b.Loop() {
		d := dataset(b, Rows{Target: target}, table...)
		if _, err := Train(context.Background(), d, p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPredictMillion(b *testing.B) {
	table, target, _ := shop(1_000_000, 20, 1)
	sample := make([]Column, len(table))
	columns := make([][]float64, len(table))
	for i, c := range table {
		sample[i] = Column{Name: c.Name, Values: c.Values[:100_000]}
		columns[i] = c.Values
	}
	p := Defaults(Poisson)
	p.Trees = 100
	m, err := Train(context.Background(), dataset(b, Rows{Target: target[:100_000]}, sample...), p)
	if err != nil {
		b.Fatal(err)
	}
	dst := make([]float64, len(target))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if err := m.Predict(dst, columns, nil, 0); err != nil {
			b.Fatal(err)
		}
	}
}
