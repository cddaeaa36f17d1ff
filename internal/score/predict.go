package score

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/internal/store"
)

// predictor is everything needed to score a history: a pure function of
// parameters, history and horizon.
type predictor struct {
	model   transactions
	spend   spending
	horizon float64 // model units
	delta   float64
	unit    float64 // days
}

// pmf lengths: purchases beyond are gathered in the last place.
const (
	shortPMF = 24
	longPMF  = 768
	tinyTail = 1e-6
)

// scratch is memory that scoring reuses from history to history.
type scratch struct {
	pmf []float64
	mix gammagamma.Mixture
}

// score is what the models say of every customer with the history. The
// distribution of purchases is left in the scratch.
func (p predictor) score(h btyd.History, w *scratch) store.ShapeScore {
	s := store.ShapeScore{X: int32(h.X), TxDays: int32(math.Round(h.Tx * p.unit)), TDays: int32(math.Round(h.T * p.unit))}
	o := p.outlook(h, w)
	s.PAlive, s.ExpectedOrders, s.Discounted = o.Alive, o.Expected, o.Discounted
	s.SpendBase, s.SpendSlope, s.ScaleBase, s.ScaleSlope = p.spend.coefficients(s.X)
	s.Low, s.High = p.spend.interval(s.X, w.pmf, &w.mix)
	f := p.discountFactor(s)
	s.Low, s.High = s.Low*f, s.High*f
	s.NextDays = -1
	if w.pmf[0] < evenChance { // else no purchase is the likelier within the horizon
		s.NextDays = p.nextDays(h)
	}
	return s
}

// outlook asks the model for a distribution of purchases long enough to leave
// next to nothing out; what is left is gathered at its end.
func (p predictor) outlook(h btyd.History, w *scratch) btyd.Outlook {
	for n := shortPMF; ; n = min(2*n, longPMF) {
		if cap(w.pmf) < n {
			w.pmf = make([]float64, n)
		}
		w.pmf = w.pmf[:n]
		o := p.model.Outlook(h, p.horizon, p.delta, w.pmf)
		if o.Tail <= tinyTail || n >= longPMF {
			w.pmf[n-1] += o.Tail
			return o
		}
	}
}

// discountFactor is the mean discount on a future purchase of the history;
// the interval of value is discounted by it as a whole.
func (p predictor) discountFactor(s store.ShapeScore) float64 {
	if s.ExpectedOrders <= 0 {
		return 1
	}
	return math.Min(s.Discounted/s.ExpectedOrders, 1)
}

// evenChance of a purchase is when the next one is expected.
const evenChance = 0.5

// nextDays is the first day by which a further purchase is more likely than
// not, or -1 when that is not within the horizon.
func (p predictor) nextDays(h btyd.History) int32 {
	t, ok := p.model.TimeToNext(h, evenChance)
	if !ok || t > p.horizon {
		return -1
	}
	return int32(math.Ceil(t * p.unit))
}

// scoreAll scores every distinct history and sums up what the total's
// interval needs: the variance of chance.
func (p predictor) scoreAll(s shapes, margin float64) ([]store.ShapeScore, float64) {
	out := make([]store.ShapeScore, len(s.all))
	variance := make([]float64, len(s.all))
	inChunks(len(s.all), func(from, to int) {
		var w scratch
		for i := from; i < to; i++ {
			h, x := s.history(i), s.all[i]
			out[i] = p.score(h, &w)
			out[i].X, out[i].TxDays, out[i].TDays = x.X, x.TxDays, x.TDays
			variance[i] = p.chance(out[i], x, w.pmf) * margin * margin
		}
	})
	total := 0.0
	for _, v := range variance {
		total += v
	}
	return out, total
}

// chance is the variance of the total value of the customers of a shape,
// given the parameters: Var(W) times the sum of (base + slope m)^2.
func (p predictor) chance(s store.ShapeScore, x store.Shape, pmf []float64) float64 {
	n := float64(x.Customers)
	m := x.Spend[p.spend.days()]
	squares := s.ScaleBase*s.ScaleBase*n + 2*s.ScaleBase*s.ScaleSlope*m.Mean + s.ScaleSlope*s.ScaleSlope*m.Squared
	f := p.discountFactor(s)
	return p.spend.variance(s.X, pmf) * f * f * squares
}

// totalValue is the sum of CLV over shapes, without building their scores;
// every k-th shape only.
func (p predictor) totalValue(s shapes, k int) float64 {
	sums := make([]float64, (len(s.all)+k-1)/k)
	inChunks(len(sums), func(from, to int) {
		for j := from; j < to; j++ {
			x := s.all[j*k]
			base, slope, _, _ := p.spend.coefficients(x.X)
			sums[j] = p.model.DiscountedPurchases(s.history(j*k), p.horizon, p.delta) * (base*float64(x.Customers) + slope*x.Spend[p.spend.days()].Mean)
		}
	})
	total := 0.0
	for _, v := range sums {
		total += v
	}
	return total
}
