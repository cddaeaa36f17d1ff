package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// died is the logarithm, with derivatives in r, α, s, β, of
//
//	s ∫ from t_x to T of (α+u)^-m (β+u)^-(s+1) du,  m = r+x,
//
// the path on which the customer died unseen. The quadrature is that of
// numeric.PowerAxis; because derivatives pass under the integral they are
// means and covariances of ln(α+u), ln(β+u) and their inverses under the
// integrand as a weight.
type died struct {
	log float64
	g   numeric.Vector
	h   numeric.Matrix
}

// factor is one of the two powers: (c+u)^-power, from u = t_x on.
type factor struct{ start, logStart, rise, power float64 }

func (d *died) integrate(p *Model, m float64, from, to ends) {
	near := factor{from.a, from.la, to.la - from.la, m}
	far := factor{from.b, from.lb, to.lb - from.lb, p.S + 1}
	// Positions of power and offset of the near and the far factor.
	i := [4]int{iR, iAlpha, iS, iBeta}
	if near.start > far.start {
		near, far = far, near
		i = [4]int{iS, iBeta, iR, iAlpha}
	}
	length := near.rise
	folds := (near.power-1)*length + far.power*far.rise
	if folds > 55 || length < 1e-4 {
		ax := numeric.PowerAxis{Near: near.start, NearPower: near.power, Far: far.start, FarPower: far.power}
		length = math.Log1p((to.a - from.a) / near.start)
		length, folds = ax.Trim(length)
	}
	panels, nodes, weights := numeric.Plan(length, folds)
	width := length / float64(panels)
	var mo moments
	for panel := range panels {
		mo.panel(near, far, width*float64(panel), width, nodes, weights)
	}
	d.log = math.Log(p.S*near.start*width*mo.one) - near.power*near.logStart - far.power*far.logStart
	mo.centre()
	d.fill(&mo, near, far, i)
	d.g[iS] += 1 / p.S
	d.h[iS][iS] -= 1 / (p.S * p.S)
}

// fill turns moments into derivatives; i maps (near power, near offset, far
// power, far offset) to parameters.
func (d *died) fill(mo *moments, near, far factor, i [4]int) {
	d.g[i[0]] = -(near.logStart + mo.g)
	d.g[i[1]] = -near.power * mo.n
	d.g[i[2]] = -(far.logStart + mo.l)
	d.g[i[3]] = -far.power * mo.f
	np, fp := near.power, far.power
	d.h[i[0]][i[0]] = mo.gg
	d.h[i[0]][i[1]] = np*mo.gn - mo.n
	d.h[i[2]][i[2]] = mo.ll
	d.h[i[2]][i[3]] = fp*mo.lf - mo.f
	d.h[i[1]][i[1]] = np*np*mo.nn + np*(mo.nn+mo.n*mo.n)
	d.h[i[3]][i[3]] = fp*fp*mo.ff + fp*(mo.ff+mo.f*mo.f)
	d.cross(i[0], i[2], mo.gl)
	d.cross(i[0], i[3], fp*mo.gf)
	d.cross(i[1], i[2], np*mo.ln)
	d.cross(i[1], i[3], np*fp*mo.nf)
}

// cross sets an entry of the upper triangle.
func (d *died) cross(i, j int, v float64) {
	if i > j {
		i, j = j, i
	}
	d.h[i][j] = v
}

// moments of g = ln of the near factor's growth, l = ln of the far factor's,
// n and f the inverses of the two factors.
type moments struct {
	one, g, l, n, f                        float64
	gg, gl, ll, gn, gf, ln, lf, nn, nf, ff float64
}

// longestRule is the length of the longest quadrature rule.
const longestRule = 32

func (mo *moments) panel(near, far factor, offset, width float64, nodes, weights []float64) {
	k := near.start / far.start
	inverseNear, inverseFar := 1/near.start, 1/far.start
	var growth, ratio, logs, weight [longestRule]float64
	n := len(nodes)
	for i, x := range nodes {
		growth[i] = offset + width*x
	}
	numeric.ExpEach(growth[:n])
	for i, e := range growth[:n] {
		ratio[i] = 1 + k*(e-1)
		logs[i] = ratio[i]
	}
	numeric.LogEach(logs[:n])
	for i, x := range nodes {
		weight[i] = (1-near.power)*(offset+width*x) - far.power*logs[i]
	}
	numeric.ExpEach(weight[:n])
	for i, x := range nodes {
		mo.add(weights[i]*weight[i], offset+width*x, logs[i], inverseNear/growth[i], inverseFar/ratio[i])
	}
}

// add accumulates one node of weight w.
func (mo *moments) add(w, g, l, n, f float64) {
	wg, wl, wn, wf := w*g, w*l, w*n, w*f
	mo.one += w
	mo.g += wg
	mo.l += wl
	mo.n += wn
	mo.f += wf
	mo.gg += wg * g
	mo.gl += wg * l
	mo.ll += wl * l
	mo.gn += wg * n
	mo.gf += wg * f
	mo.ln += wl * n
	mo.lf += wl * f
	mo.nn += wn * n
	mo.nf += wn * f
	mo.ff += wf * f
}

// centre turns sums into means and covariances.
func (mo *moments) centre() {
	v := 1 / mo.one
	mo.g *= v
	mo.l *= v
	mo.n *= v
	mo.f *= v
	mo.gg = mo.gg*v - mo.g*mo.g
	mo.gl = mo.gl*v - mo.g*mo.l
	mo.ll = mo.ll*v - mo.l*mo.l
	mo.gn = mo.gn*v - mo.g*mo.n
	mo.gf = mo.gf*v - mo.g*mo.f
	mo.ln = mo.ln*v - mo.l*mo.n
	mo.lf = mo.lf*v - mo.l*mo.f
	mo.nn = mo.nn*v - mo.n*mo.n
	mo.nf = mo.nf*v - mo.n*mo.f
	mo.ff = mo.ff*v - mo.f*mo.f
}
