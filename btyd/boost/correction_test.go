package boost

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// light settings, for tests.
func light(l Loss) []Params {
	p := Defaults(l)
	p.Leaves, p.Patience, p.LearningRate, p.Trees = 6, 8, 0.15, 60
	return []Params{p}
}

// based invents rows whose mean is level·base·effect(x).
func based(n int, seed uint64, level float64, effect func(x float64) float64) (Rows, Column) {
	random := rand.New(rand.NewPCG(seed, 7))
	r := Rows{Target: make([]float64, n), Offset: make([]float64, n)}
	x := make([]float64, n)
	for i := range n {
		x[i] = random.NormFloat64()
		base := 0.2 + random.ExpFloat64()
		r.Offset[i] = math.Log(base)
		r.Target[i] = poisson(random, level*base*effect(x[i]))
	}
	return r, Column{Name: "x", Values: x}
}

func exp(all []float64) []float64 {
	out := make([]float64, len(all))
	for i, v := range all {
		out[i] = math.Exp(v)
	}
	return out
}

func lift(x float64) float64 {
	if x > 0 {
		return 1.5
	}
	return 0.5
}

func TestWhereNothingIsToBeLearnedTheBaseComesBack(t *testing.T) {
	kept := 0
	for seed := range uint64(12) {
		// The base is 30 % too low, but right about everybody.
		r, x := based(2000, seed, 1.3, func(float64) float64 { return 1 })
		c, cv, err := FitCorrection(t.Context(), dataset(t, r, x), light(Poisson), 4, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, base := make([]float64, len(r.Target)), exp(r.Offset)
		if err := c.Predict(got, [][]float64{x.Values}, base, nil, 0); err != nil {
			t.Fatal(err)
		}
		if cv.Params.Trees > 0 { // by chance: no worse than noise
			if kept++; cv.Without-cv.Deviance < 0 {
				t.Errorf("seed %d: trees make it worse: %g, without %g", seed, cv.Deviance, cv.Without)
			}
			continue
		}
		if !reflect.DeepEqual(got, base) || c.Exponent != 0 || c.Model.Trees() != 0 {
			t.Errorf("seed %d: not the base: exponent %g, factors %v", seed, c.Exponent, c.Factors)
		}
	}
	if kept > 1 {
		t.Errorf("trees were kept in %d of 12 tables of noise", kept)
	}
}

func TestCorrectionIsHeldToTheTotal(t *testing.T) {
	r, x := based(6000, 1, 1.3, lift)
	r.Weight = make([]float64, len(r.Target))
	stratum := make([]int, len(r.Target))
	for i := range stratum {
		r.Weight[i], stratum[i] = 1+float64(i%2), i%3
	}
	d := dataset(t, r, x)
	c, cv, err := FitCorrection(t.Context(), d, light(Poisson), 4, stratum)
	if err != nil {
		t.Fatal(err)
	}
	if cv.Params.Trees == 0 || c.Exponent < 0.7 {
		t.Fatalf("%d trees, exponent %g", cv.Params.Trees, c.Exponent)
	}
	base, got := exp(r.Offset), make([]float64, len(r.Target))
	if err := c.Predict(got, [][]float64{x.Values}, base, stratum, 0); err != nil {
		t.Fatal(err)
	}
	var have, want [3]float64
	for i, s := range stratum {
		have[s], want[s] = have[s]+r.Weight[i]*got[i], want[s]+r.Weight[i]*base[i]
	}
	for s := range have {
		if math.Abs(have[s]/want[s]-1) > 1e-12 {
			t.Errorf("stratum %d: total %g, of the base %g", s, have[s], want[s])
		}
	}
	// The lift is 1.5 above zero and 0.5 below, a mean of one over the base.
	off := 0.0
	for i, v := range x.Values {
		off += math.Abs(got[i]/base[i]-lift(v)) / float64(len(got))
	}
	if off > 0.08 {
		t.Errorf("lifts are off by %g on average", off)
	}
	// Other rows have another mix; there the total is held once more.
	other, z := based(1000, 2, 1, lift)
	for i := range z.Values {
		z.Values[i]++
	}
	base, got = exp(other.Offset), make([]float64, 1000)
	if err := errors.Join(c.Calibrate([][]float64{z.Values}, base, nil, nil, 0), c.Predict(got, [][]float64{z.Values}, base, nil, 0)); err != nil {
		t.Fatal(err)
	}
	if a, b := total1(got), total1(base); math.Abs(a/b-1) > 1e-12 {
		t.Errorf("total %g, of the base %g", a, b)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var read Correction
	again := make([]float64, 1000)
	if err := errors.Join(json.Unmarshal(text, &read), read.Predict(again, [][]float64{z.Values}, base, nil, 0)); err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("the correction that was read differs (%v)", err)
	}
	for _, bad := range []string{`{}`, `{"model":null}`, `{"model":` + stump + `,"exponent":2}`, `{"model":` + stump + `,"exponent":1,"factors":[-1]}`} {
		if err := json.Unmarshal([]byte(bad), &read); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%s was read: %v", bad, err)
		}
	}
}

func total1(all []float64) (sum float64) {
	for _, v := range all {
		sum += v
	}
	return sum
}

// Out-of-fold predictions come from trees that have seen neither the row nor
// its group: what is told apart by the group alone cannot be predicted.
func TestOutOfFoldIsHonest(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	n := 3000
	r := Rows{Target: make([]float64, n), Group: make([]uint64, n)}
	x := make([]float64, n)
	means := make([]float64, n/10)
	for g := range means {
		means[g] = random.NormFloat64()
	}
	for i := range n {
		g := i % len(means)
		r.Group[i], x[i], r.Target[i] = uint64(g), float64(scramble(uint64(g))%1000), means[g]
	}
	d := dataset(t, r, Column{Name: "x", Values: x})
	cv, err := CrossValidate(t.Context(), d, light(Squared), 5)
	if err != nil {
		t.Fatal(err)
	}
	if cv.Params.Trees != 0 {
		t.Errorf("%d trees, deviance %g without, %g at best (se %g)", cv.Params.Trees, cv.Without, cv.Best, cv.StdErr)
	}
	r.Group = nil // now the same group is on both sides
	if cv, err = CrossValidate(t.Context(), dataset(t, r, Column{Name: "x", Values: x}), light(Squared), 5); err != nil || cv.Params.Trees == 0 {
		t.Errorf("rows by themselves: %d trees (%v)", cv.Params.Trees, err)
	}
}

func TestCrossValidationReportsWhatItPredicts(t *testing.T) {
	table, y, truth := shop(4000, 6, 31)
	d := dataset(t, Rows{Target: y}, table...)
	grid := append(light(Poisson), light(Poisson)...)
	grid[1].Leaves = 2
	cv, err := CrossValidate(t.Context(), d, grid, 4)
	if err != nil {
		t.Fatal(err)
	}
	o := objective{Poisson, 1}
	margins := cv.Margins(nil)
	if got := d.meanDeviance(o, margins); math.Abs(got-cv.Deviance) > 1e-9 || len(cv.Trials) != 2 {
		t.Errorf("deviance %g of the out-of-fold margins, reported %g", got, cv.Deviance)
	}
	for _, trial := range cv.Trials {
		if trial.Curve[trial.Params.Trees] < cv.Deviance {
			t.Errorf("%d leaves do better", trial.Params.Leaves)
		}
	}
	for i := range truth {
		truth[i] = math.Log(truth[i])
	}
	none, best := cv.Without, d.meanDeviance(o, truth)
	if explained := (none - cv.Deviance) / (none - best); explained < 0.6 || cv.StdErr <= 0 || cv.Without-cv.Best < 5*cv.StdErr {
		t.Errorf("explains %g of what can be, gain %g (se %g)", explained, cv.Without-cv.Best, cv.StdErr)
	}
	if _, err := CrossValidate(t.Context(), dataset(t, Rows{Target: []float64{1}}), light(Poisson), 3); !errors.Is(err, btyd.ErrTooLittleData) {
		t.Errorf("one row: %v", err)
	}
	if _, err := CrossValidate(t.Context(), d, nil, 3); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("no settings: %v", err)
	}
}

func TestHold(t *testing.T) {
	got, err := Hold([]float64{1, 3, 0}, []float64{2, 6, 5}, []float64{1, 1, 2}, []int{0, 0, 2})
	if want := []float64{2, 1, 1}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("factors %v, want %v (%v)", got, want, err)
	}
	for _, bad := range [][]float64{{math.NaN()}, {-1}, {1, 2}} {
		if _, err := Hold(bad, []float64{1}, nil, nil); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
