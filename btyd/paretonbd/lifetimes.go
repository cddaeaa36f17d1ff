package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// lifetimes runs the recursions for the counts of several lifetimes side by
// side: for each, weight times the chance of n purchases in a life of u.
type lifetimes struct {
	model  Model
	p      [nodesPerPanel]float64 // weighted chance of n purchases
	z      [nodesPerPanel]float64 // u/(alpha+u)
	weight float64
	deep   bool // chances of none underflow: work in logarithms
	logP   [nodesPerPanel]float64
}

// deepest is the smallest logarithm a recursion may start from.
const deepest = -650.0

// survivors adds those who live through t, and returns their tail.
func (l *lifetimes) survivors(t float64, dst []float64) (tail float64) {
	alive := math.Exp(-l.model.S * math.Log1p(t/l.model.Beta))
	tail = numeric.NegativeBinomial(l.model.R, l.model.Alpha, t, dst)
	for n := range dst {
		dst[n] *= alive
	}
	return alive * tail
}

// set prepares lifetime i.
func (l *lifetimes) set(i int, u, weight float64) {
	if i == 0 {
		l.weight, l.deep = 0, false
	}
	none := -l.model.R * math.Log1p(u/l.model.Alpha)
	l.deep = l.deep || none < deepest
	l.z[i] = u / (l.model.Alpha + u)
	l.logP[i] = none + math.Log(weight)
	l.p[i] = weight * math.Exp(none)
	l.weight += weight
}

// add runs the recursions over dst and returns the weight that is left.
func (l *lifetimes) add(dst []float64) (tail float64) {
	if l.deep {
		return l.addLogarithms(dst)
	}
	r, done := l.model.R, 0.0
	for n := range dst {
		total := 0.0
		c := (r + float64(n)) / float64(n+1)
		for i := range l.p {
			total += l.p[i]
			l.p[i] *= c * l.z[i]
		}
		dst[n] += total
		done += total
	}
	return math.Max(0, l.weight-done)
}

func (l *lifetimes) addLogarithms(dst []float64) (tail float64) {
	r, done := l.model.R, 0.0
	for i := range l.z {
		l.z[i] = math.Log(l.z[i])
	}
	for n := range dst {
		total := 0.0
		c := math.Log((r + float64(n)) / float64(n+1))
		for i := range l.logP {
			total += math.Exp(l.logP[i])
			l.logP[i] += c + l.z[i]
		}
		dst[n] += total
		done += total
	}
	return math.Max(0, l.weight-done)
}
