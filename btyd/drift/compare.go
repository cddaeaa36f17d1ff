package drift

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Likelihood is what is asked of a model with given parameters.
type Likelihood interface {
	// LogLikelihood of one customer's history.
	LogLikelihood(h btyd.History) float64
}

// Family makes a model from parameters, all positive, on their natural scale.
type Family func(parameters []float64) Likelihood

// Derived is a positive figure that follows from the parameters.
type Derived func(parameters []float64) float64

// Test is a chi-square test that all groups are alike.
type Test struct {
	// Statistic is chi-square with Degrees degrees of freedom if they are.
	Statistic float64
	Degrees   int
	// PValue is the chance of a statistic as large if they are.
	PValue float64
}

// Step is a difference between two groups.
type Step struct {
	// From and To are the places of the groups.
	From, To int
	// Parameter is the place of the parameter; -1 for the derived figure.
	Parameter int
	// Change is the difference of the logarithms to first order, and StdErr
	// its standard error.
	Change, StdErr float64
	// Z is their ratio and PValue two-sided. Adjusted is PValue after Holm's
	// correction for all steps in the same list.
	Z, PValue, Adjusted float64
}

// Comparison is what [Compare] found.
type Comparison struct {
	// Parameters tests that all parameters are the same in all groups, with
	// k (groups - 1) degrees of freedom; Derived that the derived figure is,
	// with groups - 1: it is the sharper of the two where that figure moves.
	Parameters, Derived Test
	// Steps and DerivedSteps lead from each group to the next, and, of three
	// groups or more, from the first to the last.
	Steps, DerivedSteps []Step
	// DerivedStdErr is, by group, the standard error of the logarithm of the
	// derived figure, from the spread of all customers' scores.
	DerivedStdErr []float64

	moves [][]float64 // by group: of each log parameter, then of the figure
	unit  []float64   // the variance of a move of a group of one
	sizes []float64   // of groups
}

// Between is the step from one group to another: of the parameter at a place,
// or, at -1, of the derived figure. Its p-value is corrected for nothing.
func (c Comparison) Between(from, to, parameter int) Step {
	j := parameter
	if j < 0 {
		j = len(c.unit) - 1
	}
	s := Step{From: from, To: to, Parameter: parameter, Change: c.moves[to][j] - c.moves[from][j]}
	s.StdErr = math.Sqrt(c.unit[j]/c.sizes[from] + c.unit[j]/c.sizes[to])
	s.Z = s.Change / s.StdErr
	s.PValue = math.Erfc(math.Abs(s.Z) / math.Sqrt2)
	s.Adjusted = s.PValue
	return s
}

// Compare tests whether groups of customers, given as weighted histories,
// follow the same parameters. The fit is that of all groups together, by maximum
// likelihood. Which customers came first makes no difference.
//
// The error wraps [btyd.ErrInvalidRow] for an invalid row, [btyd.ErrTooLittleData]
// for fewer than two groups, or an empty one, and [btyd.ErrNotConverged] for a fit that
// is not a proper maximum, or customers whose scores do not tell the parameters
// apart.
func Compare(f Family, fit btyd.Diagnostics, groups []btyd.Rows, figure Derived) (Comparison, error) {
	if len(groups) < 2 {
		return Comparison{}, fmt.Errorf("%w: %d groups cannot be compared", btyd.ErrTooLittleData, len(groups))
	}
	if !fit.Converged || len(fit.LogCovariance) == 0 {
		return Comparison{}, fmt.Errorf("%w: the fit of all groups together has no standard errors", btyd.ErrNotConverged)
	}
	p, err := pool(f, fit, groups)
	if err != nil {
		return Comparison{}, err
	}
	inverse, ok := numeric.InversePositiveDense(p.spread)
	if !ok {
		return Comparison{}, fmt.Errorf("%w: the customers' scores do not tell the parameters apart", btyd.ErrNotConverged)
	}
	slope := gradient(func(at []float64) float64 { return math.Log(figure(at)) }, fit.Estimate)
	if !allFinite(slope) {
		return Comparison{}, fmt.Errorf("%w: the derived figure has no finite slope at %g", btyd.ErrNotFinite, fit.Estimate)
	}
	return p.compare(inverse, fit.LogCovariance, slope), nil
}

// pooled are the scores of all customers at the common parameters.
type pooled struct {
	n      float64
	groups []sums
	spread [][]float64 // mean of score times score
}

// sums are the customers of a group and their summed score.
type sums struct {
	n     float64
	score []float64
}

func pool(f Family, fit btyd.Diagnostics, groups []btyd.Rows) (pooled, error) {
	k := len(fit.Estimate)
	p := pooled{spread: square(k)}
	for g, rows := range groups {
		if err := rows.Validate(); err != nil {
			return p, fmt.Errorf("group %d: %w", g, err)
		}
		if rows.Len() == 0 {
			return p, fmt.Errorf("%w: group %d is empty", btyd.ErrTooLittleData, g)
		}
		s := sums{n: rows.Customers(), score: make([]float64, k)}
		for i, score := range scores(f, fit.Estimate, rows) {
			if !allFinite(score) {
				return p, fmt.Errorf("%w: group %d, row %d (x %g, t_x %g, T %g): slope %g",
					btyd.ErrNotFinite, g, i, rows.X[i], rows.Tx[i], rows.T[i], score)
			}
			addOuter(p.spread, score, rows.W[i])
			for j, v := range score {
				s.score[j] += rows.W[i] * v
			}
		}
		p.groups, p.n = append(p.groups, s), p.n+s.n
	}
	for _, row := range p.spread {
		for j := range row {
			row[j] /= p.n
		}
	}
	return p, nil
}

// compare has the inverse of the spread, the covariance of the log parameters
// and the slope of the derived figure's logarithm in them.
func (p pooled) compare(inverse, covariance [][]float64, slope []float64) Comparison {
	k, out := len(slope), Comparison{unit: make([]float64, len(slope)+1)}
	total := 0.0
	for _, g := range p.groups {
		total += quadratic(g.score, inverse) / g.n
		move := times(covariance, g.score)
		for j := range move {
			move[j] *= p.n / g.n
		}
		out.moves, out.sizes = append(out.moves, append(move, dot(slope, move))), append(out.sizes, g.n)
	}
	out.Parameters = chiSquare(total, k*(len(p.groups)-1))

	for j := range k {
		out.unit[j] = p.n * p.n * quadratic(covariance[j], p.spread)
	}
	out.unit[k] = p.n * p.n * quadratic(times(covariance, slope), p.spread)
	total = 0
	for g, move := range out.moves {
		total += move[k] * move[k] * out.sizes[g] / out.unit[k]
		out.DerivedStdErr = append(out.DerivedStdErr, math.Sqrt(out.unit[k]/out.sizes[g]))
	}
	out.Derived = chiSquare(total, len(p.groups)-1)

	for _, pair := range pairs(len(p.groups)) {
		for j := range k {
			out.Steps = append(out.Steps, out.Between(pair[0], pair[1], j))
		}
		out.DerivedSteps = append(out.DerivedSteps, out.Between(pair[0], pair[1], -1))
	}
	adjust(out.Steps)
	adjust(out.DerivedSteps)
	return out
}

// pairs are neighbours, and the first with the last.
func pairs(groups int) (out [][2]int) {
	for g := range groups - 1 {
		out = append(out, [2]int{g, g + 1})
	}
	if groups > 2 {
		out = append(out, [2]int{0, groups - 1})
	}
	return out
}

// adjust corrects the p-values of steps for their number.
func adjust(steps []Step) {
	p := make([]float64, len(steps))
	for i, s := range steps {
		p[i] = s.PValue
	}
	for i, v := range Holm(p) {
		steps[i].Adjusted = v
	}
}
