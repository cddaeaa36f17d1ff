package bayes

import (
	"math"
	"math/rand/v2"
)

// point is a position in scaled coordinates z, with x = centre + scale z, in
// which the metric is the identity.
type point struct {
	z, momentum, slope []float64
	log                float64 // log-density
}

func newPoint(n int) point {
	return point{z: make([]float64, n), momentum: make([]float64, n), slope: make([]float64, n)}
}

func (p *point) set(o *point) {
	copy(p.z, o.z)
	copy(p.momentum, o.momentum)
	copy(p.slope, o.slope)
	p.log = o.log
}

// joint is the log-density of position and momentum: minus the energy.
func (p *point) joint() float64 { return p.log - dot(p.momentum, p.momentum)/2 }

// chain is one Markov chain with all the memory it needs.
type chain struct {
	density     Density
	rng         *rand.Rand
	centre      []float64
	scale       [][]float64 // lower triangular
	scaled      bool        // from a covariance, not from nothing
	x, slope    []float64
	step        float64
	depth       int
	now         point
	levels      []level
	ends        ends
	evaluations int
}

// place fills x from scaled coordinates.
func (c *chain) place(z []float64) {
	for i, row := range c.scale {
		v := c.centre[i]
		for k := 0; k <= i; k++ {
			v += row[k] * z[k]
		}
		c.x[i] = v
	}
}

// evaluate fills the log-density and slope of a point.
func (c *chain) evaluate(p *point) {
	c.evaluations++
	c.place(p.z)
	p.log = c.density.LogDensity(c.x, c.slope)
	if math.IsNaN(p.log) {
		p.log = math.Inf(-1)
	}
	for k := range p.slope {
		v := 0.0
		for i := k; i < len(c.slope); i++ {
			v += c.scale[i][k] * c.slope[i]
		}
		p.slope[k] = v
	}
}

// leapfrog moves a point along its trajectory; step may be negative.
func (c *chain) leapfrog(p *point, step float64) {
	for i, g := range p.slope {
		p.momentum[i] += step / 2 * g
		p.z[i] += step * p.momentum[i]
	}
	c.evaluate(p)
	for i, g := range p.slope {
		p.momentum[i] += step / 2 * g
	}
}

func (c *chain) kick(p *point) {
	for i := range p.momentum {
		p.momentum[i] = c.rng.NormFloat64()
	}
}

// level is the memory of one depth of a tree.
type level struct {
	rho, half            []float64 // sums of momenta
	firstEnd, secondHead []float64 // momenta where the halves meet
	other                point
}

func newLevel(n int) level {
	l := level{other: newPoint(n)}
	for _, v := range []*[]float64{&l.rho, &l.half, &l.firstEnd, &l.secondHead} {
		*v = make([]float64, n)
	}
	return l
}

// subtree is a stretch of trajectory: momenta at its ends in order of
// travel, their sum, the logarithm of its weight and the point drawn from it.
type subtree struct {
	head, tail, rho []float64
	weight          float64
	drawn           *point
}

// ends is the memory of a transition: both ends of the trajectory, the
// momenta where the last doubling met it, and the extension.
type ends struct {
	back, front                  point
	rho, rhoNew, sum             []float64
	joinOld, joinNew, head, tail []float64
	drawn                        point
}

func newEnds(n int) ends {
	e := ends{back: newPoint(n), front: newPoint(n), drawn: newPoint(n)}
	for _, v := range []*[]float64{&e.rho, &e.rhoNew, &e.sum, &e.joinOld, &e.joinNew, &e.head, &e.tail} {
		*v = make([]float64, n)
	}
	return e
}

// outcome describes one transition.
type outcome struct {
	acceptance, energy float64
	depth              int
	divergent          bool
}

// trip is what the steps of one transition add up to.
type trip struct {
	start       float64 // joint log-density at the start
	step        float64 // signed
	acceptances float64
	steps       int
	divergent   bool
}

// wildest is the loss of joint log-density that counts as a divergence.
const wildest = 1000

// transition moves the chain to its next state.
func (c *chain) transition() outcome {
	e := &c.ends
	c.kick(&c.now)
	t := trip{start: c.now.joint()}
	e.back.set(&c.now)
	e.front.set(&c.now)
	copy(e.rho, c.now.momentum)
	joint := t.start
	weight, depth := 0.0, 0
	for depth < c.depth {
		forward := c.rng.Float64() < 0.5
		edge, far := &e.front, &e.back
		t.step = c.step
		if !forward {
			edge, far = far, edge
			t.step = -c.step
		}
		copy(e.joinOld, edge.momentum)
		clear(e.rhoNew)
		s := subtree{head: e.joinNew, tail: e.tail, rho: e.rhoNew, drawn: &e.drawn, weight: math.Inf(-1)}
		if !c.build(depth, edge, &s, &t) {
			break
		}
		depth++
		if s.weight > weight || c.rng.Float64() < math.Exp(s.weight-weight) {
			c.now.set(s.drawn)
			joint = s.drawn.joint()
		}
		weight = logAdd(weight, s.weight)
		// Neither the whole trajectory nor either part with the first step
		// of the other may turn back on itself.
		turned := c.turned(far.momentum, edge.momentum, e.rho, e.rhoNew) ||
			c.turned(far.momentum, e.joinNew, e.rho, e.joinNew) ||
			c.turned(e.joinOld, edge.momentum, e.joinOld, e.rhoNew)
		for i, v := range e.rhoNew {
			e.rho[i] += v
		}
		if turned {
			break
		}
	}
	return outcome{acceptance: t.acceptances / float64(max(1, t.steps)), energy: -joint, depth: depth, divergent: t.divergent}
}

// turned says whether a trajectory with these momenta at its ends, and a + b
// as the sum of all momenta, has begun to come back. The direction of travel
// does not matter.
func (c *chain) turned(one, other, a, b []float64) bool {
	var x, y float64
	for i := range a {
		sum := a[i] + b[i]
		x += one[i] * sum
		y += other[i] * sum
	}
	return !(x > 0 && y > 0)
}

// build extends the trajectory by 2^depth steps from the edge. It returns
// false when the extension must not be used: it diverged, or turned back.
func (c *chain) build(depth int, edge *point, s *subtree, t *trip) bool {
	if depth == 0 {
		return c.leaf(edge, s, t)
	}
	l := &c.levels[depth]
	clear(l.rho)
	first := subtree{head: s.head, tail: l.firstEnd, rho: l.rho, drawn: s.drawn, weight: math.Inf(-1)}
	if !c.build(depth-1, edge, &first, t) {
		return false
	}
	clear(l.half)
	second := subtree{head: l.secondHead, tail: s.tail, rho: l.half, drawn: &l.other, weight: math.Inf(-1)}
	if !c.build(depth-1, edge, &second, t) {
		return false
	}
	s.weight = logAdd(first.weight, second.weight)
	if c.rng.Float64() < math.Exp(second.weight-s.weight) {
		s.drawn.set(&l.other)
	}
	turned := c.turned(s.head, s.tail, l.rho, l.half) ||
		c.turned(s.head, l.secondHead, l.rho, l.secondHead) ||
		c.turned(l.firstEnd, s.tail, l.firstEnd, l.half)
	for i := range s.rho {
		s.rho[i] += l.rho[i] + l.half[i]
	}
	return !turned
}

// leaf takes one step.
func (c *chain) leaf(edge *point, s *subtree, t *trip) bool {
	c.leapfrog(edge, t.step)
	gain := edge.joint() - t.start
	if math.IsNaN(gain) {
		gain = math.Inf(-1)
	}
	t.steps++
	t.acceptances += math.Min(1, math.Exp(gain))
	s.weight = gain
	s.drawn.set(edge)
	copy(s.head, edge.momentum)
	copy(s.tail, edge.momentum)
	for i, v := range edge.momentum {
		s.rho[i] += v
	}
	t.divergent = gain < -wildest
	return !t.divergent
}

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(a, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
