package dyncov

import (
	"context"
	"fmt"
	"math"

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

// tolerance is the rise in log-likelihood per customer that no longer matters.
const tolerance = 1e-17

// Fit finds the parameters of greatest likelihood, or of greatest penalised
// likelihood, from the fit without covariates and, unless SingleStart is set,
// from a second start that guards against a local maximum. Parameters are named
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
	d := btyd.Diagnostics{Names: o.names(), Customers: o.records.customers, Rows: len(o.records.rows)}
	starts, err := o.starts(ctx, opts.Options)
	if err != nil {
		return Model{}, d, err
	}
	best, err := o.search(ctx, starts, opts.MaxIterations, &d)
	m := o.report(&d, best)
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
	return o, o.records.standardise(&o.effects, o.list)
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

// starts are the one asked for, or the model without covariates, which is the
// one that knows only their means, and a common one that guards against a
// local maximum.
func (o *objective) starts(ctx context.Context, opts btyd.Options) ([][]float64, error) {
	x := make([]float64, iCoefficients+len(o.list))
	if len(opts.Start) > 0 {
		return [][]float64{x}, o.given(opts.Start, x)
	}
	static, _, err := paretonbd.Fit(ctx, o.records.static(), btyd.Options{MaxIterations: opts.MaxIterations, Parallel: opts.Parallel})
	if ctx.Err() != nil {
		return nil, err
	}
	for i, p := range static.Parameters() {
		if i == iAlpha || i == iBeta {
			p /= o.age
		}
		// Where customers seem to be all alike, or to stay for ever, it is
		// for want of covariates, or the search will find that way again.
		x[i] = math.Max(-farthestStart, math.Min(farthestStart, math.Log(p)))
	}
	if opts.SingleStart {
		return [][]float64{x}, nil
	}
	common := make([]float64, len(x))
	common[iR], common[iS], common[iBeta] = math.Log(0.6), math.Log(0.6), math.Log(0.5)
	common[iAlpha] = math.Log(0.4 * o.records.customers / o.records.purchases)
	return [][]float64{x, common}, nil
}

// farthestStart bounds the logarithms from which a search starts by itself.
const farthestStart = 4.0

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
		x[iCoefficients+i] = gamma * o.effects.scale[c.column]
		for q, offset := range [processes]int{iAlpha, iBeta} {
			if c.place[q] >= 0 {
				x[offset] -= gamma * o.effects.centre[c.column]
			}
		}
	}
	return nil
}

// search climbs from every start and keeps the highest maximum.
func (o *objective) search(ctx context.Context, starts [][]float64, iterations int, d *btyd.Diagnostics) (best numeric.DenseMinimum, err error) {
	s := o.bounds()
	s.MaxIterations, s.Tolerance = iterations, tolerance
	if iterations <= 0 {
		s.MaxIterations = 200
	}
	for i, start := range starts {
		m, err := numeric.MinimiseDense(ctx, s, start, o.at)
		d.Starts++
		d.Iterations += m.Iterations
		if err != nil {
			return m, err
		}
		if i > 0 && m.Converged && best.Converged && math.Abs(m.F-best.F)*o.records.customers > 0.01 {
			d.Warnings = append(d.Warnings, "the likelihood has more than one maximum; the highest found is reported")
		}
		if i == 0 || m.F < best.F || math.IsNaN(best.F) {
			best = m
		}
	}
	return best, nil
}
