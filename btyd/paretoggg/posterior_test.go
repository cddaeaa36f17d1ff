package paretoggg

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Among regular buyers the sampler finds the parameters, and predicts single
// customers better than the Pareto/NBD, to which they look random.
func TestRecoversAndBeatsParetoNBD(t *testing.T) {
	customers, later := simulated(t, 500)
	rng := rand.New(rand.NewPCG(7, 8))
	p, err := Sample(context.Background(), customers, rng, Options{Chains: 2, BurnIn: 200, Draws: 50, Thin: 6})
	if err != nil {
		t.Fatal(err)
	}
	for i, truth := range regular.Parameters() {
		d := p.Parameters[i]
		if z := (d.Mean - truth) / d.SD; math.Abs(z) > 3 || !slices.IsSorted(d.Quantiles[:]) || !(d.BulkESS > 10) {
			t.Errorf("truth %g, %+v", truth, d)
		}
	}
	rows := cnbd.Compress(customers)
	pareto, _, err := paretonbd.Fit(context.Background(), rows.Rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ours, theirs, expected, actual, square, active, activeActual float64
	for i, c := range customers {
		f := p.Forecast(i, 26, rng)
		ours += math.Abs(f.Expected - later[i])
		theirs += math.Abs(pareto.ExpectedPurchases(c.History, 26) - later[i])
		expected += f.Expected
		actual += later[i]
		square += (f.Expected - later[i]) * (f.Expected - later[i])
		active += f.Active
		if later[i] > 0 {
			activeActual++
		}
		if alive := p.ProbabilityAlive(i); f.Active > alive {
			t.Errorf("customer %d buys again with chance %g, is alive with %g", i, f.Active, alive)
		}
	}
	t.Logf("mean absolute error %.3f, of the Pareto/NBD %.3f", ours/500, theirs/500)
	if !(ours < 0.9*theirs) {
		t.Errorf("sum of absolute errors %.1f, of the Pareto/NBD %.1f", ours, theirs)
	}
	if math.Abs(expected-actual) > 4*math.Sqrt(square) || math.Abs(active-activeActual) > 4*math.Sqrt(500)/2 {
		t.Errorf("%.1f purchases expected, %.0f made; %.1f active expected, %.0f were", expected, actual, active, activeActual)
	}
}

func TestForecastDistribution(t *testing.T) {
	f := Forecast{Purchases: []int{0, 0, 1, 5, 2, 0, 9, 1}}
	var dst [3]float64
	if tail := f.Distribution(dst[:]); dst != [3]float64{0.375, 0.25, 0.125} || tail != 0.25 {
		t.Errorf("%v, tail %g", dst, tail)
	}
}
