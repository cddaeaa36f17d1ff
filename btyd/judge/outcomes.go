package judge

import (
	"cmp"
	"math"
	"slices"
)

// Outcomes are weighted pairs of predicted and actual hold-out purchases, and
// the log probability the model gave to what happened.
type Outcomes struct {
	Predicted, Actual, Weight, LogProb []float64
	// CRPS is the score of each whole distribution; nil when not computed.
	CRPS []float64
	// Inside is 1 where the interval of a forecast held what happened, and
	// Claimed the chance the forecast gave to that; nil when not computed.
	// Counts jump, so an interval of 90 % claims 90 % or more.
	Inside, Claimed []float64
	ranking         []int // rows by prediction, highest first
}

// Rank sorts the rows once for all measures that need it.
func (o *Outcomes) Rank() { o.ranking = order(o.Predicted) }

// byPrediction are the rows by prediction, highest first.
func (o Outcomes) byPrediction() []int {
	if o.ranking == nil {
		return order(o.Predicted)
	}
	return o.ranking
}

// Totals are the weighted sums.
func (o Outcomes) Totals() (predicted, actual, weight float64) {
	for i, w := range o.Weight {
		predicted += w * o.Predicted[i]
		actual += w * o.Actual[i]
		weight += w
	}
	return predicted, actual, weight
}

// Errors are the mean absolute and root mean squared error a customer.
func (o Outcomes) Errors() (mae, rmse float64) {
	var n float64
	for i, w := range o.Weight {
		d := o.Predicted[i] - o.Actual[i]
		mae += w * math.Abs(d)
		rmse += w * d * d
		n += w
	}
	return mae / n, math.Sqrt(rmse / n)
}

// LogScore is the mean log probability of what happened.
func (o Outcomes) LogScore() float64 {
	var s, n float64
	for i, w := range o.Weight {
		s += w * o.LogProb[i]
		n += w
	}
	return s / n
}

// MeanCRPS is the mean score of the whole distributions; see [CRPS].
func (o Outcomes) MeanCRPS() float64 {
	if len(o.CRPS) == 0 {
		return math.NaN()
	}
	return mean(o.CRPS, o.Weight)
}

// Coverage is the share of intervals that held what happened, beside the share
// that the forecasts had claimed.
func (o Outcomes) Coverage() (share, claimed float64) {
	if len(o.Inside) == 0 {
		return math.NaN(), math.NaN()
	}
	return mean(o.Inside, o.Weight), mean(o.Claimed, o.Weight)
}

// order sorts row numbers by a key, highest first.
func order(key []float64) []int {
	idx := make([]int, len(key))
	for i := range idx {
		idx[i] = i
	}
	slices.SortFunc(idx, func(a, b int) int {
		if c := cmp.Compare(key[b], key[a]); c != 0 {
			return c
		}
		return a - b
	})
	return idx
}

// Spearman is the rank correlation with ties at their mean rank.
func (o Outcomes) Spearman() float64 {
	a, b := ranks(o.byPrediction(), o.Predicted, o.Weight), ranks(order(o.Actual), o.Actual, o.Weight)
	return Correlation(a, b, o.Weight)
}

// ranks are weighted mid-ranks.
func ranks(idx []int, v, w []float64) []float64 {
	out := make([]float64, len(v))
	below := 0.0
	for from := 0; from < len(idx); {
		to, tied := from, 0.0
		for to < len(idx) && v[idx[to]] == v[idx[from]] {
			tied += w[idx[to]]
			to++
		}
		for _, i := range idx[from:to] {
			out[i] = below + tied/2
		}
		below += tied
		from = to
	}
	return out
}

// Correlation is Pearson's, weighted; zero when one side does not vary.
func Correlation(a, b, w []float64) float64 {
	var n, ma, mb float64
	for i := range w {
		n += w[i]
		ma += w[i] * a[i]
		mb += w[i] * b[i]
	}
	ma, mb = ma/n, mb/n
	var sab, saa, sbb float64
	for i := range w {
		da, db := a[i]-ma, b[i]-mb
		sab += w[i] * da * db
		saa += w[i] * da * da
		sbb += w[i] * db * db
	}
	if saa <= 0 || sbb <= 0 {
		return 0
	}
	return sab / math.Sqrt(saa*sbb)
}

// Gini is the Gini coefficient of actual purchases when customers are ranked
// by prediction, divided by that of the perfect ranking: 1 is perfect, 0 is
// no better than chance.
func (o Outcomes) Gini() float64 {
	perfect := lorenzGini(order(o.Actual), o.Actual, o.Actual, o.Weight)
	if perfect < 1e-12 { // everyone bought the same: there is nothing to rank
		return 0
	}
	return lorenzGini(o.byPrediction(), o.Predicted, o.Actual, o.Weight) / perfect
}

// lorenzGini is twice the area between the gain curve by key and the diagonal.
// Ties in the key are one straight piece of the curve.
func lorenzGini(idx []int, key, v, w []float64) float64 {
	var totalV, totalW float64
	for i := range v {
		totalV += w[i] * v[i]
		totalW += w[i]
	}
	if totalV <= 0 || totalW <= 0 {
		return 0
	}
	var area, x, y float64
	for from := 0; from < len(idx); {
		var dx, dy float64
		to := from
		for to < len(idx) && key[idx[to]] == key[idx[from]] {
			i := idx[to]
			dx += w[i] / totalW
			dy += w[i] * v[i] / totalV
			to++
		}
		area += dx * (y + dy/2)
		x, y = x+dx, y+dy
		from = to
	}
	return 2*area - 1
}

// Part is a slice of customers ranked by prediction.
type Part struct{ Customers, Predicted, Actual, Squares float64 }

// Parts cuts the customers, ranked by prediction from lowest, into n equal
// Parts; a row of many equal customers is shared out between two parts.
func (o Outcomes) Parts(n int) []Part {
	_, _, total := o.Totals()
	idx := o.byPrediction()
	out := make([]Part, n)
	k, room := n-1, total/float64(n)
	for _, i := range idx {
		left := o.Weight[i]
		for left > 1e-9*total {
			take := math.Min(left, room)
			if k == 0 {
				take = left
			}
			p := &out[k]
			p.Customers += take
			p.Predicted += take * o.Predicted[i]
			p.Actual += take * o.Actual[i]
			p.Squares += take * o.Actual[i] * o.Actual[i]
			left, room = left-take, room-take
			if room <= 1e-9*total && k > 0 {
				k, room = k-1, total/float64(n)
			}
		}
	}
	return out
}

// TopShare is the share of actual purchases made by the predicted best tenth.
func (o Outcomes) TopShare() float64 {
	_, actual, _ := o.Totals()
	if actual <= 0 {
		return 0
	}
	p := o.Parts(10)
	return p[9].Actual / actual
}
