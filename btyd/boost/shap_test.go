package boost

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// mixed is a model of numbers, missing numbers and categories.
func mixed(t testing.TB, rows int) (*Model, [][]float64) {
	table, y, _ := shop(rows, 5, 21)
	for i := range y {
		if i%6 == 0 {
			table[1].Values[i] = math.NaN()
		}
		table[3].Values[i] = math.Floor(2*table[3].Values[i]) + 9
	}
	table[3].Categorical = true
	p := Defaults(Poisson)
	p.Trees, p.Leaves, p.MinChildWeight = 25, 24, 2
	return train1(t, dataset(t, Rows{Target: y}, table...), p), values(table)
}

func rowOf(columns [][]float64, i int) (row []float64) {
	for _, c := range columns {
		row = append(row, c[i])
	}
	return row
}

// known is the mean margin of a tree below a node when only the features in a
// coalition are known: what Shapley values share out, by its definition.
func (t *tree) known(at int32, row []float64, coalition uint) float64 {
	s := &t.steps[at]
	switch {
	case s.column == leafed:
		return s.value
	case coalition>>s.column&1 == 1:
		return t.known(t.next(at, row[s.column]), row, coalition)
	}
	left, right := t.cover[at+1], t.cover[s.right]
	return (left*t.known(at+1, row, coalition) + right*t.known(s.right, row, coalition)) / (left + right)
}

// The sum over all coalitions, straight from Shapley's formula.
func TestContributionsAreShapleyValues(t *testing.T) {
	m, columns := mixed(t, 2000)
	e, got := m.Explainer(), make([]float64, 5)
	for i := range 40 {
		row := rowOf(columns, i)
		if err := e.Contributions(got, row); err != nil {
			t.Fatal(err)
		}
		var value [1 << 5]float64
		for coalition := range value {
			for _, tree := range m.trees {
				value[coalition] += tree.known(0, row, uint(coalition))
			}
		}
		for f := range 5 {
			want := 0.0
			for coalition, v := range value {
				if coalition>>f&1 == 0 {
					size := bits.OnesCount(uint(coalition))
					want += (value[coalition|1<<f] - v) * factorial(size) * factorial(4-size) / factorial(5)
				}
			}
			if math.Abs(got[f]-want) > 1e-12 {
				t.Fatalf("row %d, feature %d: %g, want %g", i, f, got[f], want)
			}
		}
	}
}

func factorial(n int) float64 { return math.Gamma(float64(n) + 1) }

func TestContributionsAddUp(t *testing.T) {
	table, y, _ := shop(8000, 12, 23)
	p := Defaults(Poisson)
	p.Trees, p.Leaves, p.MinChildWeight = 20, 120, 1
	m := train1(t, dataset(t, Rows{Target: y}, table...), p)
	e, got := m.Explainer(), make([]float64, 12)
	random := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		row := rowOf(values(table), random.IntN(len(y)))
		if err := e.Contributions(got, row); err != nil {
			t.Fatal(err)
		}
		sum := e.Base()
		for _, c := range got {
			sum += c
		}
		if margin, err := m.Margin(row); err != nil || math.Abs(sum-margin) > 1e-9 {
			t.Fatalf("base and contributions %.15g, margin %.15g (%v)", sum, margin, err)
		}
	}
}

func TestImportance(t *testing.T) {
	table, y, _ := shop(8000, 8, 25) // columns 6 and 7 mean nothing
	p := Defaults(Poisson)
	p.Trees, p.Leaves = 60, 8
	held := make([]Column, 8)
	for c := range table {
		held[c] = Column{Name: table[c].Name, Values: table[c].Values[4000:]}
		table[c].Values = table[c].Values[:4000]
	}
	m := train1(t, dataset(t, Rows{Target: y[:4000]}, table...), p)
	permuted, err := m.PermutationImportance(rand.New(rand.NewPCG(1, 1)), Rows{Target: y[4000:]}, values(held), 0)
	if err != nil {
		t.Fatal(err)
	}
	gains, sum := m.GainImportance(), 0.0
	for c := range 8 {
		sum += gains[c]
		if c < 6 && (permuted[c] < 0.01 || gains[c] < 0.03) || c >= 6 && (permuted[c] > 0.005 || gains[c] > 0.03) {
			t.Errorf("column %d: permuted %g, gain %g", c, permuted[c], gains[c])
		}
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("shares of gain add up to %g", sum)
	}
	grid := []float64{-1.5, -0.5, 0.5, 1.5}
	curve, err := m.PartialDependence(0, grid, values(held), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range grid[1:] { // the truth is a line of slope one half
		if slope := curve[i+1] - curve[i]; slope < 0.25 || slope > 0.65 {
			t.Errorf("slope %g from %g on", slope, grid[i])
		}
	}
}
