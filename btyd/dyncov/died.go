package dyncov

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// died is the logarithm, with derivatives, of
//
//	s ∫ from t_x to T of (α+Λ(u))^-m (β+M(u))^-n dM(u),  m = r+x, n = s+1,
//
// the path on which the customer died unseen. Derivatives pass under the
// integral, so they are means and covariances under the integrand as a weight.
// The logarithm of the integrand has the derivatives v = u + z, where u is
//
//	-ln(α+Λ) by r, -m ∂(α+Λ)/(α+Λ) by alpha and the coefficients of purchase,
//	-ln(β+M) by s, -n ∂(β+M)/(β+M) by beta and the coefficients of dropout,
//
// and z the covariates, for the coefficients of dropout alone.
type died struct {
	log float64
	terms
	// Integrals relative to the integrand at t_x: of one, of u and of its
	// products, of z and of the products that z adds to those of v.
	one             float64
	u, uu           []float64
	z, zv           []float64
	bend            [processes][]float64 // second derivatives of a clock over its factor
	rule            pieces
	node, part      []float64 // u at a point, and summed over a segment
	low, rise       [processes][]float64
	lowBend, inside [processes][]float64
}

// terms are the derivatives of a term of the likelihood, or of a sum of them:
// by r, alpha, s, beta, then by the coefficients of purchase, then by those of
// dropout. Of the second ones, row by row, the upper triangle counts.
type terms struct{ g, h []float64 }

func newTerms(n [processes]int) terms {
	size := iCoefficients + n[buying] + n[leaving]
	return terms{make([]float64, size), make([]float64, size*size)}
}

// span is a customer's time since the last purchase on the clocks: positions,
// the segment of the first, the clocks with their derivatives at the first
// purchase, and the factors α+Λ and β+M at the last one.
type span struct {
	from, to               float64
	segment                int
	start                  [processes]float64
	startSlope, startCurve [processes][]float64
	factor, power          [processes]float64 // power is r+x and s+1
}

func newDied(n [processes]int) *died {
	d := &died{terms: newTerms(n)}
	size := len(d.g)
	d.u, d.z, d.node, d.part = make([]float64, size), make([]float64, size), make([]float64, size), make([]float64, size)
	d.uu, d.zv = make([]float64, size*size), make([]float64, size*size)
	for q := range processes {
		d.low[q], d.rise[q] = make([]float64, n[q]), make([]float64, n[q])
		pairs := triangle(n[q])
		d.bend[q], d.lowBend[q], d.inside[q] = make([]float64, pairs), make([]float64, pairs), make([]float64, pairs)
	}
	return d
}

// integrate computes log and derivatives; log is minus infinity when there is
// no time in which to die.
func (d *died) integrate(c *clocks, m *Model, s *span) {
	d.one = 0
	for _, v := range [][]float64{d.u, d.uu, d.z, d.zv, d.bend[buying], d.bend[leaving]} {
		clear(v)
	}
	for k, low := s.segment, s.from; low < s.to; k++ {
		high := math.Min(s.to, c.end(k))
		if high > low {
			last := d.segment(c, m, s, k, low, high)
			// The rest is at most the integral to infinity on the clock of
			// dropping out.
			if last*(m.Beta+c.at(leaving, k, high)-s.start[leaving]) < 1e-17*m.S*d.one {
				break
			}
			low = high
		}
	}
	d.finish(m, s)
}

// segment adds the part of one segment, and returns the integrand at its last
// point.
func (d *died) segment(c *clocks, m *Model, s *span, k int, low, high float64) (last float64) {
	offset := [processes]float64{m.Alpha, m.Beta}
	var at, grow, inverse, inverseLater [processes]float64
	for q := range processes {
		at[q] = offset[q] + (c.at(q, k, low) - s.start[q])
		grow[q] = c.rate[q][k] * (high - low)
		d.lower(c, s, q, k, low, grow[q])
	}
	p := &d.rule
	p.plan(grow[buying]/at[buying], s.power[buying], grow[leaving]/at[leaving], s.power[leaving])
	n := len(p.nodes)
	var logs [2 * longestRule]float64
	var f [longestRule]float64
	perA, perB := 1/s.factor[buying], 1/s.factor[leaving]
	one := 0.0
	clear(d.part)
	for panel := range p.panels {
		p.lay(panel)
		for i, theta := range p.theta[:n] {
			logs[i] = (at[buying] + grow[buying]*theta) * perA
			logs[n+i] = (at[leaving] + grow[leaving]*theta) * perB
		}
		numeric.LogEach(logs[:2*n])
		for i := range n {
			f[i] = -s.power[buying]*logs[i] - s.power[leaving]*logs[n+i]
		}
		numeric.ExpEach(f[:n])
		last = f[n-1]
		for i, theta := range p.theta[:n] {
			w := f[i] * p.weight[i] * grow[leaving]
			ia, ib := 1/(at[buying]+grow[buying]*theta), 1/(at[leaving]+grow[leaving]*theta)
			one += w
			inverse[buying] += w * ia
			inverse[leaving] += w * ib
			inverseLater[buying] += w * ia * theta
			inverseLater[leaving] += w * ib * theta
			d.point(w, theta, -logs[i], -logs[n+i], -s.power[buying]*ia, -s.power[leaving]*ib)
		}
	}
	d.one += one
	for i, v := range d.part {
		d.u[i] += v
	}
	for q := range processes {
		for i, v := range d.lowBend[q] {
			d.bend[q][i] += v*inverse[q] + d.inside[q][i]*inverseLater[q]
		}
	}
	d.covariates(c.z[leaving][k*c.n[leaving]:(k+1)*c.n[leaving]], one)
	return last
}

// lower prepares the derivatives of a clock at the lower end of a segment, and
// how they grow within it: evenly.
func (d *died) lower(c *clocks, s *span, q, k int, low, grow float64) {
	n, pair := len(d.low[q]), 0
	before := c.rate[q][k] * (low - c.begin[k])
	z, slope, start := c.z[q][k*n:][:n], c.slope[q][k*n:][:n], s.startSlope[q][:n]
	bend, inside := d.lowBend[q], d.inside[q]
	curve, startCurve := c.curve[q][k*len(bend):][:len(bend)], s.startCurve[q][:len(bend)]
	for i, zi := range z {
		d.low[q][i] = slope[i] - start[i] + before*zi
		d.rise[q][i] = grow * zi
		for _, zj := range z[i:] {
			bend[pair] = curve[pair] - startCurve[pair] + before*zi*zj
			inside[pair] = grow * zi * zj
			pair++
		}
	}
}

// point adds one quadrature point of weight w to u and its products.
func (d *died) point(w, theta, la, lb, ia, ib float64) {
	u := d.node
	u[iR], u[iAlpha], u[iS], u[iBeta] = la, ia, lb, ib
	at := iCoefficients
	for i, low := range d.low[buying] {
		u[at] = ia * (low + d.rise[buying][i]*theta)
		at++
	}
	for i, low := range d.low[leaving] {
		u[at] = ib * (low + d.rise[leaving][i]*theta)
		at++
	}
	n := len(u)
	for i, ui := range u {
		wu := w * ui
		d.part[i] += wu
		rest := u[i:]
		row := d.uu[i*n+i:][:len(rest)]
		for j, uj := range rest {
			row[j] += wu * uj
		}
	}
}

// covariates adds the products of z with u and itself in a segment, where z
// does not change.
func (d *died) covariates(z []float64, one float64) {
	n := len(d.u)
	first := n - len(z)
	for i, zi := range z {
		at := first + i
		d.z[at] += zi * one
		for j, u := range d.part[:first] {
			d.zv[j*n+at] += zi * u
		}
		for j, zj := range z[i:] {
			d.zv[at*n+at+j] += zi*d.part[at+j] + d.part[at]*zj + zi*zj*one
		}
	}
}

// finish turns integrals into the logarithm and its derivatives: for v the
// mean, and the mean of its own derivatives with its covariance.
func (d *died) finish(m *Model, s *span) {
	clear(d.g)
	clear(d.h)
	if !(d.one > 0) {
		d.log = math.Inf(-1)
		return
	}
	la, lb, per := math.Log(s.factor[buying]), math.Log(s.factor[leaving]), 1/d.one
	d.log = math.Log(m.S*d.one) - s.power[buying]*la - s.power[leaving]*lb
	n := len(d.g)
	for i := range d.u {
		d.u[i] *= per
		d.g[i] = d.u[i] + d.z[i]*per
	}
	for i := range d.uu {
		d.uu[i] *= per
	}
	for i := range n {
		for j := i; j < n; j++ {
			d.h[i*n+j] = d.uu[i*n+j] + d.zv[i*n+j]*per - d.g[i]*d.g[j]
		}
	}
	for q := range processes {
		for i := range d.bend[q] {
			d.bend[q][i] *= per
		}
	}
	d.inner(d.u, d.uu, d.bend, s.power)
	d.g[iR] -= la
	d.g[iS] += 1/m.S - lb
	d.h[iS*n+iS] -= 1 / (m.S * m.S)
}

// inner adds the derivatives of u to the second derivatives, from u, its
// products and the clocks' second derivatives over their factors:
//
//	u_j / power for a shape and a parameter j of the same clock,
//	u_i u_j / power - power ∂∂(factor)/factor for two of the latter.
func (t *terms) inner(u, uu []float64, bend [processes][]float64, power [processes]float64) {
	n, first := len(t.g), iCoefficients
	for q, shape := range [processes]int{iR, iS} {
		offset, per := shape+1, 1/power[q]
		t.h[shape*n+offset] += u[offset] * per
		t.h[offset*n+offset] += uu[offset*n+offset] * per
		end := n
		if q == buying {
			end = first + side(len(bend[q]))
		}
		pair := 0
		for i := first; i < end; i++ {
			t.h[shape*n+i] += u[i] * per
			t.h[offset*n+i] += uu[offset*n+i] * per
			for j := i; j < end; j++ {
				t.h[i*n+j] += uu[i*n+j]*per - power[q]*bend[q][pair]
				pair++
			}
		}
		first = end
	}
}

// side is the number of rows of a triangle.
func side(pairs int) int { return int(math.Sqrt(2 * float64(pairs))) }
