package regress

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Options steer a fit. The zero value is right for almost every use. Start, if
// given, holds the base parameters and then the coefficients, as in
// Diagnostics.Names.
type Options struct {
	btyd.Options
	// L2 draws the coefficients towards zero: what is maximised is
	//
	//	log-likelihood / customers - L2 (Σ γ² + Σ δ²)
	//
	// over all coefficients of purchase (γ) and dropout (δ), in the units of
	// the columns as they are given; an equal coefficient counts in both. The
	// base parameters are never drawn anywhere. It is a normal prior on each
	// coefficient with mean zero and variance 1/(2 L2 customers).
	L2 float64
	// Equal names covariates of both processes whose coefficients are one and
	// the same number, called "both." and the name in Diagnostics.
	Equal []string
}

const (
	// box bounds the logarithm of a base parameter relative to its scale, and
	// reach what a coefficient may make of the distance between its
	// covariate's extremes, as a logarithm.
	box   = 14.0
	reach = 20.0
	// small is the number of rows the first stage is content with, more with
	// more coefficients, and ladder the factor between stages.
	small, smallEach = 2000, 200
	ladder           = 16
	// tolerance is the rise in log-likelihood per customer that no longer
	// matters.
	tolerance = 1e-17
	// vague is the standard deviation of a weak prior on the coefficients in
	// units, which keeps stages on samples from running off where a sample
	// happens to lack a kind of customer. The last stage is without it.
	vague = 3.0
)

// Fit finds the base parameters and coefficients of greatest likelihood for
// the model B. Names in the diagnostics are the base's, then "purchase.",
// "dropout." or "both." and the covariate's name; LogCovariance has the
// logarithms of the base parameters and the coefficients themselves.
//
// The error wraps btyd.ErrInvalidRow for data that Data.Validate refuses, and
// btyd.ErrTooLittleData for fewer customers than parameters, for covariates that
// are constant, and for such as follow from others; they are named. When the
// search stops early the error wraps btyd.ErrNotConverged and the best model
// found is returned with it.
func Fit[B Base](ctx context.Context, data Data, opts Options) (Model[B], btyd.Diagnostics, error) {
	var none Model[B]
	if err := data.Validate(); err != nil {
		return none, btyd.Diagnostics{}, err
	}
	d, err := newDesign(data, opts.Equal)
	if err != nil {
		return none, btyd.Diagnostics{}, err
	}
	if err := data.Rows.Enough(4 + len(d.coefficients)); err != nil {
		return none, btyd.Diagnostics{}, err
	}
	estimate, diagnostics, err := fit(ctx, histories[B](data.Rows), d, opts)
	if estimate == nil {
		return none, diagnostics, err
	}
	m := Model[B]{Base: modelOf[B](estimate), PurchaseNames: data.PurchaseNames, DropoutNames: data.DropoutNames,
		Purchase: make([]float64, len(data.Purchase)), Dropout: make([]float64, len(data.Dropout))}
	for i, c := range d.coefficients {
		if c.purchase >= 0 {
			m.Purchase[c.purchase] = estimate[4+i]
		}
		if c.dropout >= 0 {
			m.Dropout[c.dropout] = estimate[4+i]
		}
	}
	return m, diagnostics, err
}

// FitSpend finds the parameters and coefficients of greatest likelihood of the
// Gamma-Gamma model; names in the diagnostics are p, q, v and "spend." and the
// covariate's name. Options.Equal must be empty. Errors are as for Fit.
func FitSpend(ctx context.Context, data SpendData, opts Options) (SpendModel, btyd.Diagnostics, error) {
	if err := data.Validate(); err != nil {
		return SpendModel{}, btyd.Diagnostics{}, err
	}
	if len(opts.Equal) > 0 {
		return SpendModel{}, btyd.Diagnostics{}, fmt.Errorf("%w: spend is one process: no coefficients to be equal", btyd.ErrInvalidRow)
	}
	if n, k := data.Rows.Customers(), 3+len(data.Names); n < float64(k) {
		return SpendModel{}, btyd.Diagnostics{}, fmt.Errorf("%w: %g customers with repeat purchases cannot determine %d parameters",
			btyd.ErrTooLittleData, n, k)
	}
	d, err := newSpendDesign(data)
	if err != nil {
		return SpendModel{}, btyd.Diagnostics{}, err
	}
	s, err := amounts(data.Rows)
	if err != nil {
		return SpendModel{}, btyd.Diagnostics{}, err
	}
	estimate, diagnostics, err := fit(ctx, s, d, opts)
	if estimate == nil {
		return SpendModel{}, diagnostics, err
	}
	m := SpendModel{Covariates: data.Names, Coefficients: estimate[3:]}
	m.Base.P, m.Base.Q, m.Base.V = estimate[0], estimate[1], estimate[2]
	return m, diagnostics, err
}

// fit climbs a ladder of samples, as fits without covariates do: all rows are
// visited only for the last few steps. The estimate is on the natural scale,
// nil when there is none.
func fit(ctx context.Context, s source, d design, opts Options) ([]float64, btyd.Diagnostics, error) {
	if !(opts.L2 >= 0) || math.IsInf(opts.L2, 0) {
		return nil, btyd.Diagnostics{}, fmt.Errorf("%w: L2 = %g must be zero or more", btyd.ErrInvalidStart, opts.L2)
	}
	r := &search{source: s, design: d, options: opts}
	starts, err := r.startingPoints()
	if err != nil {
		return nil, btyd.Diagnostics{Names: r.names()}, err
	}
	order := sorted(d.columns(), len(s.weight))
	strides := []int{1}
	for stride := ladder; len(order)/stride >= small+smallEach*len(d.coefficients); stride *= ladder {
		strides = append([]int{stride}, strides...)
	}
	var l *likelihood
	var best numeric.DenseMinimum
	for i, stride := range strides {
		l = newLikelihood(s, d, every(order, stride))
		if i == 0 {
			best, err = r.bestStart(ctx, l, starts)
		} else {
			best, err = r.stage(ctx, l, best.X)
		}
		if err != nil {
			return nil, btyd.Diagnostics{Names: r.names()}, fmt.Errorf("fit stopped: %w", err)
		}
	}
	return r.report(l, best)
}

// every returns each k-th element: a sample spread evenly over covariates.
func every(index []int, k int) []int {
	if k == 1 {
		return index
	}
	var out []int
	for i := k / 2; i < len(index); i += k {
		out = append(out, index[i])
	}
	return out
}

// search carries a problem through its stages and counts the work.
type search struct {
	source                          source
	design                          design
	options                         Options
	iterations, evaluations, starts int
	warnings                        []string
}

// bestStart climbs from every start and keeps the highest maximum.
func (r *search) bestStart(ctx context.Context, l *likelihood, starts [][]float64) (best numeric.DenseMinimum, err error) {
	for i, start := range starts {
		m, err := r.stage(ctx, l, start)
		if err != nil {
			return m, err
		}
		r.starts++
		if i > 0 && m.Converged && best.Converged && math.Abs(m.F-best.F)*l.customers > 0.01 {
			r.warnings = append(r.warnings, "the likelihood has more than one maximum; the highest found is reported")
		}
		if i == 0 || m.F < best.F || math.IsNaN(best.F) {
			best = m
		}
	}
	return best, nil
}

// stage minimises minus the log-likelihood per customer, plus the penalty.
func (r *search) stage(ctx context.Context, l *likelihood, start []float64) (numeric.DenseMinimum, error) {
	n := len(start)
	s := numeric.DenseSearch{Lower: make([]float64, n), Upper: make([]float64, n),
		MaxIterations: r.options.MaxIterations, Tolerance: tolerance}
	if s.MaxIterations <= 0 {
		s.MaxIterations = 200
	}
	for i := range n {
		s.Upper[i] = r.bound(i)
		s.Lower[i] = -s.Upper[i]
	}
	prior := 0.0
	if l.rows < len(r.source.weight) {
		prior = 1 / (vague * vague * l.customers)
	}
	m, err := numeric.MinimiseDense(ctx, s, start, func(x []float64) (float64, []float64, [][]float64) {
		return r.objective(l, x, prior)
	})
	r.iterations += m.Iterations
	r.evaluations += m.Evaluations
	return m, err
}

// bound is how far from zero a variable may go.
func (r *search) bound(i int) float64 {
	nb := len(r.source.names)
	if i < nb {
		return box
	}
	c := r.design.coefficients[i-nb]
	return reach * c.unit / c.spread
}

// objective is minus the log-likelihood per customer, plus the penalty.
func (r *search) objective(l *likelihood, x []float64, prior float64) (float64, []float64, [][]float64) {
	t := l.at(x, r.options.Parallel)
	nb := len(r.source.names)
	f := -t.f / l.customers
	for i := range x {
		t.g[i] = -t.g[i] / l.customers
		for j := i; j < len(x); j++ {
			t.h[i][j] = -t.h[i][j] / l.customers
			t.h[j][i] = t.h[i][j]
		}
	}
	for i, c := range r.design.coefficients {
		k, v := prior+r.penalty(c), x[nb+i]
		f += k * v * v / 2
		t.g[nb+i] += k * v
		t.h[nb+i][nb+i] += k
	}
	return f, t.g, t.h
}

// penalty is the curvature that L2 adds in a coefficient in units.
func (r *search) penalty(c coefficient) float64 {
	return 2 * r.options.L2 * c.parts() / (c.unit * c.unit)
}
