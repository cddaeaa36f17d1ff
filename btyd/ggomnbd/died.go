package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// died is the logarithm, with derivatives, of
//
//	∫ from t_x to T of (α+u)^-m f(u) du, m = r+x,
//
// the path on which the customer died unseen, f being the density of
// lifetimes. Because derivatives pass under the integral they are means and
// covariances, under the integrand as a weight, of the derivatives of its
// logarithm. With W = β+e^(bu)-1 these are, but for constants,
//
//	r: -ln(α+u)   α: -m/(α+u)   b: u-(s+1)u e^(bu)/W   s: -ln W   β: -(s+1)/W
type died struct {
	kernel
	p            *Model
	tx           float64
	logA, fallen float64 // ln(α+t_x), and the fall of survival up to t_x
	common       float64 // the logarithm of what both paths share
	log          float64 // that of the integral, over what is shared
	g            numeric.Vector
	h            numeric.Matrix
}

// begin looks at the customer as of t_x.
func (d *died) begin(p *Model, m, tx float64) {
	l := life{p.B, p.Beta}
	fall, beta := l.at(tx)
	d.kernel = kernel{life: life{p.B, beta}, s: p.S, a: p.Alpha + tx, power: m, dying: true}
	d.p, d.tx, d.fallen = p, tx, fall
	d.logA = math.Log(d.a)
	d.common = -m*d.logA - p.S*fall
}

// integrate runs up to the point that l has reached.
func (d *died) integrate(l *lived, p *points) {
	c := d.scale()
	length := l.rise
	if c != d.a {
		length = math.Log1p(l.h / c)
	}
	dive := d.power*l.rise + d.s*l.fall + math.Log(l.share/d.beta) - length
	ax := d.lay(c, l.h, length, dive)
	// e^(-b t_x), of which the inverse of W is a multiple
	young := math.Exp(-d.b * d.tx)
	var mo moments
	for panel := range ax.panels {
		n := p.lay(&d.kernel, &ax, panel)
		for i := range n {
			u := d.tx + p.u[i]
			inverse := 1 / p.share[i]
			mo.add(p.weight[i], p.logA[i], 1/(d.a+p.u[i]), p.fall[i], u, u*inverse, young*p.epsilon[i]*inverse, d.s+1)
		}
	}
	d.log = math.Log(d.s * d.b * ax.width * ax.c * mo.one)
	mo.centre()
	d.fill(&mo)
}

// fill turns moments into derivatives.
func (d *died) fill(mo *moments) {
	m, s, k, b, beta := d.power, d.s, d.s+1, d.p.B, d.p.Beta
	d.g = numeric.Vector{
		iR: -(d.logA + mo.l), iAlpha: -m * mo.n, iB: 1/b + mo.p,
		iS: 1/s - (d.fallen + mo.f), iBeta: s/beta - k*mo.w,
	}
	d.h[iR][iR] = mo.ll
	d.h[iR][iAlpha] = m*mo.ln - mo.n
	d.h[iR][iB] = -mo.lp
	d.h[iR][iS] = mo.lf
	d.h[iR][iBeta] = k * mo.lw
	d.h[iAlpha][iAlpha] = m*m*mo.nn + m*(mo.nn+mo.n*mo.n)
	d.h[iAlpha][iB] = -m * mo.np
	d.h[iAlpha][iS] = m * mo.nf
	d.h[iAlpha][iBeta] = m * k * mo.nw
	d.h[iB][iB] = mo.pp - k*mo.curve - 1/(b*b)
	d.h[iB][iS] = -mo.fp - mo.q
	d.h[iB][iBeta] = k * (mo.qw - mo.pw)
	d.h[iS][iS] = mo.ff - 1/(s*s)
	d.h[iS][iBeta] = k*mo.fw + 1/beta - mo.w
	d.h[iBeta][iBeta] = k*k*mo.ww + k*(mo.ww+mo.w*mo.w) - s/(beta*beta)
}

// moments of l = ln(1+u/a), n = 1/(a+u), f = the fall of survival, p = the
// derivative by b, w = 1/W, q = u e^(bu)/W and curve = u q - q².
type moments struct {
	one, l, n, f, p, w, q, curve, qw float64
	ll, ln, lf, lp, lw               float64
	nn, nf, np, nw, ff, fp, fw       float64
	pp, pw, ww                       float64
}

// add accumulates one node of the given weight.
func (mo *moments) add(weight, l, n, f, u, q, w, k float64) {
	p := u - k*q
	wl, wn, wf, wp, ww := weight*l, weight*n, weight*f, weight*p, weight*w
	wq := weight * q
	mo.one += weight
	mo.l += wl
	mo.n += wn
	mo.f += wf
	mo.p += wp
	mo.w += ww
	mo.q += wq
	mo.curve += wq * (u - q)
	mo.qw += wq * w
	mo.ll += wl * l
	mo.ln += wl * n
	mo.lf += wl * f
	mo.lp += wl * p
	mo.lw += wl * w
	mo.nn += wn * n
	mo.nf += wn * f
	mo.np += wn * p
	mo.nw += wn * w
	mo.ff += wf * f
	mo.fp += wf * p
	mo.fw += wf * w
	mo.pp += wp * p
	mo.pw += wp * w
	mo.ww += ww * w
}

// centre turns sums into means, and products into covariances.
func (mo *moments) centre() {
	v := 1 / mo.one
	for _, mean := range []*float64{&mo.l, &mo.n, &mo.f, &mo.p, &mo.w, &mo.q, &mo.curve, &mo.qw} {
		*mean *= v
	}
	mo.ll = mo.ll*v - mo.l*mo.l
	mo.ln = mo.ln*v - mo.l*mo.n
	mo.lf = mo.lf*v - mo.l*mo.f
	mo.lp = mo.lp*v - mo.l*mo.p
	mo.lw = mo.lw*v - mo.l*mo.w
	mo.nn = mo.nn*v - mo.n*mo.n
	mo.nf = mo.nf*v - mo.n*mo.f
	mo.np = mo.np*v - mo.n*mo.p
	mo.nw = mo.nw*v - mo.n*mo.w
	mo.ff = mo.ff*v - mo.f*mo.f
	mo.fp = mo.fp*v - mo.f*mo.p
	mo.fw = mo.fw*v - mo.f*mo.w
	mo.pp = mo.pp*v - mo.p*mo.p
	mo.pw = mo.pw*v - mo.p*mo.w
	mo.ww = mo.ww*v - mo.w*mo.w
}
