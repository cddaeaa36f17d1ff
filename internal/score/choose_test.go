package score

import (
	"math"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/judge"
)

// test builds judge.Outcomes of 100 customers who all bought once, with a log score
// of about mean and a predicted total as given.
func test(mean, spread, total float64) judge.Outcomes {
	var o judge.Outcomes
	for i := range 100 {
		o.Predicted, o.Actual, o.Weight = append(o.Predicted, total/100), append(o.Actual, 1), append(o.Weight, 1)
		o.LogProb = append(o.LogProb, mean+spread*math.Sin(float64(i)))
	}
	return o
}

func fits(converged ...bool) []fitted {
	var out []fitted
	for i, c := range converged {
		f := families()[i]
		out = append(out, fitted{family: f, diag: btyd.Diagnostics{Converged: c}})
	}
	return out
}

// mixed adds a mixture.
func mixed(single []fitted) []fitted {
	return append(single, stackedOf([]fitted{
		{family: families()[1], model: families()[1].With([]float64{.5, 6, .9, 1.6})},
		{family: families()[3], model: families()[3].With([]float64{.4, 12})},
	}, []float64{.7, .3}, 4))
}

func TestChoose(t *testing.T) {
	p := plan{kind: inside}
	for _, c := range []struct {
		name   string
		models []fitted
		tests  []judge.Outcomes
		want   string
		says   string
	}{
		{"the clearly likelier", fits(true, true, true), []judge.Outcomes{test(-2, 0, 100), test(-1, 0, 90), test(-2, 0, 100)}, MBGNBD, "Clearly worse, customer by customer: BG/NBD, Pareto/NBD."},
		{"as good: the better total", fits(true, true, true), []judge.Outcomes{test(-3, 0, 100), test(-1, .5, 80), test(-1.01, -.5, 99)}, ParetoNBD, "About as good: MBG/NBD."},
		{"BG/NBD only when clearly best", fits(true, true, true), []judge.Outcomes{test(-1, .5, 100), test(-1.01, -.5, 80), test(-3, 0, 100)}, MBGNBD, "About as good: BG/NBD."},
		{"BG/NBD when clearly best", fits(true, true, true), []judge.Outcomes{test(-1, 0, 100), test(-2, 0, 100), test(-2, 0, 100)}, BGNBD, "Clearly worse, customer by customer: MBG/NBD, Pareto/NBD."},
		{"the mixture unless a single model is clearly better", mixed(fits(true, true, true)), []judge.Outcomes{test(-2, 0, 100), test(-1, .5, 100), test(-2, 0, 100), test(-1.01, -.5, 80)}, Stacked, "Stacked models: on the 0 days held out they expected 80"},
		{"a single model that is clearly better", mixed(fits(true, true, true)), []judge.Outcomes{test(-2, 0, 100), test(-1, 0, 100), test(-2, 0, 100), test(-1.5, 0, 100)}, MBGNBD, "Pareto/NBD, Stacked models."},
		{"not what did not converge", fits(true, false, true), []judge.Outcomes{test(-3, 0, 100), test(-1, 0, 100), test(-2, 0, 100)}, ParetoNBD, "Did not converge: MBG/NBD."},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, why := choose(c.models, c.tests, Options{Model: Auto}, p)
			if at < 0 || c.models[at].family.Name != c.want || !strings.Contains(why, c.says) {
				t.Errorf("chose %d: %s", at, why)
			}
		})
	}
	if at, _ := choose(fits(false, false, false), []judge.Outcomes{test(-1, 0, 1), test(-1, 0, 1), test(-1, 0, 1)}, Options{Model: Auto}, p); at >= 0 {
		t.Errorf("chose %d although none converged", at)
	}
}

func TestMixtureSaysItsWeights(t *testing.T) {
	m := mixed(nil)[0]
	if want := " The mixture, by how well each foretold what followed 4 earlier days: MBG/NBD 70 %, NBD 30 %."; m.mixture() != want {
		t.Error(m.mixture())
	}
	if m.parts[0].mixture() != "" {
		t.Error("a single model is no mixture")
	}
}

func TestAverageIsAProperDistribution(t *testing.T) {
	a := averageOf(btyd.Rows{X: []float64{0, 2}, Tx: []float64{0, 5}, T: []float64{10, 20}, W: []float64{3, 1}}, 52)
	if want := 2.5 / (52 + 50); math.Abs(a.rate()-want) > 1e-15 {
		t.Errorf("rate %g, want %g", a.rate(), want)
	}
	pmf := make([]float64, 60)
	tail := a.Predictive(btyd.History{}, 40, pmf)
	sum, mean := tail, 0.0
	for n, p := range pmf {
		sum += p
		mean += p * float64(n)
	}
	if math.Abs(sum-1) > 1e-9 || math.Abs(mean-a.ExpectedPurchases(btyd.History{}, 40)) > 1e-6 {
		t.Errorf("pmf sums to %g with mean %g", sum, mean)
	}
	next, ok := a.TimeToNext(btyd.History{}, 0.5)
	if none := a.Predictive(btyd.History{}, next, pmf[:1]); !ok || math.Abs(pmf[0]-0.5) > 1e-9 {
		t.Errorf("P(none by %g) = %g (%g beyond)", next, pmf[0], none)
	}
}
