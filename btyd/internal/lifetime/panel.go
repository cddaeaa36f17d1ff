package lifetime

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// panel is the i-th; its shares are those of an even density of lifetimes.
func (a *Axis) panel(i int) (p Panel) {
	nodes, weights := numeric.Legendre(Nodes)
	for j, x := range nodes {
		p.Share[j] = a.Width * (float64(i) + x)
	}
	numeric.ExpEach(p.Share[:])
	for j, e := range p.Share {
		sinh, cosh := (e-1/e)/2, (e+1/e)/2
		p.U[j] = a.C * sinh * sinh
		p.Share[j] = weights[j] * a.Width * 2 * a.C * sinh * cosh
	}
	return p
}

// shallowest is the smallest logarithm a recursion may start from.
const shallowest = -650.0

// add adds to dst the chances of 0, 1, ... purchases of those who die in this
// panel, by recursions that run side by side. It returns the share that is
// left.
func (p *Panel) add(r, alpha float64, dst []float64) (tail float64) {
	var chance, z [Nodes]float64
	weight := 0.0
	for i, u := range p.U {
		chance[i] = 1 + u/alpha
		z[i] = u / (alpha + u)
		weight += p.Share[i]
	}
	numeric.LogEach(chance[:])
	for i := range chance {
		chance[i] *= -r
	}
	if chance[Nodes-1] < shallowest { // that of the longest lifetime
		return math.Max(0, weight-p.addLogarithms(r, &chance, &z, dst))
	}
	numeric.ExpEach(chance[:])
	for i := range chance {
		chance[i] *= p.Share[i]
	}
	done := 0.0
	for n := range dst {
		c := (r + float64(n)) / float64(n+1)
		var t0, t1, t2, t3 float64
		for i := 0; i < Nodes; i += 4 {
			a, b, d, e := chance[i], chance[i+1], chance[i+2], chance[i+3]
			t0 += a
			t1 += b
			t2 += d
			t3 += e
			chance[i], chance[i+1] = a*(c*z[i]), b*(c*z[i+1])
			chance[i+2], chance[i+3] = d*(c*z[i+2]), e*(c*z[i+3])
		}
		total := (t0 + t1) + (t2 + t3)
		dst[n] += total
		done += total
	}
	return math.Max(0, weight-done)
}

// addLogarithms is add where the chances of no purchase underflow; logP are
// their logarithms. It returns what it added.
func (p *Panel) addLogarithms(r float64, logP, z *[Nodes]float64, dst []float64) (done float64) {
	for i := range z {
		z[i] = math.Log(z[i])
		logP[i] += math.Log(p.Share[i])
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
	return done
}
