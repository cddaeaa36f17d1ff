package bayes

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/perennial-clv/perennial/btyd"
)

// Posterior is a likelihood times priors, as a [Density] over unconstrained
// coordinates: the logarithm of a positive parameter, the log odds of a
// share, with the log-Jacobian.
type Posterior struct {
	likelihood Likelihood
	names      []string
	blocks     []block
	free       sync.Pool
}

// block is a prior with the positions of its parameters; its coordinates are
// at the same positions.
type block struct {
	distributions []Distribution
	at            [2]int
}

type work struct{ p, g []float64 }

// NewPosterior joins a likelihood with priors of all its parameters, in any
// order. The error wraps btyd.ErrInvalidStart.
func NewPosterior(l Likelihood, priors []Prior) (*Posterior, error) {
	p := &Posterior{likelihood: l, names: l.Names()}
	seen := map[string]bool{}
	for _, prior := range priors {
		if err := prior.validate(); err != nil {
			return nil, err
		}
		b := block{distributions: prior.distributions}
		for k, name := range prior.names {
			i := slices.Index(p.names, name)
			if i < 0 || seen[name] {
				return nil, fmt.Errorf("%w: a second prior, or one of an unknown parameter: %s; the parameters are %v",
					btyd.ErrInvalidStart, name, p.names)
			}
			seen[name], b.at[k] = true, i
		}
		p.blocks = append(p.blocks, b)
	}
	for _, name := range p.names {
		if !seen[name] {
			return nil, fmt.Errorf("%w: parameter %s has no prior", btyd.ErrInvalidStart, name)
		}
	}
	p.free.New = func() any { return &work{make([]float64, len(p.names)), make([]float64, len(p.names))} }
	return p, nil
}

// Dim implements [Density].
func (p *Posterior) Dim() int { return len(p.names) }

// Names implements [Density]: the natural parameters.
func (p *Posterior) Names() []string { return p.names }

// LogDensity implements [Density].
func (p *Posterior) LogDensity(x, gradient []float64) float64 { return p.logDensity(x, gradient, true) }

// Constrain implements [Constrained].
func (p *Posterior) Constrain(x, dst []float64) {
	for _, b := range p.blocks {
		first := at(b.distributions[0], x[b.at[0]]).value
		if len(b.distributions) == 1 {
			dst[b.at[0]] = first
			continue
		}
		sum := at(b.distributions[1], x[b.at[1]]).value
		dst[b.at[0]], dst[b.at[1]] = first*sum, (1-first)*sum
	}
}

// Unconstrain returns the coordinates of natural parameters, which must be
// positive; those outside the support of a prior move just inside.
func (p *Posterior) Unconstrain(parameters []float64) ([]float64, error) {
	if len(parameters) != len(p.names) {
		return nil, fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(parameters), len(p.names))
	}
	for i, v := range parameters {
		if !(v > 0) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%w: %s = %g must be positive and finite", btyd.ErrInvalidStart, p.names[i], v)
		}
	}
	x := make([]float64, len(parameters))
	for _, b := range p.blocks {
		first := parameters[b.at[0]]
		if len(b.distributions) == 1 {
			x[b.at[0]] = coordinate(b.distributions[0], first)
			continue
		}
		sum := first + parameters[b.at[1]]
		x[b.at[0]] = coordinate(b.distributions[0], first/sum)
		x[b.at[1]] = coordinate(b.distributions[1], sum)
	}
	return x, nil
}

func (p *Posterior) logDensity(x, gradient []float64, jacobian bool) float64 {
	w := p.free.Get().(*work)
	defer p.free.Put(w)
	p.Constrain(x, w.p)
	f := p.likelihood.LogLikelihood(w.p, w.g)
	if math.IsInf(f, -1) || math.IsNaN(f) {
		return math.Inf(-1)
	}
	for _, b := range p.blocks {
		i := b.at[0]
		first := at(b.distributions[0], x[i])
		slope := w.g[i]
		if len(b.distributions) == 2 {
			j := b.at[1]
			sum := at(b.distributions[1], x[j])
			slope = sum.value * (w.g[i] - w.g[j])
			f += sum.add(first.value*w.g[i]+(1-first.value)*w.g[j], jacobian, &gradient[j])
		}
		f += first.add(slope, jacobian, &gradient[i])
	}
	return f
}

// add returns what a variate adds to the log-density and sets the slope in
// its coordinate, given that of the likelihood in its value.
func (v variate) add(likelihood float64, jacobian bool, slope *float64) float64 {
	f := v.density
	*slope = (likelihood + v.densitySlope) * v.slope
	if jacobian {
		f += v.jacobian
		*slope += v.jacobianRise
	}
	return f
}

// plain is the posterior without the Jacobian: the density of the numbers
// that have priors rather than of their coordinates.
type plain struct{ *Posterior }

func (p plain) LogDensity(x, gradient []float64) float64 { return p.logDensity(x, gradient, false) }

// MAP finds the parameters of greatest posterior density, from natural
// parameters to start with. The density is that of the numbers which have
// priors: with [OnShare], of φ and κ. The mode depends on that choice; for
// quantities that do not, sample. See [Maximise] for errors.
func (p *Posterior) MAP(ctx context.Context, start []float64) (Mode, error) {
	x, err := p.Unconstrain(start)
	if err != nil {
		return Mode{}, err
	}
	return Maximise(ctx, plain{p}, x)
}

// Laplace finds the mode over the unconstrained coordinates, around which
// the posterior is closest to normal, from natural parameters to start with.
func (p *Posterior) Laplace(ctx context.Context, start []float64) (Mode, error) {
	x, err := p.Unconstrain(start)
	if err != nil {
		return Mode{}, err
	}
	return Maximise(ctx, p, x)
}
