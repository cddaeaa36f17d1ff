package bayes

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// Mode is a maximum of a density and the normal distribution that fits it
// there: the Laplace approximation.
type Mode struct {
	// Names and Parameters are on the natural scale.
	Names      []string
	Parameters []float64
	// StdErr are standard deviations on the natural scale (delta method).
	StdErr []float64
	// X is the mode and Covariance the inverse of minus the Hessian, both in
	// unconstrained coordinates.
	X          []float64
	Covariance [][]float64
	// LogDensity at the mode.
	LogDensity float64
	// Iterations and Evaluations count Newton steps and gradients.
	Iterations, Evaluations int
}

const (
	mostSteps = 200
	// promised is the rise in log-density below which a step does not
	// matter: the mode is then within 1e-6 standard deviations.
	promised = 1e-13
	// nearby is the rise below which Newton steps are taken on trust, as long
	// as they shrink.
	nearby = 1e-6
	// spread is the half width of the differences of gradients that make the
	// Hessian.
	spread = 1e-4
)

// Maximise finds a mode of the density by Newton steps from x, the Hessian
// being taken from differences of the gradient. The error wraps
// btyd.ErrNotFinite when the density at x is zero, and btyd.ErrNotConverged
// when no proper peak was reached; the best point found is returned with it.
func Maximise(ctx context.Context, d Density, x []float64) (Mode, error) {
	n := d.Dim()
	if len(x) != n {
		return Mode{}, fmt.Errorf("%w: %d values for %d coordinates", btyd.ErrInvalidStart, len(x), n)
	}
	c := climb{d: d, x: append([]float64(nil), x...), g: make([]float64, n), next: make([]float64, n), rise: make([]float64, n)}
	c.f = c.at(c.x, c.g)
	if math.IsInf(c.f, 0) || math.IsNaN(c.f) {
		return Mode{}, fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	}
	settled := false
	for steps := 0; steps < mostSteps && !settled; steps++ {
		if err := ctx.Err(); err != nil {
			return Mode{}, err
		}
		settled = !c.step()
		c.steps++
	}
	return c.mode(settled)
}

// climb is the state of a search.
type climb struct {
	d                 Density
	x, g, next, rise  []float64
	f, promise        float64
	steps, evaluation int
}

func (c *climb) at(x, g []float64) float64 {
	c.evaluation++
	return c.d.LogDensity(x, g)
}

// curvature is minus the Hessian at x.
func (c *climb) curvature() [][]float64 {
	n := len(c.x)
	h := square(n)
	up, down := make([]float64, n), make([]float64, n)
	for i := range n {
		x := c.x[i]
		c.x[i] = x + spread
		c.at(c.x, up)
		c.x[i] = x - spread
		c.at(c.x, down)
		c.x[i] = x
		for j := range n {
			v := (down[j] - up[j]) / (4 * spread)
			h[i][j] += v
			h[j][i] += v
		}
	}
	return h
}

// step moves to a higher point; it returns false when there is none worth
// moving to.
func (c *climb) step() bool {
	h := c.curvature()
	l := definite(h)
	solveLower(l, c.g, c.rise)
	solveUpper(l, c.rise, c.rise)
	promise := dot(c.g, c.rise)
	if promise < promised || promise < nearby && promise > c.promise/2 {
		return false
	}
	c.promise = promise
	longest := 0.0
	for _, v := range c.rise {
		longest = math.Max(longest, math.Abs(v))
	}
	g := make([]float64, len(c.g))
	for share := math.Min(1, 2/longest); share > 1e-10; share /= 4 {
		for i, v := range c.rise {
			c.next[i] = c.x[i] + share*v
		}
		f := c.at(c.next, g)
		// Near the mode the rise drowns in rounding, and the slope is the
		// better guide.
		if f > c.f+1e-4*share*promise || promise < nearby && !math.IsInf(f, 0) {
			c.f = f
			copy(c.x, c.next)
			copy(c.g, g)
			return true
		}
	}
	return false
}

// definite factors a curvature, raised until it is positive definite.
func definite(h [][]float64) [][]float64 {
	l, ok := cholesky(h)
	top := 1e-8
	for i := range h {
		top = math.Max(top, math.Abs(h[i][i]))
	}
	for raise := 1e-3 * top; !ok && raise < 1e12*top; raise *= 4 {
		for i := range h {
			h[i][i] += raise
		}
		l, ok = cholesky(h)
	}
	if !ok { // not a number somewhere: follow the gradient
		return identity(len(h))
	}
	return l
}

// mode reports where the search ended.
func (c *climb) mode(settled bool) (Mode, error) {
	n := len(c.x)
	m := Mode{Names: c.d.Names(), X: c.x, LogDensity: c.f, Iterations: c.steps, Parameters: make([]float64, n)}
	constrain(c.d, c.x, m.Parameters)
	l, ok := cholesky(c.curvature())
	m.Evaluations = c.evaluation
	if !ok {
		return m, fmt.Errorf("%w: the density has no proper peak: it is flat, or rises without end, in some direction",
			btyd.ErrNotConverged)
	}
	m.Covariance = inverse(l)
	m.StdErr = m.deltas(c.d)
	solveLower(l, c.g, c.rise)
	if gap := dot(c.rise, c.rise); !settled || gap > 1e-4 {
		return m, fmt.Errorf("%w: after %d steps a rise of %.2g in log-density remains", btyd.ErrNotConverged, c.steps, gap/2)
	}
	return m, nil
}

// deltas are standard deviations on the natural scale.
func (m Mode) deltas(d Density) []float64 {
	n := len(m.X)
	slopes := square(n) // by coordinate, of each natural parameter
	up, down := make([]float64, n), make([]float64, n)
	for i := range n {
		x := append([]float64(nil), m.X...)
		x[i] += spread
		constrain(d, x, up)
		x[i] -= 2 * spread
		constrain(d, x, down)
		for j := range n {
			slopes[i][j] = (up[j] - down[j]) / (2 * spread)
		}
	}
	out := make([]float64, n)
	for j := range n {
		v := 0.0
		for i := range n {
			for k := range n {
				v += slopes[i][j] * m.Covariance[i][k] * slopes[k][j]
			}
		}
		out[j] = math.Sqrt(v)
	}
	return out
}

// Draws are independent draws from the Laplace approximation of d, which must
// be the density that was maximised. They are cheap, and right as far as the
// posterior is normal in its coordinates; [Sample] makes no such assumption.
func (m Mode) Draws(rng *rand.Rand, d Density, n int) (*Draws, error) {
	l, ok := cholesky(m.Covariance)
	if !ok || len(m.X) != d.Dim() {
		return nil, fmt.Errorf("%w: the mode has no covariance matrix of the size of the density", btyd.ErrNotConverged)
	}
	out := newDraws(d, 1, n)
	z, x := make([]float64, len(m.X)), make([]float64, len(m.X))
	for i := range n {
		for k := range z {
			z[k] = rng.NormFloat64()
		}
		for k := range x {
			x[k] = m.X[k] + dot(l[k], z)
		}
		out.record(d, i, x)
		out.LogDensity[i] = m.LogDensity - dot(z, z)/2
	}
	return out, nil
}
