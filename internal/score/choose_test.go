package score

import (
	"math"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// test builds outcomes of 100 customers who all bought once, with a log score
// of about mean and a predicted total as given.
func test(mean, spread, total float64) outcomes {
	var o outcomes
	for i := range 100 {
		o.predicted, o.actual, o.weight = append(o.predicted, total/100), append(o.actual, 1), append(o.weight, 1)
		o.logp = append(o.logp, mean+spread*math.Sin(float64(i)))
	}
	return o
}

func fits(converged ...bool) []fitted {
	var out []fitted
	for i, f := range families() {
		out = append(out, fitted{family: f, diag: btyd.Diagnostics{Converged: converged[i]}})
	}
	return out
}

func TestChoose(t *testing.T) {
	p := plan{kind: inside}
	for _, c := range []struct {
		name   string
		models []fitted
		tests  []outcomes
		want   string
		says   string
	}{
		{"the clearly likelier", fits(true, true, true), []outcomes{test(-2, 0, 100), test(-1, 0, 90), test(-2, 0, 100)}, MBGNBD, "Pareto/NBD found what customers did clearly less likely"},
		{"as good: the better total", fits(true, true, true), []outcomes{test(-3, 0, 100), test(-1, .5, 80), test(-1.01, -.5, 99)}, ParetoNBD, "MBG/NBD is as good customer by customer"},
		{"BG/NBD only when clearly best", fits(true, true, true), []outcomes{test(-1, .5, 100), test(-1.01, -.5, 80), test(-3, 0, 100)}, MBGNBD, "calls every one-time buyer alive"},
		{"BG/NBD when clearly best", fits(true, true, true), []outcomes{test(-1, 0, 100), test(-2, 0, 100), test(-2, 0, 100)}, BGNBD, "clearly less likely"},
		{"not what did not converge", fits(true, false, true), []outcomes{test(-3, 0, 100), test(-1, 0, 100), test(-2, 0, 100)}, ParetoNBD, "MBG/NBD did not converge"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, why := choose(c.models, c.tests, Options{Model: Auto}, p)
			if at < 0 || c.models[at].family.name != c.want || !strings.Contains(why, c.says) {
				t.Errorf("chose %d: %s", at, why)
			}
		})
	}
	if at, _ := choose(fits(false, false, false), []outcomes{test(-1, 0, 1), test(-1, 0, 1), test(-1, 0, 1)}, Options{Model: Auto}, p); at >= 0 {
		t.Errorf("chose %d although none converged", at)
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
