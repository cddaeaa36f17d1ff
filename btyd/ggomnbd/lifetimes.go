package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// lifetimes runs the recursions for the counts of several lifetimes side by
// side: for each, weight times the chance of n purchases in a life of u.
type lifetimes struct {
	model Model
	u     [nodesPerPanel]float64
	share [nodesPerPanel]float64 // how many die at about u
}

// shallowest is the smallest logarithm a recursion may start from.
const shallowest = -650.0

// lay prepares the lifetimes of a panel.
func (l *lifetimes) lay(ax *axis, panel int) {
	m := &l.model
	k := kernel{life: m.life(), s: m.S}
	var p points
	for i, x := range ax.nodes {
		l.share[i] = ax.width * (float64(panel) + x)
	}
	numeric.ExpEach(l.share[:])
	for i, e := range l.share {
		sinh, cosh := (e-1/e)/2, (e+1/e)/2
		l.u[i] = ax.c * sinh * sinh
		l.share[i] = ax.weights[i] * ax.width * 2 * ax.c * sinh * cosh * m.S * m.B
	}
	copy(p.u[:], l.u[:])
	p.age(&k, nodesPerPanel, m.B*ax.end)
	for i := range l.u {
		p.fall[i] *= -m.S
	}
	numeric.ExpEach(p.fall[:nodesPerPanel])
	for i := range l.u {
		l.share[i] *= p.fall[i] / p.share[i]
	}
}

// add runs the recursions over dst and returns the weight that is left.
func (l *lifetimes) add(dst []float64) (tail float64) {
	var p, z [nodesPerPanel]float64
	r, alpha, weight := l.model.R, l.model.Alpha, 0.0
	for i, u := range l.u {
		p[i] = 1 + u/alpha
		z[i] = u / (alpha + u)
		weight += l.share[i]
	}
	numeric.LogEach(p[:])
	for i := range p {
		p[i] *= -r
	}
	if p[nodesPerPanel-1] < shallowest { // that of the longest lifetime
		return l.addLogarithms(dst, &p, &z, weight)
	}
	numeric.ExpEach(p[:])
	for i := range p {
		p[i] *= l.share[i]
	}
	done := 0.0
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
	return math.Max(0, weight-done)
}

// addLogarithms is add where the chances of no purchase underflow; logP are
// their logarithms.
func (l *lifetimes) addLogarithms(dst []float64, logP, z *[nodesPerPanel]float64, weight float64) (tail float64) {
	r, done := l.model.R, 0.0
	for i := range z {
		z[i] = math.Log(z[i])
		logP[i] += math.Log(l.share[i])
	}
	for n := range dst {
		total := 0.0
		c := math.Log((r + float64(n)) / float64(n+1))
		for i := range logP {
			total += math.Exp(logP[i])
			logP[i] += c + z[i]
		}
		dst[n] += total
		done += total
	}
	return math.Max(0, weight-done)
}
