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
	deep   bool                   // chances of none underflow: work in logarithms
	logP   [nodesPerPanel]float64 // the same for n, without the share
	share  [nodesPerPanel]float64
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

// set prepares the lifetimes u; du is what each stands for on the time axis,
// times the density of dying per unit of u at zero, s/β.
func (l *lifetimes) set(u, du *[nodesPerPanel]float64) {
	m := &l.model
	l.share = *du
	var density [nodesPerPanel]float64
	for i := range u {
		l.logP[i] = 1 + u[i]/m.Alpha
		density[i] = 1 + u[i]/m.Beta
		l.z[i] = u[i] / (m.Alpha + u[i])
	}
	numeric.LogEach(l.logP[:])
	numeric.LogEach(density[:])
	for i := range u {
		density[i] *= -(m.S + 1)
		l.logP[i] = density[i] - m.R*l.logP[i]
	}
	// The last lifetime is the longest.
	l.deep = l.logP[nodesPerPanel-1] < deepest
	l.p = l.logP
	numeric.ExpEach(l.p[:])
	numeric.ExpEach(density[:])
	l.weight = 0
	for i := range u {
		l.p[i] *= du[i]
		l.weight += du[i] * density[i]
	}
}

// add runs the recursions over dst and returns the weight that is left.
func (l *lifetimes) add(dst []float64) (tail float64) {
	if l.deep {
		return l.addLogarithms(dst)
	}
	r, done := l.model.R, 0.0
	p, z := &l.p, &l.z
	for n := range dst {
		c := (r + float64(n)) / float64(n+1)
		var t0, t1, t2, t3 float64
		for i := 0; i < nodesPerPanel; i += 4 {
			a, b, d, e := p[i], p[i+1], p[i+2], p[i+3]
			t0 += a
			t1 += b
			t2 += d
			t3 += e
			p[i], p[i+1], p[i+2], p[i+3] = a*(c*z[i]), b*(c*z[i+1]), d*(c*z[i+2]), e*(c*z[i+3])
		}
		total := (t0 + t1) + (t2 + t3)
		dst[n] += total
		done += total
	}
	return math.Max(0, l.weight-done)
}

func (l *lifetimes) addLogarithms(dst []float64) (tail float64) {
	r, done := l.model.R, 0.0
	for i := range l.z {
		l.z[i] = math.Log(l.z[i])
		l.logP[i] += math.Log(l.share[i])
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
