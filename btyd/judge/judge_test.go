package judge

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

func TestCRPSByHand(t *testing.T) {
	near(t, "certain and right", CRPS([]float64{0, 1}, 1), 0)
	near(t, "certain and wrong by three", CRPS([]float64{1, 0, 0, 0}, 3), 3)
	near(t, "beyond the end", CRPS([]float64{1}, 3), 3)
	near(t, "a coin", CRPS([]float64{0.5, 0.5}, 0), 0.25)
}

// CRPS is E|N-y| - E|N-N'|/2 (Gneiting and Raftery, eq. 21).
func TestCRPSIsAnEnergy(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "length")
		pmf, sum := make([]float64, n), 0.0
		for i := range pmf {
			pmf[i] = rapid.Float64Range(0.01, 1).Draw(t, "p")
			sum += pmf[i]
		}
		y := rapid.IntRange(0, 15).Draw(t, "y")
		var toY, apart float64
		for i := range pmf {
			pmf[i] /= sum
		}
		for i, p := range pmf {
			toY += p * math.Abs(float64(i-y))
			for j, q := range pmf {
				apart += p * q * math.Abs(float64(i-j))
			}
		}
		if got, want := CRPS(pmf, y), toY-apart/2; math.Abs(got-want) > 1e-12 {
			t.Fatalf("CRPS %g, energy form %g", got, want)
		}
	})
}

// A customer asked four times the same is one customer, not four.
func TestClusteredMean(t *testing.T) {
	a, b := []float64{1, 3, 2, 5}, []float64{0, 1, 4, 1}
	once := PairedMean(a, b, []float64{1, 1, 1, 1})
	var a4, b4 []float64
	var group []int32
	for range 4 {
		a4, b4, group = append(a4, a...), append(b4, b...), append(group, 0, 1, 2, 3)
	}
	got := ClusteredMean(a4, b4, group)
	near(t, "difference", got.Difference, once.Difference)
	near(t, "standard error", got.StdErr, once.StdErr)
	near(t, "nobody", ClusteredMean(nil, nil, nil).StdErr, 0)
}

func TestCovers(t *testing.T) {
	pmf := []float64{.02, .2, .4, .3, .06, .02}
	for y, want := range []bool{false, true, true, true, true, false} {
		if inside, claimed := Covers(pmf, y, .9); inside != want || math.Abs(claimed-.96) > 1e-12 {
			t.Errorf("%d: %v, claimed %g", y, inside, claimed)
		}
	}
	if inside, claimed := Covers([]float64{.97, .03}, 0, .9); !inside || math.Abs(claimed-.97) > 1e-12 {
		t.Errorf("nobody buys: %v, claimed %g", inside, claimed)
	}
}

func TestCompare(t *testing.T) {
	a := Outcomes{Predicted: []float64{1, 2}, Actual: []float64{1, 1}, Weight: []float64{1, 1}, LogProb: []float64{-1, -2}}
	b := Outcomes{Predicted: []float64{3, 1}, Actual: []float64{1, 1}, Weight: []float64{1, 1}, LogProb: []float64{-2, -5}}
	c := Compare(a, b)
	near(t, "difference", c.Difference, 2)
	near(t, "standard error", c.StdErr, 1/math.Sqrt2)
	near(t, "z", c.Z(), 2*math.Sqrt2)
	low, high := c.Interval(0.95)
	near(t, "low", low, 2-1.959963984540054/math.Sqrt2)
	near(t, "high", high, 2+1.959963984540054/math.Sqrt2)
	near(t, "squares", CompareSquares(a, b).Difference, 1.5)
	near(t, "the same", Compare(a, a).Z(), 0)
}

// Weights of a mixture are found again from draws of it, and no other weights
// score higher.
func TestStackFindsTheMixture(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	models := [][]float64{{.7, .2, .1}, {.1, .2, .7}, {.3, .4, .3}}
	truth := []float64{.6, .3, .1}
	const n = 60000
	logProb := make([][]float64, 3)
	weight := make([]float64, n)
	for i := range n {
		weight[i] = 1
		u, k := rng.Float64(), 0
		for u > truth[k] && k < 2 {
			u -= truth[k]
			k++
		}
		v, y := rng.Float64(), 0
		for v > models[k][y] && y < 2 {
			v -= models[k][y]
			y++
		}
		for j := range models {
			logProb[j] = append(logProb[j], math.Log(models[j][y]))
		}
	}
	s := Stack(logProb, weight)
	// Three outcomes and three models: the mixture's distribution, not each
	// weight, is what the data determine well.
	for y := range 3 {
		var want, got float64
		for j := range models {
			want += truth[j] * models[j][y]
			got += s.Weights[j] * models[j][y]
		}
		if math.Abs(got-want) > 0.01 {
			t.Errorf("P(%d) %.4f, want %.4f", y, got, want)
		}
	}
	if s.LogScore < s.Best {
		t.Errorf("the mixture scores %g, a single model %g", s.LogScore, s.Best)
	}
}

func TestStackEdges(t *testing.T) {
	if s := Stack(nil, nil); len(s.Weights) != 0 {
		t.Error("weights from nothing")
	}
	same := []float64{-1, -700, -2}
	s := Stack([][]float64{same, same}, []float64{1, 2, 3})
	near(t, "alike", s.Weights[0], 0.5)
	s = Stack([][]float64{{-800, -900}, {-1, -1}}, []float64{50, 50})
	if s.Weights[1] < 0.95 || math.IsNaN(s.LogScore) {
		t.Errorf("%+v", s)
	}
}
