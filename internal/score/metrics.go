package score

import (
	"cmp"
	"math"
	"slices"
)

// outcomes are weighted pairs of predicted and actual hold-out purchases, and
// the log probability the model gave to what happened.
type outcomes struct {
	predicted, actual, weight, logp []float64
	ranking                         []int // rows by prediction, highest first
}

// rank sorts the rows once for all measures that need it.
func (o *outcomes) rank() { o.ranking = order(o.predicted) }

// byPrediction are the rows by prediction, highest first.
func (o outcomes) byPrediction() []int {
	if o.ranking == nil {
		return order(o.predicted)
	}
	return o.ranking
}

// totals are the weighted sums.
func (o outcomes) totals() (predicted, actual, weight float64) {
	for i, w := range o.weight {
		predicted += w * o.predicted[i]
		actual += w * o.actual[i]
		weight += w
	}
	return predicted, actual, weight
}

// errors are the mean absolute and root mean squared error a customer.
func (o outcomes) errors() (mae, rmse float64) {
	var n float64
	for i, w := range o.weight {
		d := o.predicted[i] - o.actual[i]
		mae += w * math.Abs(d)
		rmse += w * d * d
		n += w
	}
	return mae / n, math.Sqrt(rmse / n)
}

// logScore is the mean log probability of what happened.
func (o outcomes) logScore() float64 {
	var s, n float64
	for i, w := range o.weight {
		s += w * o.logp[i]
		n += w
	}
	return s / n
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

// spearman is the rank correlation with ties at their mean rank.
func (o outcomes) spearman() float64 {
	a, b := ranks(o.byPrediction(), o.predicted, o.weight), ranks(order(o.actual), o.actual, o.weight)
	return correlation(a, b, o.weight)
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

// correlation is Pearson's, weighted; zero when one side does not vary.
func correlation(a, b, w []float64) float64 {
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

// gini is the Gini coefficient of actual purchases when customers are ranked
// by prediction, divided by that of the perfect ranking: 1 is perfect, 0 is
// no better than chance.
func (o outcomes) gini() float64 {
	perfect := lorenzGini(order(o.actual), o.actual, o.actual, o.weight)
	if perfect < 1e-12 { // everyone bought the same: there is nothing to rank
		return 0
	}
	return lorenzGini(o.byPrediction(), o.predicted, o.actual, o.weight) / perfect
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

// part is a slice of customers ranked by prediction.
type part struct{ customers, predicted, actual, squares float64 }

// parts cuts the customers, ranked by prediction from lowest, into n equal
// parts; a row of many equal customers is shared out between two parts.
func (o outcomes) parts(n int) []part {
	_, _, total := o.totals()
	idx := o.byPrediction()
	out := make([]part, n)
	k, room := n-1, total/float64(n)
	for _, i := range idx {
		left := o.weight[i]
		for left > 1e-9*total {
			take := math.Min(left, room)
			if k == 0 {
				take = left
			}
			p := &out[k]
			p.customers += take
			p.predicted += take * o.predicted[i]
			p.actual += take * o.actual[i]
			p.squares += take * o.actual[i] * o.actual[i]
			left, room = left-take, room-take
			if room <= 1e-9*total && k > 0 {
				k, room = k-1, total/float64(n)
			}
		}
	}
	return out
}

// topShare is the share of actual purchases made by the predicted best tenth.
func (o outcomes) topShare() float64 {
	_, actual, _ := o.totals()
	if actual <= 0 {
		return 0
	}
	p := o.parts(10)
	return p[9].actual / actual
}
