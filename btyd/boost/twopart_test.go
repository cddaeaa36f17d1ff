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

// Half return, or a fifth; those who do spend e^(3+z+0.5·normal).
func TestTwoParts(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	const n = 20000
	x, z, y := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range y {
		x[i], z[i] = float64(random.IntN(2)), random.Float64()
		if random.Float64() < 0.2+0.3*x[i] {
			y[i] = math.Exp(3 + z[i] + 0.5*random.NormFloat64())
		}
	}
	columns := [][]float64{x, z}
	d := dataset(t, Rows{Target: y}, Column{Name: "x", Values: x, Categorical: true}, Column{Name: "z", Values: z})
	for _, loss := range []Loss{Squared, Gamma} {
		two, report, err := FitTwoPart(t.Context(), d, TwoPartGrids{light(Logistic), light(loss)}, 4)
		if err != nil {
			t.Fatal(err)
		}
		chance, mean := make([]float64, n), make([]float64, n)
		if err := two.Predict(chance, mean, columns, 0); err != nil {
			t.Fatal(err)
		}
		wide, off := 0.0, 0.0
		for i := range y {
			p := 0.2 + 0.3*x[i]
			wide += math.Abs(chance[i]-p) / n
			off += math.Abs(mean[i]/(p*math.Exp(3+z[i]+0.125))-1) / n
		}
		if wide > 0.02 || off > 0.06 {
			t.Errorf("%s: chances off by %g, means by %g of themselves", loss, wide, off)
		}
		if a, b := total1(report.Mean), total1(y); math.Abs(a/b-1) > 1e-12 || math.Abs(two.Level-1) > 0.05 {
			t.Errorf("%s: out-of-fold total %g, of the rows %g, level %g", loss, a, b, two.Level)
		}
		if want := map[Loss]float64{Squared: 0.5, Gamma: 0}[loss]; math.Abs(two.Sigma-want) > 0.02 {
			t.Errorf("%s: sigma %g, want %g", loss, two.Sigma, want)
		}
		text, err := json.Marshal(two)
		var read TwoPart
		again := make([]float64, n)
		if err := errors.Join(err, json.Unmarshal(text, &read), read.Predict(chance, again, columns, 0)); err != nil || !reflect.DeepEqual(again, mean) {
			t.Errorf("%s: what was read differs (%v)", loss, err)
		}
	}
	if _, _, err := FitTwoPart(t.Context(), dataset(t, Rows{Target: []float64{-1, 2}}), TwoPartGrids{light(Logistic), light(Gamma)}, 2); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("a negative amount: %v", err)
	}
	if _, _, err := FitTwoPart(t.Context(), d, TwoPartGrids{light(Poisson), light(Gamma)}, 2); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("a wrong loss: %v", err)
	}
}
