package resample

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd/bayes"
)

// spread is the half width, in logarithms of parameters, of the differences
// that make derivatives.
const spread = 1e-4

// Influence is how much one more customer like those of each row would move
// the maximum of the likelihood: the score of the row through the inverse of
// the information.
type Influence struct {
	estimate []float64
	weights  []float64
	shifts   [][]float64 // of the logarithms of the parameters, by row
}

// NewInfluence takes a likelihood apart at its maximum. The error wraps
// btyd.ErrInvalidStart when estimates are not positive, btyd.ErrNotConverged
// when they are not a maximum.
func NewInfluence(ctx context.Context, l bayes.Pointwise, estimate []float64) (*Influence, error) {
	var flat []bayes.Prior
	for _, name := range l.Names() {
		flat = append(flat, bayes.On(name, bayes.Flat{}))
	}
	p, err := bayes.NewPosterior(l, flat)
	if err != nil {
		return nil, err
	}
	mode, err := p.MAP(ctx, estimate)
	if err != nil {
		return nil, fmt.Errorf("influence of customers: %w", err)
	}
	in := &Influence{estimate: mode.Parameters, weights: l.Weights()}
	n, rows := len(mode.Parameters), len(in.weights)
	scores := make([][]float64, n)
	up, down := make([]float64, rows), make([]float64, rows)
	for k := range n {
		l.RowLogLikelihoods(moved(in.estimate, k, spread), 0, rows, up)
		l.RowLogLikelihoods(moved(in.estimate, k, -spread), 0, rows, down)
		scores[k] = make([]float64, rows)
		for i := range up {
			scores[k][i] = (up[i] - down[i]) / (2 * spread)
		}
	}
	for i := range rows {
		shift := make([]float64, n)
		for k := range n {
			for j := range n {
				shift[k] += mode.Covariance[k][j] * scores[j][i]
			}
		}
		in.shifts = append(in.shifts, shift)
	}
	return in, nil
}

// moved is p with one logarithm changed.
func moved(p []float64, k int, by float64) []float64 {
	out := append([]float64(nil), p...)
	out[k] *= math.Exp(by)
	return out
}

// On returns how much one more customer like those of each row would move a
// statistic, by row.
func (in *Influence) On(f Statistic) []float64 {
	out := make([]float64, len(in.shifts))
	for k := range in.estimate {
		slope := (f(moved(in.estimate, k, spread)) - f(moved(in.estimate, k, -spread))) / (2 * spread)
		for i, shift := range in.shifts {
			out[i] += slope * shift[k]
		}
	}
	return out
}

// StdErr is the standard error of a statistic that holds whether or not the
// model is right: the square root of the summed squares of the influences
// (the sandwich estimator; White 1982, Econometrica 50:1-25).
func (in *Influence) StdErr(f Statistic) float64 {
	total := 0.0
	for i, v := range in.On(f) {
		total += in.weights[i] * v * v
	}
	return math.Sqrt(total)
}

// Acceleration is how fast the standard error of a statistic changes with its
// value: a sixth of the skewness of the influences (Efron 1987).
func (in *Influence) Acceleration(f Statistic) float64 {
	var squares, cubes float64
	for i, v := range in.On(f) {
		squares += in.weights[i] * v * v
		cubes += in.weights[i] * v * v * v
	}
	if squares == 0 {
		return 0
	}
	return cubes / (6 * math.Pow(squares, 1.5))
}
