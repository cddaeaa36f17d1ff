package bayes_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Where the data put no bound on a parameter the prior does, and chains agree
// on it: none is lost where rounding makes hills.
func TestPosteriorsOfHopelessData(t *testing.T) {
	models := map[string]func(context.Context, *rand.Rand, btyd.Rows, []bayes.Prior, bayes.Options) (*bayes.Draws, error){
		"BG/NBD": bgnbd.Posterior, "MBG/NBD": mbgnbd.Posterior, "Pareto/NBD": paretonbd.Posterior,
	}
	for name, rows := range map[string]btyd.Rows{
		"two histories":    {X: []float64{0, 1}, Tx: []float64{0, 3}, T: []float64{10, 10}, W: []float64{3, 1}},
		"one history":      {X: []float64{3}, Tx: []float64{9}, T: []float64{10}, W: []float64{50}},
		"ten million":      {X: []float64{0, 1, 1e7}, Tx: []float64{0, 3, 9.99}, T: []float64{10, 10, 10}, W: []float64{30, 10, 1}},
		"seconds":          {X: []float64{0, 1, 5}, Tx: []float64{0, 3e6, 9.3e6}, T: []float64{1e7, 1e7, 1e7}, W: []float64{300, 100, 10}},
		"all bought just":  {X: []float64{1, 2, 5}, Tx: []float64{10, 10, 10}, T: []float64{10, 10, 10}, W: []float64{300, 100, 10}},
		"all gone at once": {X: []float64{0, 1, 2}, Tx: []float64{0, 0.1, 0.1}, T: []float64{100, 100, 100}, W: []float64{300, 100, 10}},
	} {
		for model, posterior := range models {
			draws, err := posterior(context.Background(), rand.New(rand.NewPCG(1, 1)), rows, nil, bayes.Options{Draws: 300})
			if err != nil {
				t.Errorf("%s of %s: %v", model, name, err)
				continue
			}
			if d := draws.Diagnostics(); !(d.RHat < 1.03) || d.Divergences > 5 {
				t.Errorf("%s of %s: R-hat %.3f, %d divergences", model, name, d.RHat, d.Divergences)
			}
			for i, mean := range draws.Mean() {
				if !(mean > 0) || math.IsInf(mean, 0) {
					t.Errorf("%s of %s: mean of %s is %g", model, name, draws.Names[i], mean)
				}
			}
		}
	}
}
