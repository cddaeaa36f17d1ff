package ziln

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Options steer a fit. The zero value is right for almost every use.
type Options struct {
	// L2 is the strength of the penalty, in customers: L2/2 times the square
	// of each coefficient, intercepts excepted, is added to the loss of all
	// customers together. Zero means 1.
	L2 float64
	// Unpenalised leaves the penalty out.
	Unpenalised bool
	// MinLevel is the least number of customers of a level of a category
	// that has a column of its own; zero means 20.
	MinLevel float64
	// Cap is the largest mean value of a customer given return; zero means
	// the largest value in the data, and infinity none.
	Cap float64
	// MaxIterations bounds the Newton steps of each part; zero means 200.
	MaxIterations int
}

// withDefaults fills in what was left out and refuses what cannot be.
func (o Options) withDefaults() (Options, error) {
	if !(o.L2 >= 0) || math.IsInf(o.L2, 0) || !(o.MinLevel >= 0) || !(o.Cap >= 0) {
		return o, fmt.Errorf("%w: L2 %g must be zero or more and finite, MinLevel %g and Cap %g zero or more",
			btyd.ErrInvalidStart, o.L2, o.MinLevel, o.Cap)
	}
	switch {
	case o.Unpenalised:
		o.L2 = 0
	case o.L2 == 0:
		o.L2 = 1
	}
	if o.MinLevel == 0 {
		o.MinLevel = 20
	}
	if o.MaxIterations <= 0 {
		o.MaxIterations = 200
	}
	return o, nil
}

const (
	// farthest bounds the size of a coefficient: standardised, one of 30 is
	// infinite for all purposes.
	farthest = 30
	// tolerance is the fall in the mean loss that no longer matters.
	tolerance = 1e-17
)

// Fit learns a model by Newton's method. Values that are negative, features
// that are infinite or of different lengths give an error that wraps
// btyd.ErrInvalidRow; fewer than three different values above zero one that
// wraps btyd.ErrTooLittleData. When a search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
//
// The diagnostics name parameters by predictor and column, "return: intercept"
// for instance. Their standard errors are those of the posterior under the
// prior that the penalty stands for; the log-likelihood is without it.
func Fit(ctx context.Context, data Data, opts Options) (Model, btyd.Diagnostics, error) {
	opts, err := opts.withDefaults()
	if err == nil {
		err = data.enough()
	}
	if err != nil {
		return Model{}, btyd.Diagnostics{}, err
	}
	m := Model{Encoding: learn(data, opts.MinLevel), Cap: math.Min(opts.Cap, math.MaxFloat64)}
	all, back, err := parts(data, m.Encoding, opts.L2)
	if err != nil {
		return Model{}, btyd.Diagnostics{}, err
	}
	whether, err := all.search(ctx, opts, all.returning, all.startReturning())
	if err != nil {
		return Model{}, btyd.Diagnostics{}, fmt.Errorf("fit of return stopped: %w", err)
	}
	howMuch, err := back.search(ctx, opts, back.spending, back.startSpending())
	if err != nil {
		return Model{}, btyd.Diagnostics{}, fmt.Errorf("fit of value stopped: %w", err)
	}
	m.Return, m.Location, m.Scale = whether.X, howMuch.X[:all.width], howMuch.X[all.width:]
	if m.Cap == 0 {
		for _, v := range data.Value {
			m.Cap = math.Max(m.Cap, v)
		}
	}
	notes := m.calibrate(all, data)
	d := report(m, all, back, whether, howMuch)
	d.Warnings = append(d.Warnings, notes...)
	if d.LogLikelihood, err = m.LogLikelihood(data); err != nil {
		return m, d, err
	}
	k := float64(len(d.Names))
	d.AIC, d.BIC = 2*k-2*d.LogLikelihood, k*math.Log(d.Customers)-2*d.LogLikelihood
	if err := m.Validate(); err != nil {
		return m, d, fmt.Errorf("%w: %w", btyd.ErrNotFinite, err)
	}
	if !d.Converged {
		return m, d, fmt.Errorf("%w: after %d steps the mean loss still has slope %.2g", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return m, d, nil
}

// parts lays out the data of the two regressions.
func parts(d Data, e Encoding, ridge float64) (all, back part, err error) {
	x, err := e.matrix(d.Features, len(d.Value))
	width := len(e.Columns())
	all = part{x: x, y: d.Value, width: width, ridge: ridge, blocks: 1}
	back = part{width: width, ridge: ridge, blocks: 2}
	for i, v := range d.Value {
		w := d.weight(i)
		all.w, all.total = append(all.w, w), all.total+w
		if v > 0 && err == nil {
			back.x = append(back.x, x[i*width:][:width]...)
			back.y = append(back.y, math.Log(v))
			back.w, back.total = append(back.w, w), back.total+w
		}
	}
	return all, back, err
}

// startReturning and startSpending are the answers without features.
func (p part) startReturning() []float64 {
	start := make([]float64, p.width)
	yes := 0.0
	for i, v := range p.y {
		if v > 0 {
			yes += p.w[i]
		}
	}
	start[0] = math.Log(yes+0.5) - math.Log(p.total-yes+0.5)
	return start
}

func (p part) startSpending() []float64 {
	start := make([]float64, 2*p.width)
	mean, squares := 0.0, 0.0
	for i, l := range p.y {
		mean += p.w[i] / p.total * l
	}
	for i, l := range p.y {
		squares += p.w[i] / p.total * (l - mean) * (l - mean)
	}
	start[0] = mean
	sigma := math.Max(math.Sqrt(squares), 2*leastSigma)
	start[p.width] = sigma + math.Log(-math.Expm1(-sigma)) // softplus backwards
	return start
}

// search minimises a part. Intercepts other than that of return are free, as
// they carry the unit of money.
func (p part) search(ctx context.Context, opts Options, f numeric.DenseObjective, start []float64) (numeric.DenseMinimum, error) {
	s := numeric.DenseSearch{MaxIterations: opts.MaxIterations, Tolerance: tolerance}
	for i := range start {
		edge := float64(farthest)
		if p.blocks > 1 && i == 0 {
			edge = math.Inf(1)
		}
		s.Lower, s.Upper = append(s.Lower, -edge), append(s.Upper, edge)
	}
	return numeric.MinimiseDense(ctx, s, start, f)
}

// calibrate sets the factor that makes the total expected in training equal
// the total observed, and says what is odd about it.
func (m *Model) calibrate(all part, d Data) (notes []string) {
	observed, expected, capped := 0.0, 0.0, 0.0
	for i, v := range d.Value {
		z := m.logits(all.x[i*all.width:][:all.width])
		observed += all.w[i] * v
		expected += all.w[i] * m.capped(z)
		if z.MeanIfReturned() > m.Cap {
			capped += all.w[i]
		}
	}
	m.Calibration = observed / expected
	if capped > 0.01*all.total {
		notes = append(notes, fmt.Sprintf("the mean value given return of %.0f%% of customers is held at the cap of %.4g: "+
			"the spread of values is larger than a log-normal mean can be trusted with", 100*capped/all.total, m.Cap))
	}
	if m.Calibration < 0.8 || m.Calibration > 1.25 {
		notes = append(notes, fmt.Sprintf("expected values are multiplied by %.2f to match the total observed: "+
			"the values of those who come back are not log-normal in the tail", m.Calibration))
	}
	return notes
}
