package paretoggg

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
)

// Draws beyond m, put through their own distribution function, are uniform.
func TestGammaBeyond(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 2000
	for _, shape := range []float64{0.05, 0.5, 0.999, 1, 1.7, 6, 80} {
		for _, times := range []float64{0, 0.01, 0.5, 0.99, 1.01, 1.5, 3} {
			m := shape * times
			all, mean, square := mathext.GammaIncRegComp(shape, m), 0.0, 0.0
			for range n {
				z := gammaBeyond(rng, shape, m)
				if !(z >= m) {
					t.Fatalf("shape %g: %g is not beyond %g", shape, z, m)
				}
				u := mathext.GammaIncRegComp(shape, z) / all
				mean += u / n
				square += u * u / n
			}
			// Standard errors of the first two moments of a uniform number.
			if math.Abs(mean-1./2) > 4/math.Sqrt(12*n) || math.Abs(square-1./3) > 4*math.Sqrt(4./45/n) {
				t.Errorf("shape %g beyond %g: moments %.4f and %.4f", shape, m, mean, square)
			}
		}
	}
}

// The steps for one customer leave the customer's posterior distribution as it
// is. The references were integrated over k, λ and the lifetime on a fine
// grid, with incomplete gamma functions and without an open gap.
func TestPersonAgainstIntegral(t *testing.T) {
	customer := func(x, tx, T, gaps float64) cnbd.Customer {
		return cnbd.Customer{History: btyd.History{X: x, Tx: tx, T: T}, LogGaps: gaps}
	}
	even := Model{R: 1.4, Alpha: 7, S: 0.6, Beta: 12, T: 4, Gamma: 1.3}
	bursts := Model{R: 1.4, Alpha: 7, S: 0.6, Beta: 12, T: 1.2, Gamma: 0.9}
	for _, c := range []struct {
		model          Model
		customer       cnbd.Customer
		alive, k, rate float64
	}{
		{even, customer(5, 20, 24, 7), 0.884451, 5.012382, 0.230764},
		{even, customer(0, 0, 30, 0), 0.157025, 3.124457, 0.111546},
		{bursts, customer(3, 10, 18, 1.5), 0.665957, 0.850024, 0.187111},
	} {
		chain := newChain(rand.New(rand.NewPCG(3, 4)), []cnbd.Customer{c.customer}, c.model)
		chain.model = c.model
		const blocks, steps = 40, 2000
		var figures [3][]float64
		for range blocks {
			var mean [3]float64
			for range steps {
				p := &chain.people[0]
				chain.drawPerson(p, &c.customer)
				if p.lifetime > c.customer.T {
					mean[0] += 1. / steps
				}
				mean[1] += p.k / steps
				mean[2] += p.rate / steps
			}
			for i, m := range mean {
				figures[i] = append(figures[i], m)
			}
		}
		for i, want := range []float64{c.alive, c.k, c.rate} {
			mean, variance := moments(figures[i])
			if se := math.Sqrt(variance / blocks); math.Abs(mean-want) > 4*se || se > 0.02*want {
				t.Errorf("%+v, figure %d: %.5f (se %.5f), want %.5f", c.customer, i, mean, se, want)
			}
		}
	}
}

// regular are customers of whom most buy at regular intervals.
var regular = Model{R: 2, Alpha: 8, S: 0.8, Beta: 20, T: 8, Gamma: 1.5}

// simulated draws customers observed for 39, and their purchases in the 26 after.
func simulated(t testing.TB, n int) (customers []cnbd.Customer, later []float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	for range n {
		times := regular.Simulate(rng, 39+26)
		c, err := cnbd.Observe(times, 39)
		if err != nil {
			t.Fatal(err)
		}
		customers, later = append(customers, c), append(later, float64(len(times))-c.X)
	}
	return customers, later
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	customers, _ := simulated(t, 30)
	var first *Posterior
	for _, parallel := range []int{1, 3} {
		p, err := Sample(context.Background(), customers, rand.New(rand.NewPCG(1, 2)),
			Options{Chains: 3, BurnIn: 20, Draws: 10, Thin: 2, Parallel: parallel})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			t.Fatal(err)
		}
		if first == nil {
			first = p
		} else if !reflect.DeepEqual(first, p) {
			t.Error("the number of processors changes the draws")
		}
	}
}

func TestBadInput(t *testing.T) {
	good, _ := simulated(t, 30)
	unspaced := cnbd.Unspaced(btyd.History{X: 2, Tx: 3, T: 9})
	for _, c := range []struct {
		customers []cnbd.Customer
		err       error
		says      string
	}{
		{nil, btyd.ErrTooLittleData, "0 customers"},
		{append(good[:20:20], unspaced), btyd.ErrInvalidRow, "customer 20: "},
		{append(good[:3:3], cnbd.Customer{History: btyd.History{X: 1, Tx: 5, T: 4}}), btyd.ErrInvalidRow, "customer 3: "},
	} {
		if _, err := Sample(context.Background(), c.customers, rand.New(rand.NewPCG(1, 2)), Options{}); !errors.Is(err, c.err) ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Sample(ctx, good, rand.New(rand.NewPCG(1, 2)), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := (Model{R: 1, Alpha: 1, S: 1, Beta: 1, T: 1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) {
		t.Errorf("gamma of zero: %v", err)
	}
}

func moments(v []float64) (mean, variance float64) {
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		variance += (x - mean) * (x - mean) / float64(len(v)-1)
	}
	return mean, variance
}

// Chains in different places do not agree, and draws are handed over by chain
// and by parameter.
func TestChainsThatDisagree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	chain := func(r float64) (models []Model) {
		for range 200 {
			models = append(models, Model{R: r * rng.ExpFloat64(), Alpha: rng.ExpFloat64(), S: 1 + rng.Float64(),
				Beta: 2 + rng.Float64(), T: 3 + rng.Float64(), Gamma: 4 + rng.Float64()})
		}
		return models
	}
	same := &Posterior{Population: [][]Model{chain(1), chain(1)}}
	if err := same.describe(); err != nil {
		t.Error(err)
	}
	for i, low := range []float64{0, 0, 1, 2, 3, 4} {
		if p := same.Parameters[i]; p.Name != (Model{}).Names()[i] || math.Abs(p.Mean-low-0.75) > 0.5 {
			t.Errorf("parameter %d: %+v", i, p)
		}
	}
	apart := &Posterior{Population: [][]Model{chain(1), chain(10)}}
	if err := apart.describe(); !errors.Is(err, btyd.ErrNotConverged) {
		t.Errorf("chains apart: %v, R-hat %.2f", err, apart.Parameters[0].RHat)
	}
}
