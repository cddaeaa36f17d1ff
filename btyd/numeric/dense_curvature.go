package numeric

// curvature is a positive definite Hessian learned from gradients.
type curvature struct {
	h     [][]float64
	fresh bool // nothing learned since it was last forgotten
}

func newCurvature(n int) *curvature {
	c := &curvature{h: squareOf(n)}
	c.reset(1)
	return c
}

// reset makes it a multiple of the identity.
func (c *curvature) reset(scale float64) {
	for i := range c.h {
		clear(c.h[i])
		c.h[i][i] = scale
	}
	c.fresh = true
}

// forget resets it, unless there is nothing to forget.
func (c *curvature) forget() bool {
	if c.fresh {
		return false
	}
	c.reset(1)
	return true
}

// update takes the difference of two gradients into account: the BFGS formula
// with Powell's damping, which keeps the matrix positive definite (Nocedal and
// Wright 2006, procedure 18.2). The first difference also sets the scale
// (ibid., eq. 6.20).
func (c *curvature) update(from, to, gFrom, gTo []float64) {
	n := len(from)
	s, y := make([]float64, n), make([]float64, n)
	sy, yy, ss := 0.0, 0.0, 0.0
	for i := range n {
		s[i], y[i] = to[i]-from[i], gTo[i]-gFrom[i]
		sy += s[i] * y[i]
		yy += y[i] * y[i]
		ss += s[i] * s[i]
	}
	if ss == 0 {
		return
	}
	if c.fresh && sy > 0 {
		c.reset(yy / sy)
	}
	c.fresh = false
	b := make([]float64, n)
	sb := 0.0
	for i := range n {
		for j := range n {
			b[i] += c.h[i][j] * s[j]
		}
		sb += s[i] * b[i]
	}
	if theta := 0.8 * sb / (sb - sy); sy < 0.2*sb {
		sy = 0.0
		for i := range n {
			y[i] = theta*y[i] + (1-theta)*b[i]
			sy += s[i] * y[i]
		}
	}
	for i := range n {
		for j := range n {
			c.h[i][j] += y[i]*y[j]/sy - b[i]*b[j]/sb
		}
	}
}
