package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// nodesADay is the length of the rule that integrates over one day.
const nodesADay = 3

// The three-point Gauss-Legendre rule on [0, 1].
var (
	dayNodes   = [nodesADay]float64{0.112701665379258311482, 0.5, 0.887298334620741688518}
	dayWeights = [nodesADay]float64{5. / 18, 8. / 18, 5. / 18}
)

// node is one point of the quadrature. All powers are relative to the end of
// the grid, A = α + end and B = β + end, where they are one and before which
// they are larger.
type node struct {
	logA, logB float64 // ln(α+u), ln(β+u)
	ratio      float64 // A/(α+u)
	base       float64 // weight of the rule times the integrand at x = 0
}

// scratch is the working memory of one evaluation.
type scratch struct {
	nodes      []node
	logA, logB []float64 // ln(α+u), ln(β+u) at whole days
	mass       []float64 // integral of each row, then its weight
	odds       []float64 // odds of having died, of each row
	logs       []float64 // ln(1+odds)
	running    []float64 // by x
	steep      []bool    // by x
	work       []float64 // for logarithms of the nodes
}

func newScratch(g *grid) *scratch {
	n, rows := g.days*nodesADay, g.rows.Len()
	return &scratch{
		nodes: make([]node, n), work: make([]float64, 2*n),
		logA: make([]float64, g.days+1), logB: make([]float64, g.days+1),
		mass: make([]float64, rows), odds: make([]float64, rows), logs: make([]float64, rows),
		running: make([]float64, g.counts), steep: make([]bool, g.counts),
	}
}

// alone says whether rows of this count are integrated one by one.
func (s *scratch) alone(x float64) bool { return x > mostRepeats || s.steep[int(x)] }

// place fills the nodes of the quadrature and the logarithms at whole days.
func (s *scratch) place(g *grid, m *Model) {
	for d := range s.logA {
		s.logA[d], s.logB[d] = m.Alpha+float64(d)*g.step, m.Beta+float64(d)*g.step
	}
	a := s.logA[g.days]
	logs := s.work
	for i := range s.nodes {
		u := (float64(i/nodesADay) + dayNodes[i%nodesADay]) * g.step
		logs[2*i], logs[2*i+1] = m.Alpha+u, m.Beta+u
		s.nodes[i].ratio = a / (m.Alpha + u)
	}
	g.steep(m, s.steep)
	numeric.LogEach(s.logA)
	numeric.LogEach(s.logB)
	numeric.LogEach(logs)
	endA, endB := s.logA[g.days], s.logB[g.days]
	for i := range s.nodes {
		n := &s.nodes[i]
		n.logA, n.logB = logs[2*i], logs[2*i+1]
		logs[i] = m.R*(endA-n.logA) + (m.S+1)*(endB-n.logB)
	}
	numeric.ExpEach(logs[:len(s.nodes)])
	for i := range s.nodes {
		s.nodes[i].base = logs[i] * dayWeights[i%nodesADay]
	}
}

// integrate fills mass with the integral of every row, in days and relative
// to the integrand at the end of the grid. Days are visited from the last to
// the first; running holds the sums from a day to the end, by x.
func (s *scratch) integrate(g *grid) {
	clear(s.running)
	for _, i := range g.beyond {
		s.mass[i] = 0
	}
	for day := g.days; day >= 0; day-- {
		if day < g.days {
			n := s.nodes[day*nodesADay : day*nodesADay+nodesADay]
			w0, w1, w2 := n[0].base, n[1].base, n[2].base
			q0, q1, q2 := n[0].ratio, n[1].ratio, n[2].ratio
			running := s.running[:g.widest[day]]
			for x := range running {
				running[x] += w0 + w1 + w2
				w0 *= q0
				w1 *= q1
				w2 *= q2
			}
		}
		for _, i := range g.ends.on(day) {
			s.mass[i] = -s.running[int(g.rows.X[i])]
		}
		for _, i := range g.starts.on(day) {
			s.mass[i] += s.running[int(g.rows.X[i])]
		}
	}
}

// weigh turns the integrals of rows lo to hi-1 into the odds of having died
// unseen against being alive at T, and ln(1+odds).
func (s *scratch) weigh(g *grid, m *Model, lo, hi int) {
	endA, endB := s.logA[g.days], s.logB[g.days]
	unit := math.Log(m.S*g.step) - endB
	factor, logs := s.logs[lo:hi], s.logs[lo:hi]
	for k := range factor {
		i := lo + k
		factor[k] = unit + (m.R+g.rows.X[i])*(s.logA[g.end[i]]-endA) + m.S*(s.logB[g.end[i]]-endB)
	}
	numeric.ExpEach(factor)
	for k, f := range factor {
		i := lo + k
		s.odds[i] = f * s.mass[i]
		s.mass[i] = g.rows.W[i] * f / (1 + s.odds[i])
		logs[k] = 1 + s.odds[i]
	}
	numeric.LogEach(logs)
}

// add returns the sum of the rows and adds to the gradient.
func (g *grid) add(m *Model, grad *numeric.Vector) (f float64) {
	s := g.free.Get().(*scratch)
	defer g.free.Put(s)
	s.place(g, m)
	s.integrate(g)
	s.weigh(g, m, 0, g.rows.Len())
	exact := pass{m: *m}
	var sum estimate.Sum
	var dead float64
	for i, w := range g.rows.W {
		if s.alone(g.rows.X[i]) {
			exact.row(g.rows.X[i], g.rows.Tx[i], g.rows.T[i], w, &sum)
			s.mass[i] = 0
			continue
		}
		end := g.end[i]
		power := m.R + g.rows.X[i]
		la, lb := s.logA[end], s.logB[end]
		f += w * (s.logs[i] - power*la - m.S*lb)
		alive := w / (1 + s.odds[i])
		dead += w - alive
		grad[iR] -= alive * la
		grad[iS] -= alive * lb
		grad[iAlpha] -= alive * power / (m.Alpha + g.rows.T[i])
		grad[iBeta] -= alive * m.S / (m.Beta + g.rows.T[i])
	}
	for i, v := range sum.G {
		grad[i] += v
	}
	grad[iS] += dead / m.S
	s.differentiate(g, m, grad)
	return f + sum.F
}

// differentiate adds the gradient of the integrals. Days are visited from the
// first to the last; running holds, by x, the weights of the rows that cover
// a day, which are the coefficients of the polynomials.
func (s *scratch) differentiate(g *grid, m *Model, grad *numeric.Vector) {
	clear(s.running)
	endA, endB := m.Alpha+float64(g.days)*g.step, m.Beta
	for day := range g.days {
		for _, i := range g.starts.on(day) {
			s.running[int(g.rows.X[i])] += s.mass[i]
		}
		for _, i := range g.ends.on(day) {
			s.running[int(g.rows.X[i])] -= s.mass[i]
		}
		n := s.nodes[day*nodesADay : day*nodesADay+nodesADay]
		q0, q1, q2 := n[0].ratio, n[1].ratio, n[2].ratio
		var v0, v1, v2, d0, d1, d2 float64 // values and derivatives by Horner
		for x := int(g.widest[day]) - 1; x >= 0; x-- {
			c := s.running[x]
			d0, d1, d2 = d0*q0+v0, d1*q1+v1, d2*q2+v2
			v0, v1, v2 = v0*q0+c, v1*q1+c, v2*q2+c
		}
		for k, value := range [nodesADay][2]float64{{v0, d0}, {v1, d1}, {v2, d2}} {
			n := &n[k]
			one := n.base * value[0]
			u := (float64(day) + dayNodes[k]) * g.step
			grad[iR] -= one * n.logA
			grad[iAlpha] -= (m.R*one + n.base*value[1]*n.ratio) * n.ratio / endA
			grad[iS] -= one * n.logB
			grad[iBeta] -= (m.S + 1) * one / (endB + u)
		}
	}
}

// rowByRow fills dst with the log-likelihood of each of the rows lo to hi-1.
func (g *grid) rowByRow(m *Model, lo, hi int, dst []float64) {
	s := g.free.Get().(*scratch)
	defer g.free.Put(s)
	s.place(g, m)
	s.integrate(g)
	s.weigh(g, m, lo, hi)
	start := m.R*math.Log(m.Alpha) + m.S*math.Log(m.Beta)
	for x := range s.running {
		s.running[x] = numeric.LogRising(m.R, float64(x)) + start
	}
	for k := range dst[:hi-lo] {
		i := lo + k
		x := g.rows.X[i]
		if s.alone(x) {
			dst[k] = m.LogLikelihood(btyd.History{X: x, Tx: g.rows.Tx[i], T: g.rows.T[i]})
			continue
		}
		dst[k] = s.running[int(x)] + s.logs[i] - (m.R+x)*s.logA[g.end[i]] - m.S*s.logB[g.end[i]]
	}
}
