package boost

import (
	"math"
	"reflect"
	"testing"
)

// Rows walk side by side, one by one, and by bins: to the same leaves.
func TestAllWaysToPredictAgree(t *testing.T) {
	for _, rows := range []int{1, 3, 511, 514, 2000} {
		m, columns := mixed(t, 2000)
		for i := range columns {
			columns[i] = columns[i][:rows]
		}
		got, wide := make([]float64, rows), make([]float64, rows)
		offset := make([]float64, rows)
		for i := range offset {
			offset[i] = float64(i)
		}
		if err := m.Margins(got, columns, offset, 2); err != nil {
			t.Fatal(err)
		}
		m.flat.sumWide(wide, columns, 0)
		for i := range got {
			one, err := m.Margin(rowOf(columns, i))
			if err != nil || math.Abs(got[i]-one-offset[i]) > 1e-12 || math.Abs(wide[i]+m.intercept-one) > 1e-12 {
				t.Fatalf("row %d of %d: %g, alone %g, wide %g (%v)", i, rows, got[i]-offset[i], one, wide[i], err)
			}
		}
	}
}

func TestBinnedAndRawRowsReachTheSameLeaves(t *testing.T) {
	table, y, _ := shop(3000, 5, 27)
	d := dataset(t, Rows{Target: y}, table...)
	p := Defaults(Poisson)
	p.Trees = 20
	b, err := train(t.Context(), d, p)
	if err != nil {
		t.Fatal(err)
	}
	m := b.model(20)
	for i := range y {
		one, _ := m.Margin(rowOf(values(table), i))
		if math.Abs(one-b.margins[i]) > 1e-12 || math.Abs(sumLeaves(b.trees, d, i)+m.intercept-one) > 1e-12 {
			t.Fatalf("row %d: %g while training, %g after", i, b.margins[i], one)
		}
	}
}

func TestPredictionAllocatesNothing(t *testing.T) {
	m, columns := mixed(t, 2000)
	dst := make([]float64, 2000)
	if n := testing.AllocsPerRun(20, func() {
		if err := m.Predict(dst, columns, nil, 1); err != nil {
			t.Fatal(err)
		}
	}); n > 2 { // what is handed to the workers
		t.Errorf("%g allocations for 2000 rows", n)
	}
}

func TestTrainUntilKeepsTheBestTrees(t *testing.T) {
	table, y, _ := shop(3000, 6, 29)
	held := make([]bool, len(y))
	for i := range held {
		held[i] = i%3 == 0
	}
	d := dataset(t, Rows{Target: y}, table...)
	p := Defaults(Poisson)
	p.LearningRate, p.Patience = 0.3, 10
	m, curve, err := TrainUntil(t.Context(), d, p, held)
	if err != nil {
		t.Fatal(err)
	}
	best := m.Trees()
	if best == 0 || len(curve) != best+11 {
		t.Fatalf("%d trees, curve of %d", best, len(curve))
	}
	margins := make([]float64, len(y))
	if err := m.Margins(margins, values(table), nil, 0); err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0.0
	for i, f := range margins {
		if held[i] {
			sum, n = sum+m.deviance(y[i], f), n+1
		}
	}
	if math.Abs(sum/n-curve[best]) > 1e-12 {
		t.Errorf("deviance %g of held-out rows, curve says %g", sum/n, curve[best])
	}
	for i, v := range curve {
		if v < curve[best] {
			t.Errorf("%d trees do better: %g than %d: %g", i, v, best, curve[best])
		}
	}
	// What is held out changes nothing but the number of trees.
	for i := range y {
		if held[i] {
			y[i] = 1000
		}
	}
	p.Trees, p.Patience = best, 0
	other, _, err := TrainUntil(t.Context(), dataset(t, Rows{Target: y}, table...), p, held)
	if err != nil || !reflect.DeepEqual(other.Document().Trees, m.Document().Trees[:other.Trees()]) {
		t.Errorf("held-out rows were learned from (%v)", err)
	}
}
