package score

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/internal/store"
)

// alone is what the models say of one history, each asked about it and
// nothing else.
func alone(p predictor, x store.Shape, pmf []float64) store.ShapeScore {
	h := shapes{all: []store.Shape{x}, unit: p.unit}.history(0)
	o := p.model.Outlook(h, p.horizon, p.delta, pmf)
	pmf[len(pmf)-1] += o.Tail
	s := store.ShapeScore{X: x.X, TxDays: x.TxDays, TDays: x.TDays, PAlive: o.Alive, ExpectedOrders: o.Expected, Discounted: o.Discounted, NextDays: -1}
	s.SpendBase, s.SpendSlope, s.ScaleBase, s.ScaleSlope = p.spend.coefficients(x.X)
	if g, ok := p.spend.(gammaSpend); ok {
		table, _ := g.model.NewSpendQuantiles(float64(g.of.Count(x.X)), len(pmf)-1)
		var mix gammagamma.Mixture
		table.Mix(pmf, 0, &mix)
		s.Low, s.High = table.Quantile(&mix, 0.05), table.Quantile(&mix, 0.95)
	} else {
		s.Low, s.High = countQuantile(pmf, 0.05), countQuantile(pmf, 0.95)
	}
	f := o.Discounted / o.Expected
	s.Low, s.High = s.Low*f, s.High*f
	if t, ok := p.model.TimeToNext(h, 0.5); ok && t <= p.horizon {
		s.NextDays = int32(math.Ceil(t * p.unit))
	}
	return s
}

// Customers are scored together where they share their future. Expectations
// are those of each asked alone to ten digits, the ends of intervals to 0.02 %,
// days of the next order exactly.
func TestScoringTogetherIsScoringAlone(t *testing.T) {
	s := demoShapes(t, 4000)
	if len(s.all) < 2500 {
		t.Fatalf("%d histories", len(s.all))
	}
	paced := demoPool()
	paced.Pace = 0.8
	for name, m := range map[string]transactions{
		"bg": demoBG, "mbg": demoMBG, "pareto": demoPareto, "mixture": paced, "average": averageOf(s.rows(), 52),
	} {
		for spend, of := range map[string]spending{"gamma": newGammaSpend(demoSpend, store.AllDays), "mean": constant{40}} {
			p := predictor{model: m, spend: of, horizon: 52, delta: 0.0018, unit: 7}
			scores, variance := p.scoreAll(s, 0.5)
			if !(variance > 0) {
				t.Errorf("%s, %s: variance %g", name, spend, variance)
			}
			for i := 0; i < len(scores); i += 7 {
				want := alone(p, s.all[i], make([]float64, 96))
				if got := scores[i]; !equalScores(got, want) {
					t.Fatalf("%s, %s: %+v, alone %+v", name, spend, got, want)
				}
			}
		}
	}
}

func equalScores(a, b store.ShapeScore) bool {
	within := func(x, y, relative float64) bool { return math.Abs(x-y) <= relative*math.Abs(y) }
	ok := within(a.PAlive, b.PAlive, 1e-10) && within(a.ExpectedOrders, b.ExpectedOrders, 1e-10) && within(a.Discounted, b.Discounted, 1e-10) &&
		within(a.Low, b.Low, 2e-4) && within(a.High, b.High, 2e-4)
	a.PAlive, a.ExpectedOrders, a.Discounted, a.Low, a.High = b.PAlive, b.ExpectedOrders, b.Discounted, b.Low, b.High
	return ok && a == b
}

// The answer does not depend on the number of processors.
func TestScoringIsDeterministic(t *testing.T) {
	s := demoShapes(t, 3000)
	p := predictor{model: demoPool(), spend: newGammaSpend(demoSpend, store.RepeatDays), horizon: 52, delta: 0.0018, unit: 7}
	want, variance := p.scoreAll(s, 1)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p.spend = newGammaSpend(demoSpend, store.RepeatDays)
	got, again := p.scoreAll(s, 1)
	if !slices.Equal(got, want) || again != variance {
		t.Error("scores differ on one processor")
	}
}

// The variance is that of the distribution the intervals are from.
func TestVarianceOfOutlay(t *testing.T) {
	counts := []float64{0.5, 0.25, 0.15, 0.1}
	half := []float64{0.5}
	c := constant{1}.outlay()
	c.turn(2)
	c.add(counts)
	// 0.125, 0.075 and 0.05 of one, two and three: 0.425 and 0.875.
	if _, _, v := c.interval(half); math.Abs(v-(0.875-0.425*0.425)) > 1e-15 {
		t.Errorf("variance of a number %g", v)
	}
	g := newGammaSpend(gammagamma.Model{P: 6, Q: 4, V: 15}, store.RepeatDays).outlay()
	g.turn(2)
	g.add(counts)
	// Beta primes of 6n and 16: means 6n/15, second moments 6n(6n+1)/(15*14).
	mean := 0.425 * 6 / 15
	square := (36*0.875 + 6*0.425) / (15 * 14)
	if _, _, v := g.interval(half); math.Abs(v-(square-mean*mean)) > 1e-15 {
		t.Errorf("variance of spend %g, want %g", v, square-mean*mean)
	}
}
