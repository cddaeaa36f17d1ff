package boost

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

func train1(t testing.TB, d *Dataset, p Params) *Model {
	t.Helper()
	m, err := Train(context.Background(), d, p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func values(columns []Column) (all [][]float64) {
	for _, c := range columns {
		all = append(all, c.Values)
	}
	return all
}

func predict(t testing.TB, m *Model, columns [][]float64) []float64 {
	t.Helper()
	dst := make([]float64, len(columns[0]))
	if err := m.Predict(dst, columns, nil, 0); err != nil {
		t.Fatal(err)
	}
	return dst
}

// Each loss finds the mean of a step and a slope: on rows not seen, most of
// what the truth explains is explained.
func TestEveryLossRecoversAFunction(t *testing.T) {
	const n = 8000
	for _, loss := range []Loss{Poisson, Tweedie, Gamma, Logistic, Squared} {
		random := rand.New(rand.NewPCG(3, uint64(len(loss))))
		x, z, y, truth := make([]float64, 2*n), make([]float64, 2*n), make([]float64, 2*n), make([]float64, 2*n)
		p := Defaults(loss)
		p.Trees, p.Leaves = 80, 8
		o, err := newObjective(p.Loss, p.Power)
		if err != nil {
			t.Fatal(err)
		}
		for i := range y {
			x[i], z[i] = random.Float64()*4-2, random.Float64()
			truth[i] = x[i]
			if z[i] > 0.7 {
				truth[i] -= 2
			}
			y[i] = draw(random, loss, o.response(truth[i]))
		}
		d := dataset(t, Rows{Target: y[:n]}, Column{Name: "x", Values: x[:n]}, Column{Name: "z", Values: z[:n]})
		m := train1(t, d, p)
		fresh := dataset(t, Rows{Target: y[n:]})
		margins := make([]float64, n)
		if err := m.Margins(margins, [][]float64{x[n:], z[n:]}, nil, 0); err != nil {
			t.Fatal(err)
		}
		constant := make([]float64, n)
		for i := range constant {
			constant[i] = m.Intercept()
		}
		none, ours, best := fresh.meanDeviance(o, constant), fresh.meanDeviance(o, margins), fresh.meanDeviance(o, truth[n:])
		if explained := (none - ours) / (none - best); explained < 0.95 || explained > 1.02 {
			t.Errorf("%s: deviance %g, of the truth %g, of the mean %g: explains %.3f", loss, ours, best, none, explained)
		}
	}
}

// draw invents a target of a given mean. A Tweedie of power 3/2 is a Poisson
// number of gamma amounts, here of shape one, with mean² times two over rate.
func draw(random *rand.Rand, loss Loss, mean float64) float64 {
	switch loss {
	case Poisson:
		return poisson(random, mean)
	case Gamma:
		return mean * (random.ExpFloat64() + random.ExpFloat64()) / 2
	case Tweedie:
		sum := 0.0
		for range int(poisson(random, 2*math.Sqrt(mean))) {
			sum += random.ExpFloat64() * math.Sqrt(mean) / 2
		}
		return sum
	case Logistic:
		if random.Float64() < mean {
			return 1
		}
		return 0
	}
	return mean + 0.5*random.NormFloat64()
}

func TestOneSplitIsExact(t *testing.T) {
	// Two leaves of Poisson: log((Y+λ)/(M+λ)) by hand. The mean is 2.5, M = 10 on each side.
	d := dataset(t, Rows{Target: []float64{1, 0, 2, 1, 4, 4, 3, 5}}, Column{Name: "x", Values: []float64{1, 2, 3, 4, 5, 6, 7, 8}})
	p := Defaults(Poisson)
	p.Trees, p.LearningRate, p.Leaves, p.MinChildWeight = 1, 1, 2, 10
	m := train1(t, d, p)
	for x, want := range map[float64]float64{0: 2.5 * 5 / 11, 4.4: 2.5 * 5 / 11, 4.6: 2.5 * 17 / 11, 99: 2.5 * 17 / 11} {
		margin, err := m.Margin([]float64{x})
		if err != nil || math.Abs(math.Exp(margin)-want) > 1e-12 {
			t.Errorf("x = %g: %g, want %g (%v)", x, math.Exp(margin), want, err)
		}
	}
}

func TestMissingValuesTakeTheSideTheyBelongTo(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for _, side := range []float64{-2, 2} {
		x, y := make([]float64, 4000), make([]float64, 4000)
		for i := range x {
			x[i] = random.Float64()*4 - 2
			y[i] = x[i] + 0.1*random.NormFloat64()
			if i%5 == 0 {
				x[i], y[i] = math.NaN(), side
			}
		}
		p := Defaults(Squared)
		p.Trees = 60
		m := train1(t, dataset(t, Rows{Target: y}, Column{Name: "x", Values: x}), p)
		if got, _ := m.Margin([]float64{math.NaN()}); math.Abs(got-side) > 0.05 {
			t.Errorf("missing means %g, learned %g", side, got)
		}
	}
	// Only that it is missing tells.
	x, y := []float64{1, 1, 1, math.NaN(), math.NaN(), math.NaN()}, []float64{0, 0, 0, 6, 6, 6}
	p := Defaults(Squared)
	p.Trees, p.LearningRate, p.L2, p.MinChildWeight = 1, 1, 0, 1
	m := train1(t, dataset(t, Rows{Target: y}, Column{Name: "x", Values: x}), p)
	if got := predict(t, m, [][]float64{x}); math.Abs(got[0]) > 1e-12 || math.Abs(got[5]-6) > 1e-12 {
		t.Errorf("present and missing: %v", got)
	}
}

// An arbitrary half of the categories is far from any order of their codes.
func TestCategories(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	c, y := make([]float64, 5000), make([]float64, 5000)
	for i := range c {
		code := random.IntN(40)
		c[i] = float64(code)
		if code == 7 {
			c[i] = math.NaN()
		}
		y[i] = float64(scramble(uint64(code)) % 2)
	}
	p := Defaults(Squared)
	p.Trees, p.LearningRate, p.L2, p.CategoryL2, p.Leaves = 1, 1, 0, 0, 2
	m := train1(t, dataset(t, Rows{Target: y}, Column{Name: "c", Values: c, Categorical: true}), p)
	for i, got := range predict(t, m, [][]float64{c}) {
		if math.Abs(got-y[i]) > 1e-12 {
			t.Fatalf("one split of categories: category %g is %g, got %g", c[i], y[i], got)
		}
	}
	for _, unseen := range []float64{250, -3, 1e9, math.Inf(1), 41.5} {
		if got, err := m.Margin([]float64{unseen}); err != nil || !(got >= 0 && got <= 1) {
			t.Errorf("category %g: %g, %v", unseen, got, err)
		}
	}
}

func TestMonotoneColumnsHold(t *testing.T) {
	table, y, _ := shop(2000, 6, 9)
	grid := make([][]float64, 6)
	random := rand.New(rand.NewPCG(1, 1))
	for _, loss := range []Loss{Poisson, Tweedie, Squared} {
		p := Defaults(loss)
		p.Trees, p.MinChildWeight = 60, 1
		p.Monotone = map[string]int{"ab": 1, "ae": -1} // a sine and a tent: neither is monotone
		m := train1(t, dataset(t, Rows{Target: y}, table...), p)
		for range 15 {
			for c := range grid {
				grid[c] = make([]float64, 200)
				v := random.NormFloat64()
				for i := range grid[c] {
					grid[c][i] = v
				}
			}
			for column, direction := range map[int]float64{1: 1, 4: -1} {
				fixed := grid[column]
				grid[column] = make([]float64, 200)
				for i := range grid[column] {
					grid[column][i] = -4 + 0.04*float64(i)
				}
				got := predict(t, m, grid)
				for i := range got[1:] {
					if direction*(got[i+1]-got[i]) < 0 {
						t.Fatalf("%s: column %d is not monotone at %g: %g, %g", loss, column, grid[column][i], got[i], got[i+1])
					}
				}
				grid[column] = fixed
			}
		}
	}
}
