package dyncov

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// L2 is a penalty on the squares of the coefficients: the fit maximises the
// mean log-likelihood of a customer less Purchase·Σγ² + Dropout·Σδ². It is not
// indifferent to the units of covariates. One that acts equally on both
// processes pays both.
type L2 struct{ Purchase, Dropout float64 }

// Options steer a fit. The zero value lets every covariate act on both
// processes.
type Options struct {
	btyd.Options
	// Purchase and Dropout name the covariates of each process: nil stands
	// for all, an empty slice for none.
	Purchase, Dropout []string
	// Equal names covariates that have one coefficient for both processes.
	Equal []string
	// L2 draws coefficients towards zero.
	L2 L2
}

// coarse and fine are the rises in log-likelihood per customer that no longer
// matter: to the search that learns curvature as it goes, and to the one that
// follows it with the curvature at hand.
const (
	coarse = 1e-11
	fine   = 1e-17
)

// Fit finds the parameters of greatest likelihood, or of greatest penalised
// likelihood. It starts from the fit without covariates. Parameters are named
// r, alpha, s, beta, then purchase.NAME, dropout.NAME, or both.NAME where the
// coefficients are equal; Options.Start follows that order. The diagnostics'
// LogLikelihood is without penalties, and LogCovariance is that of ln r,
// ln alpha, ln s, ln beta and the coefficients themselves.
//
// There must be at least as many customers as parameters, a repeat purchase,
// and some change in each covariate, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, data Data, opts Options) (Model, btyd.Diagnostics, error) {
	o, err := prepare(data, opts)
	if err != nil {
		return Model{}, btyd.Diagnostics{Names: o.names()}, err
	}
	d := btyd.Diagnostics{Names: o.names(), Customers: o.records.customers, Rows: len(o.records.rows), Starts: 1}
	start, err := o.start(ctx, opts.Options)
	if err != nil {
		return Model{}, d, err
	}
	best, hessian, err := o.search(ctx, start, opts.MaxIterations)
	m := o.report(&d, best, hessian)
	switch {
	case err != nil:
		return m, d, fmt.Errorf("fit stopped: %w", err)
	case math.IsNaN(best.F) || math.IsInf(best.F, 0):
		return m, d, fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	case !best.Converged:
		return m, d, fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g; "+
			"the data may not tell the parameters apart", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	}
	return m, d, nil
}

// prepare checks data and options.
func prepare(data Data, opts Options) (*objective, error) {
	o := &objective{penalty: opts.L2, workers: opts.Parallel}
	if err := data.Validate(); err != nil {
		return o, err
	}
	if !(opts.L2.Purchase >= 0 && opts.L2.Dropout >= 0) || math.IsInf(opts.L2.Purchase+opts.L2.Dropout, 0) {
		return o, fmt.Errorf("%w: penalties %g and %g must not be negative, and finite",
			btyd.ErrInvalidRow, opts.L2.Purchase, opts.L2.Dropout)
	}
	var err error
	if o.effects, o.list, err = choose(data.Grid.Names, opts); err != nil {
		return o, err
	}
	o.records = newRecords(data)
	rows := o.records.static()
	if err := rows.Enough(iCoefficients + len(o.list)); err != nil {
		return o, err
	}
	o.age, _ = rows.Pace()
	if err := o.records.standardise(&o.effects, o.list); err != nil {
		return o, err
	}
	o.measure()
	return o, nil
}

// static are the rows without covariates.
func (s *records) static() btyd.Rows {
	histories := btyd.Rows{}
	for _, r := range s.rows {
		histories.X = append(histories.X, r.x)
		histories.Tx = append(histories.Tx, r.tx)
		histories.T = append(histories.T, r.T)
		histories.W = append(histories.W, r.w)
	}
	return histories
}

func (o *objective) names() []string {
	names := append([]string(nil), base[:]...)
	for _, c := range o.list {
		names = append(names, c.name)
	}
	return names
}

// start is the one asked for, or the model without covariates, which is the
// one that knows only their means.
func (o *objective) start(ctx context.Context, opts btyd.Options) ([]float64, error) {
	x := make([]float64, iCoefficients+len(o.list))
	if len(opts.Start) > 0 {
		return x, o.given(opts.Start, x)
	}
	static, _, err := paretonbd.Fit(ctx, o.records.static(), btyd.Options{
		MaxIterations: opts.MaxIterations, Parallel: opts.Parallel, SingleStart: opts.SingleStart})
	if e := ctx.Err(); e != nil {
		return x, err
	}
	for i, p := range static.Parameters() {
		if i == iAlpha || i == iBeta {
			p /= o.age
		}
		// Not quite to the edge of the box, where the gradient may vanish.
		x[i] = math.Max(1-box, math.Min(box-1, math.Log(p)))
	}
	return x, nil
}

// given turns starting values on the natural scale into variables.
func (o *objective) given(start, x []float64) error {
	if len(start) != len(x) {
		return fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(start), len(x))
	}
	for i, v := range start {
		if math.IsNaN(v) || math.IsInf(v, 0) || i < iCoefficients && !(v > 0) {
			return fmt.Errorf("%w: %s = %g must be finite, and positive if it is not a coefficient",
				btyd.ErrInvalidStart, o.names()[i], v)
		}
		if i < iCoefficients {
			x[i] = math.Log(v)
		}
	}
	x[iAlpha] -= math.Log(o.age)
	x[iBeta] -= math.Log(o.age)
	for i, c := range o.list {
		gamma := start[iCoefficients+i]
		x[iCoefficients+i] = gamma / o.unit[i]
		for q, offset := range [processes]int{iAlpha, iBeta} {
			if c.place[q] >= 0 {
				x[offset] -= gamma * o.effects.centre[c.column]
			}
		}
	}
	return nil
}

// search climbs with curvature learned on the way, and takes the last steps
// with the curvature at hand, which is also that of the standard errors.
func (o *objective) search(ctx context.Context, start []float64, iterations int) (numeric.DenseMinimum, [][]float64, error) {
	if iterations <= 0 {
		iterations = 200
	}
	s := o.bounds()
	s.MaxIterations, s.Tolerance = iterations, coarse
	first, err := numeric.MinimiseDense(ctx, s, start, func(x []float64) (float64, []float64, [][]float64) {
		f, g := o.at(x)
		return f, g, nil
	})
	if err != nil || math.IsInf(first.F, 0) || math.IsNaN(first.F) || first.Iterations >= iterations {
		return first, nil, err
	}
	hessian := o.hessian(first.X)
	s.MaxIterations, s.Tolerance = iterations-first.Iterations, fine
	last, err := numeric.MinimiseDense(ctx, s, first.X, func(x []float64) (float64, []float64, [][]float64) {
		f, g := o.at(x)
		return f, g, copyOf(hessian)
	})
	last.Iterations += first.Iterations
	return last, hessian, err
}

func copyOf(m [][]float64) [][]float64 {
	out := make([][]float64, len(m))
	for i := range m {
		out[i] = slices.Clone(m[i])
	}
	return out
}
