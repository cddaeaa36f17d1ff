package dyncov

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// died is the logarithm, with derivatives, of
//
//	s ∫ from t_x to T of (α+Λ(u))^-m (β+M(u))^-(s+1) dM(u),  m = r+x,
//
// the path on which the customer died unseen. Derivatives pass under the
// integral, so they are means under the integrand as a weight.
type died struct {
	log float64
	// Derivatives by r, alpha, s, beta, then by the coefficients of purchase,
	// then by those of dropout.
	g []float64
	// Integrals relative to the integrand at t_x: of one, of the logarithms
	// of the two factors, of their inverses, and for each coefficient of its
	// covariate and of the derivative of a clock over the factor.
	one, la, lb, ia, ib float64
	clock               [processes][]float64
	covariate           []float64
	rule                pieces
}

// span is a customer's time since the last purchase on the clocks: positions,
// segments, and the two factors α+Λ and β+M at both ends.
type span struct {
	from, to           float64
	fromSegment        int
	start              [processes]float64   // the clocks at the first purchase
	startSlope         [processes][]float64 // and their derivatives
	a, b, aEnd, bEnd   float64
	power, deathsPower float64 // r+x and s+1
}

func newDied(n [processes]int) *died {
	d := &died{g: make([]float64, iCoefficients+n[buying]+n[leaving]), covariate: make([]float64, n[leaving])}
	for q := range processes {
		d.clock[q] = make([]float64, n[q])
	}
	return d
}

// integrate computes log and g; log is minus infinity when there is no time in
// which to die.
func (d *died) integrate(c *clocks, m *Model, s *span) {
	d.one, d.la, d.lb, d.ia, d.ib = 0, 0, 0, 0, 0
	clear(d.clock[buying])
	clear(d.clock[leaving])
	clear(d.covariate)
	for k, low := s.fromSegment, s.from; low < s.to; k++ {
		high := math.Min(s.to, c.end(k))
		if high > low {
			last := d.segment(c, m, s, k, low, high)
			// The rest is at most the integral to infinity on the clock of
			// dropping out.
			if last*(m.Beta+c.at(leaving, k, high)-s.start[leaving]) < 1e-17*m.S*d.one {
				break
			}
		}
		low = math.Max(low, high)
	}
	d.finish(m, s)
}

// segment adds the part of one segment, and returns the integrand at its last
// point.
func (d *died) segment(c *clocks, m *Model, s *span, k int, low, high float64) (last float64) {
	a := m.Alpha + (c.at(buying, k, low) - s.start[buying])
	b := m.Beta + (c.at(leaving, k, low) - s.start[leaving])
	growA, growB := c.rate[buying][k]*(high-low), c.rate[leaving][k]*(high-low)
	p := &d.rule
	p.plan(growA/a, s.power, growB/b, s.deathsPower)
	n := len(p.nodes)
	var logs [2 * longestRule]float64
	var factor [longestRule]float64
	var one, la, lb, ia, ib, iat, ibt float64
	perA, perB := 1/s.a, 1/s.b
	for panel := range p.panels {
		p.lay(panel)
		for i, theta := range p.theta[:n] {
			logs[i] = (a + growA*theta) * perA
			logs[n+i] = (b + growB*theta) * perB
		}
		numeric.LogEach(logs[:2*n])
		for i := range n {
			factor[i] = -s.power*logs[i] - s.deathsPower*logs[n+i]
		}
		numeric.ExpEach(factor[:n])
		last = factor[n-1]
		for i, theta := range p.theta[:n] {
			w := factor[i] * p.weight[i] * growB
			wa, wb := w/(a+growA*theta), w/(b+growB*theta)
			one += w
			la += w * logs[i]
			lb += w * logs[n+i]
			ia += wa
			ib += wb
			iat += wa * theta
			ibt += wb * theta
		}
	}
	d.one += one
	d.la += la
	d.lb += lb
	d.ia += ia
	d.ib += ib
	d.add(c, s, buying, k, low, ia, growA*iat)
	d.add(c, s, leaving, k, low, ib, growB*ibt)
	z := c.z[leaving][k*len(d.covariate):]
	for i := range d.covariate {
		d.covariate[i] += one * z[i]
	}
	return last
}

// add adds the integral of a clock's derivatives over its factor: they grow
// evenly within a segment.
func (d *died) add(c *clocks, s *span, q, k int, low, inverse, grown float64) {
	sum := d.clock[q]
	n := len(sum)
	slope, z := c.slope[q][k*n:k*n+n], c.z[q][k*n:k*n+n]
	start := s.startSlope[q][:n]
	before := c.rate[q][k] * (low - c.begin[k])
	for i := range sum {
		sum[i] += (slope[i]-start[i]+before*z[i])*inverse + z[i]*grown
	}
}

// finish turns integrals into the logarithm and its derivatives.
func (d *died) finish(m *Model, s *span) {
	if !(d.one > 0) {
		d.log = math.Inf(-1)
		clear(d.g)
		return
	}
	la, lb, per := math.Log(s.a), math.Log(s.b), 1/d.one
	d.log = math.Log(m.S*d.one) - s.power*la - s.deathsPower*lb
	d.g[iR] = -(la + d.la*per)
	d.g[iAlpha] = -s.power * d.ia * per
	d.g[iS] = 1/m.S - (lb + d.lb*per)
	d.g[iBeta] = -s.deathsPower * d.ib * per
	g := d.g[iCoefficients:]
	for i, v := range d.clock[buying] {
		g[i] = -s.power * v * per
	}
	g = g[len(d.clock[buying]):]
	for i, v := range d.clock[leaving] {
		g[i] = (d.covariate[i] - s.deathsPower*v) * per
	}
}
