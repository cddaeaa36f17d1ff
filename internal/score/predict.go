package score

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/models"
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

// sight is what one goroutine needs to score histories, used again and again.
type sight struct {
	predictor
	ahead  *models.Ahead
	shares []float64
	outlay outlay
}

func (p predictor) sight() *sight {
	a := models.Foresee(p.model, p.horizon, p.delta)
	return &sight{predictor: p, ahead: a, shares: make([]float64, a.Members()), outlay: p.spend.outlay()}
}

// turn to the customers who share their future with a history.
func (v *sight) turn(x int32, h btyd.History) {
	v.ahead.Of(h, shortPMF, longPMF, tinyTail)
	v.outlay.turn(x)
	for i := range v.shares {
		v.outlay.add(v.ahead.Counts(i))
	}
}

// score is what the models say of every customer with the history, with the
// variance of one whose scale is one.
func (v *sight) score(x store.Shape, h btyd.History) (s store.ShapeScore, variance float64) {
	s = store.ShapeScore{X: x.X, TxDays: x.TxDays, TDays: x.TDays}
	o := v.ahead.Outlook(h, v.shares)
	s.PAlive, s.ExpectedOrders, s.Discounted = o.Alive, o.Expected, o.Discounted
	s.SpendBase, s.SpendSlope, s.ScaleBase, s.ScaleSlope = v.spend.coefficients(s.X)
	s.Low, s.High, variance = v.outlay.interval(v.shares)
	f := discountFactor(s)
	s.Low, s.High, variance = s.Low*f, s.High*f, variance*f*f
	s.NextDays = -1
	if days, ok := v.ahead.Waits(h, o, v.shares, evenChance, 1/v.unit); ok {
		s.NextDays = int32(days)
	}
	return s, variance
}

// discountFactor is the mean discount on a future purchase of the history;
// the interval of value is discounted by it as a whole.
func discountFactor(s store.ShapeScore) float64 {
	if s.ExpectedOrders <= 0 {
		return 1
	}
	return math.Min(s.Discounted/s.ExpectedOrders, 1)
}

// evenChance of a purchase is when the next one is expected: on the first day
// by which it is more likely than not, if that is within the horizon.
const evenChance = 0.5

// scoreAll scores every distinct history and sums up what the total's
// interval needs: the variance of chance.
func (p predictor) scoreAll(s shapes, margin float64) ([]store.ShapeScore, float64) {
	out := make([]store.ShapeScore, len(s.all))
	variance := make([]float64, len(s.all))
	groups := s.groups(models.Foresee(p.model, p.horizon, p.delta).Shared())
	inChunksOf(groups.len(), 256, func(from, to int) {
		v := p.sight()
		for g := from; g < to; g++ {
			for k, i := range groups.of(g) {
				x, h := s.all[i], s.history(int(i))
				if k == 0 {
					v.turn(x.X, h)
				}
				var one float64
				out[i], one = v.score(x, h)
				variance[i] = one * squares(out[i], x.Customers, x.Spend[p.spend.days()]) * margin * margin
			}
		}
	})
	total := 0.0
	for _, v := range variance {
		total += v
	}
	return out, total
}

// squares is the sum of (base + slope m)^2 over the customers of a shape.
func squares(s store.ShapeScore, customers int64, m store.SpendSum) float64 {
	return s.ScaleBase*s.ScaleBase*float64(customers) + 2*s.ScaleBase*s.ScaleSlope*m.Mean + s.ScaleSlope*s.ScaleSlope*m.Squared
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
