package dyncov

import (
	"math"
)

// row is a customer, or several, as the likelihood sees them: what they bought
// when matters through t_x and through the covariates at their purchases,
// which are summed up over all customers (see [records]).
type row struct {
	path            int
	start, tx, T, x float64
	w               float64
}

// walker adds up the log-likelihood of customers with its derivatives, one
// path at a time.
type walker struct {
	model  Model // without coefficients
	n      [processes]int
	clocks clocks
	died   *died
	alive  []float64 // derivatives of the logarithm of the other path
	span   span
	slope  [processes][]float64 // of the clocks at T
}

func newWalker(m Model, n [processes]int) *walker {
	w := &walker{model: m, n: n, died: newDied(n), alive: make([]float64, iCoefficients+n[buying]+n[leaving])}
	for q := range processes {
		w.slope[q] = make([]float64, n[q])
		w.span.startSlope[q] = make([]float64, n[q])
	}
	return w
}

// paths computes both terms of the likelihood of a row: the logarithms of
//
//	(α+Λ(T))^-(r+x) (β+M(T))^-s
//
// and of the path on which the customer died, with their derivatives in
// w.alive and w.died.g.
func (w *walker) paths(r *row) (alive, dead float64) {
	m, c, s := &w.model, &w.clocks, &w.span
	first := c.segment(r.start)
	s.from, s.to = r.start+r.tx, r.start+r.T
	s.fromSegment = c.segment(s.from)
	last := c.segment(s.to)
	for q := range processes {
		s.start[q] = c.at(q, first, r.start)
		c.slopes(q, first, r.start, s.startSlope[q])
		c.slopes(q, last, s.to, w.slope[q])
	}
	s.a = m.Alpha + (c.at(buying, s.fromSegment, s.from) - s.start[buying])
	s.b = m.Beta + (c.at(leaving, s.fromSegment, s.from) - s.start[leaving])
	s.aEnd = m.Alpha + (c.at(buying, last, s.to) - s.start[buying])
	s.bEnd = m.Beta + (c.at(leaving, last, s.to) - s.start[leaving])
	s.power, s.deathsPower = m.R+r.x, m.S+1
	la, lb := math.Log(s.aEnd), math.Log(s.bEnd)
	w.alive[iR], w.alive[iAlpha] = -la, -s.power/s.aEnd
	w.alive[iS], w.alive[iBeta] = -lb, -m.S/s.bEnd
	g := w.alive[iCoefficients:]
	for i, v := range w.slope[buying] {
		g[i] = -s.power * (v - s.startSlope[buying][i]) / s.aEnd
	}
	g = g[w.n[buying]:]
	for i, v := range w.slope[leaving] {
		g[i] = -m.S * (v - s.startSlope[leaving][i]) / s.bEnd
	}
	w.died.integrate(c, m, s)
	return -s.power*la - m.S*lb, w.died.log
}

// add adds a row, without what [records] sums up, to f and its gradient.
func (w *walker) add(r *row, f *float64, g []float64) {
	alive, dead := w.paths(r)
	var chance float64 // of having died
	if dead > alive {
		e := math.Exp(alive - dead)
		chance = 1 / (1 + e)
		*f += r.w * (dead + math.Log1p(e))
	} else {
		e := math.Exp(dead - alive)
		chance = e / (1 + e)
		*f += r.w * (alive + math.Log1p(e))
	}
	wd, wa := r.w*chance, r.w*(1-chance)
	for i := range g {
		g[i] += wa*w.alive[i] + wd*w.died.g[i]
	}
}
