package dyncov

import "math"

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
	clocks clocks
	died   *died
	alive  terms // of the logarithm of the other path
	square []float64
	slope  [processes][]float64 // of the clocks at T
	bend   [processes][]float64
	span   span
	end    [processes]float64 // the factors α+Λ(T) and β+M(T)
}

// newWalker makes room for the derivatives by n coefficients.
func newWalker(m Model, n [processes]int) *walker {
	w := &walker{model: m, died: newDied(n), alive: newTerms(n)}
	w.square = make([]float64, len(w.alive.h))
	for q := range processes {
		w.slope[q], w.bend[q] = make([]float64, n[q]), make([]float64, triangle(n[q]))
		w.span.startSlope[q], w.span.startCurve[q] = make([]float64, n[q]), make([]float64, triangle(n[q]))
	}
	return w
}

// paths computes both terms of the likelihood of a row: the logarithms of
//
//	(α+Λ(T))^-(r+x) (β+M(T))^-s
//
// and of the path on which the customer died, with their derivatives in
// w.alive and w.died.
func (w *walker) paths(r *row) (alive, dead float64) {
	m, c, s := &w.model, &w.clocks, &w.span
	s.from, s.to = r.start+r.tx, r.start+r.T
	first, last := c.segment(r.start), c.segment(s.to)
	s.segment = c.segment(s.from)
	for q, offset := range [processes]float64{m.Alpha, m.Beta} {
		s.start[q] = c.at(q, first, r.start)
		c.derivatives(q, first, r.start, s.startSlope[q], s.startCurve[q])
		c.derivatives(q, last, s.to, w.slope[q], w.bend[q])
		s.factor[q] = offset + (c.at(q, s.segment, s.from) - s.start[q])
		w.end[q] = offset + (c.at(q, last, s.to) - s.start[q])
	}
	s.power = [processes]float64{m.R + r.x, m.S}
	alive = w.survive()
	s.power[leaving]++
	w.died.integrate(c, m, s)
	return alive, w.died.log
}

// survive computes the term of those alive at T.
func (w *walker) survive() float64 {
	s, t := &w.span, &w.alive
	u, n, at := t.g, len(t.g), iCoefficients
	log := 0.0
	for q, shape := range [processes]int{iR, iS} {
		l, per := math.Log(w.end[q]), 1/w.end[q]
		log -= s.power[q] * l
		u[shape], u[shape+1] = -l, -s.power[q]*per
		for i, v := range w.slope[q] {
			u[at] = u[shape+1] * (v - s.startSlope[q][i])
			at++
		}
		for i := range w.bend[q] {
			w.bend[q][i] = (w.bend[q][i] - s.startCurve[q][i]) * per
		}
	}
	for i := range n {
		for j := i; j < n; j++ {
			w.square[i*n+j] = u[i] * u[j]
		}
	}
	clear(t.h)
	t.inner(u, w.square, w.bend, s.power)
	return log
}

// add adds a row, without what [records] sum up, to f and its derivatives.
func (w *walker) add(r *row, f *float64, sum terms) {
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
	a, d, n := &w.alive, &w.died.terms, len(sum.g)
	wd, wa := r.w*chance, r.w*(1-chance)
	both := wd * (1 - chance)
	for i := range n {
		sum.g[i] += wa*a.g[i] + wd*d.g[i]
		apart := both * (a.g[i] - d.g[i])
		for j := i; j < n; j++ {
			k := i*n + j
			sum.h[k] += wa*a.h[k] + wd*d.h[k] + apart*(a.g[j]-d.g[j])
		}
	}
}
