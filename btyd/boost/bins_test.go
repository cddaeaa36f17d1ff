package boost

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

// Bins keep the order of values, and comparing bins is comparing values with
// the threshold of a bin.
func TestBinsAreThresholds(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64), 1, 600).Draw(t, "values")
		if rapid.Bool().Draw(t, "ties") {
			for i := range values {
				values[i] = math.Mod(math.Floor(values[i]), 300)
			}
		}
		d, err := NewDataset(Rows{Target: make([]float64, len(values))})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(Column{Name: "x", Values: values}); err != nil {
			t.Fatal(err)
		}
		c := d.columns[0]
		if c.bins > most {
			t.Fatalf("%d bins", c.bins)
		}
		threshold := uint8(rapid.IntRange(0, c.bins-1).Draw(t, "bin"))
		for i, v := range values {
			if bin := d.bin(0, int32(i)); (bin <= threshold) != (v <= c.threshold(threshold)) || int(bin) >= c.bins {
				t.Fatalf("%g is in bin %d of %d, threshold %d is %g", v, bin, c.bins, threshold, c.threshold(threshold))
			}
		}
	})
}

func TestBinsWeighAboutTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	x, w := make([]float64, 50000), make([]float64, 50000)
	for i := range x {
		x[i], w[i] = math.Exp(3*random.NormFloat64()), random.ExpFloat64()
		if i%4 == 0 {
			x[i] = 0 // a quarter of all in one value
		}
	}
	d := dataset(t, Rows{Target: x, Weight: w}, Column{Name: "x", Values: x})
	var weight [256]float64
	total := 0.0
	for i := range x {
		weight[d.bin(0, int32(i))] += w[i]
		if x[i] != 0 {
			total += w[i]
		}
	}
	if c := d.columns[0]; c.bins != most || c.cuts[0] <= 0 {
		t.Fatalf("%d bins, the first up to %g", c.bins, c.cuts[0])
	}
	for bin := 1; bin < most; bin++ {
		if share := weight[bin] / (total / (most - 1)); share < 0.9 || share > 1.1 {
			t.Errorf("bin %d weighs %.3f of its share", bin, share)
		}
	}
}
