package boost

import (
	"math"
	"reflect"
	"runtime"
	"testing"
)

func TestWeightsAreDuplicates(t *testing.T) {
	table, y, _ := shop(3000, 4, 11)
	for i := range table[3].Values {
		table[3].Values[i] = math.Floor(2*table[3].Values[i]) + 9
		if i%7 == 0 {
			table[2].Values[i] = math.NaN()
		}
	}
	table[3].Categorical = true
	weight := make([]float64, len(y))
	var twice Rows
	doubled := make([]Column, len(table))
	for c := range doubled {
		doubled[c] = Column{Name: table[c].Name, Categorical: table[c].Categorical}
	}
	for i := range weight {
		weight[i] = float64(i % 4)
		for range i % 4 {
			twice.Target = append(twice.Target, y[i])
			for c := range doubled {
				doubled[c].Values = append(doubled[c].Values, table[c].Values[i])
			}
		}
	}
	p := Defaults(Poisson)
	p.Trees = 30
	a := predict(t, train1(t, dataset(t, Rows{Target: y, Weight: weight}, table...), p), values(table))
	b := predict(t, train1(t, dataset(t, twice, doubled...), p), values(table))
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-9*b[i] {
			t.Fatalf("row %d: weighted %g, repeated %g", i, a[i], b[i])
		}
	}
}

func TestSameTreesOnAnyNumberOfProcessors(t *testing.T) {
	table, y, _ := shop(20000, 6, 13)
	p := Defaults(Poisson)
	p.Trees, p.RowShare, p.ColumnShare, p.Seed = 8, 0.7, 0.6, 42
	var first *Model
	for _, processors := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(processors)
		m := train1(t, dataset(t, Rows{Target: y}, table...), p)
		runtime.GOMAXPROCS(before)
		if first == nil {
			first = m
		}
		if !reflect.DeepEqual(m.Document(), first.Document()) {
			t.Fatalf("%d processors change the trees", processors)
		}
	}
	p.Seed = 43
	if other := train1(t, dataset(t, Rows{Target: y}, table...), p); reflect.DeepEqual(other.Document(), first.Document()) {
		t.Error("the seed changes nothing")
	}
}

// In cents or in thousands, the same trees.
func TestUnitOfMoneyDoesNotMatter(t *testing.T) {
	table, y, _ := shop(2000, 6, 15)
	for _, loss := range []Loss{Tweedie, Squared} {
		p := Defaults(loss)
		p.Trees = 20
		first := predict(t, train1(t, dataset(t, Rows{Target: y}, table...), p), values(table))
		scaled := make([]float64, len(y))
		for i := range y {
			scaled[i] = 1024 * y[i]
		}
		for i, got := range predict(t, train1(t, dataset(t, Rows{Target: scaled}, table...), p), values(table)) {
			if math.Abs(got/first[i]-1024) > 1e-6*1024 {
				t.Fatalf("%s, row %d: %g in small units, %g in large", loss, i, got, first[i])
			}
		}
	}
}

func TestShapeOfTrees(t *testing.T) {
	table, y, _ := shop(5000, 6, 17)
	p := Defaults(Poisson)
	p.Trees, p.Leaves, p.Depth, p.DepthWise = 3, 8, 3, true
	for _, tree := range train1(t, dataset(t, Rows{Target: y}, table...), p).trees {
		if len(tree.steps) != 15 || tree.depth != 3 {
			t.Errorf("level by level: %d nodes, depth %d", len(tree.steps), tree.depth)
		}
	}
	p.Leaves, p.Depth, p.DepthWise = 20, 0, false
	for _, tree := range train1(t, dataset(t, Rows{Target: y}, table...), p).trees {
		if len(tree.steps) != 39 || tree.depth < 5 {
			t.Errorf("best first: %d nodes, depth %d", len(tree.steps), tree.depth)
		}
	}
}
