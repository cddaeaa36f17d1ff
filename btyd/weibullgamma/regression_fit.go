package weibullgamma

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// FitRegression finds the base parameters and coefficients of greatest
// likelihood, censored customers and those watched only from some tenure on
// included. The errors are those of [RegressionData.Validate] and of [Fit];
// more covariates than customers are too little data. With L2 the standard
// errors are those of the posterior under the prior it stands for, and the
// log-likelihood is without it.
func FitRegression(ctx context.Context, data RegressionData, opts RegressionOptions) (Regression, btyd.Diagnostics, error) {
	s := newRegressionSearch(data, opts)
	fail := func(err error) (Regression, btyd.Diagnostics, error) {
		return Regression{}, btyd.Diagnostics{Names: s.names}, err
	}
	if err := data.Validate(); err != nil {
		return fail(err)
	}
	if err := data.Rows.Enough(len(s.names)); err != nil {
		return fail(err)
	}
	if !(opts.L2 >= 0) || math.IsInf(opts.L2, 0) {
		return fail(fmt.Errorf("%w: L2 %g must be zero or more and finite", btyd.ErrInvalidStart, opts.L2))
	}
	s.standardise()
	m, err := s.run(ctx)
	if err != nil {
		return fail(fmt.Errorf("fit stopped: %w", err))
	}
	g, d := s.report(m)
	switch {
	case math.IsNaN(m.F) || math.IsInf(m.F, 0):
		err = fmt.Errorf("%w at the starting values", btyd.ErrNotFinite)
	case !m.Converged:
		err = fmt.Errorf("%w: after %d steps the log-likelihood per customer still has slope %.2g", btyd.ErrNotConverged, d.Iterations, d.GradientNorm)
	default:
		if err = g.Base.Validate(); err != nil {
			err = fmt.Errorf("%w: %w", btyd.ErrNotConverged, err)
		}
	}
	return g, d, err
}

// regressionSearch looks for ln r, ln α and ln c of a customer with mean
// covariates, in a unit of time in which the mean wait for a loss is one, and
// for the coefficients of standardised covariates. The coefficients begin at
// first.
type regressionSearch struct {
	data      RegressionData
	opts      RegressionOptions
	names     []string
	first     int
	unit      float64
	customers float64
	mean, sd  []float64
	z         [][]float64 // standardised covariates, by row
}

func newRegressionSearch(data RegressionData, opts RegressionOptions) *regressionSearch {
	s := &regressionSearch{data: data, opts: opts, names: []string{"r", "alpha", "c"}, first: 3}
	if opts.ConstantRate {
		s.names, s.first = s.names[:2:2], 2
	}
	s.names = append(s.names, data.Names...)
	return s
}

func (s *regressionSearch) standardise() {
	rows := s.data.Rows
	s.unit, s.customers = rows.Exposure()/rows.Losses(), rows.Customers()
	s.z = make([][]float64, rows.Len())
	for _, column := range s.data.Covariates {
		mean, squares := 0.0, 0.0
		for i, v := range column {
			mean += rows.W[i] / s.customers * v
		}
		for i, v := range column {
			squares += rows.W[i] / s.customers * (v - mean) * (v - mean)
		}
		sd := math.Sqrt(squares)
		s.mean, s.sd = append(s.mean, mean), append(s.sd, sd)
		for i, v := range column {
			s.z[i] = append(s.z[i], (v-mean)/sd)
		}
	}
}

// run starts from customers as unlike each other as exponentials with r = 1,
// and from such as are more alike and age.
func (s *regressionSearch) run(ctx context.Context) (best numeric.DenseMinimum, err error) {
	n := len(s.names)
	search := numeric.DenseSearch{MaxIterations: s.opts.MaxIterations, Tolerance: 1e-17}
	if search.MaxIterations <= 0 {
		search.MaxIterations = 200
	}
	for range n {
		search.Lower, search.Upper = append(search.Lower, -14), append(search.Upper, 14)
	}
	iterations, evaluations := 0, 0
	for k, start := range []Model{{R: 1, Alpha: 1, C: 1}, {R: 3, Alpha: 3, C: 1.5}} {
		x := make([]float64, n)
		for i, p := range start.Parameters()[:s.first] {
			x[i] = math.Log(p)
		}
		m, err := numeric.MinimiseDense(ctx, search, x, s.objective)
		if err != nil {
			return m, err
		}
		iterations, evaluations = iterations+m.Iterations, evaluations+m.Evaluations
		if k == 0 || m.F < best.F {
			best = m
		}
	}
	best.Iterations, best.Evaluations = iterations, evaluations
	return best, nil
}

// objective is minus the log-likelihood per customer, with the penalty.
func (s *regressionSearch) objective(x []float64) (f float64, g []float64, h [][]float64) {
	sum := newRegressionSum(x, s.first)
	rows := s.data.Rows
	for i := range rows.Len() {
		sum.turnTo(x, s.z[i])
		w, exit, entry := rows.W[i]/s.customers, rows.Exit[i]/s.unit, rows.EntryOf(i)/s.unit
		if exit > 0 {
			sum.survive(w, exit)
		}
		if entry > 0 {
			sum.survive(-w, entry)
		}
		if rows.Lost[i] {
			sum.lose(w, exit)
		}
	}
	for k, sd := range s.sd {
		i, l2 := s.first+k, s.opts.L2/(sd*sd)
		sum.f += l2 * x[i] * x[i]
		sum.g[i] += 2 * l2 * x[i]
		sum.h[i][i] += 2 * l2
	}
	for i := range sum.h {
		for j := range i {
			sum.h[i][j] = sum.h[j][i]
		}
	}
	return sum.f, sum.g, sum.h
}

// report leaves the unit of time and the standardised covariates behind.
func (s *regressionSearch) report(m numeric.DenseMinimum) (Regression, btyd.Diagnostics) {
	n := len(s.names)
	g := Regression{Base: Model{R: math.Exp(m.X[iR]), C: 1}, Covariates: s.data.Names}
	if s.first > iC {
		g.Base.C = math.Exp(m.X[iC])
	}
	logAlpha := m.X[iAlpha] + g.Base.C*math.Log(s.unit)
	penalty := 0.0
	for k, x := range m.X[s.first:] {
		gamma := x / s.sd[k]
		g.Coefficients = append(g.Coefficients, gamma)
		logAlpha += gamma * s.mean[k]
		penalty += s.opts.L2 * gamma * gamma
	}
	g.Base.Alpha = math.Exp(logAlpha)
	d := btyd.Diagnostics{
		Names: s.names, Estimate: append(g.Base.Parameters()[:s.first:s.first], g.Coefficients...),
		LogLikelihood: -(m.F-penalty)*s.customers - s.data.Rows.Losses()*math.Log(s.unit),
		Customers:     s.customers, Rows: s.data.Rows.Len(),
		Iterations: m.Iterations, Evaluations: m.Evaluations, Starts: 2, Converged: m.Converged,
	}
	d.AIC, d.BIC = 2*float64(n)-2*d.LogLikelihood, float64(n)*math.Log(s.customers)-2*d.LogLikelihood
	held := false
	for i := range m.X {
		if m.AtBound[i] {
			held = true
			d.Boundary = append(d.Boundary, s.names[i])
			d.Warnings = append(d.Warnings, s.names[i]+" runs to the edge of what is searched: the data put no bound on it")
		} else {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(m.G[i]))
		}
	}
	inverse, ok := numeric.InversePositiveDense(m.H)
	d.HessianPositiveDefinite = ok && !held
	if !d.HessianPositiveDefinite {
		d.Warnings = append(d.Warnings, "no standard errors: the log-likelihood is flat in some direction at the answer")
		return g, d
	}
	d.Covariance = s.covariance(inverse, g)
	for i := range n {
		d.StdErr = append(d.StdErr, math.Sqrt(d.Covariance[i][i]))
	}
	return g, d
}

// covariance on the natural scale, by the derivatives of the natural
// parameters in those searched.
func (s *regressionSearch) covariance(inverse [][]float64, g Regression) [][]float64 {
	n := len(s.names)
	jacobian, out := make([][]float64, n), make([][]float64, n)
	for i := range n {
		jacobian[i], out[i] = make([]float64, n), make([]float64, n)
	}
	jacobian[iR][iR], jacobian[iAlpha][iAlpha] = g.Base.R, g.Base.Alpha
	if s.first > iC {
		jacobian[iC][iC] = g.Base.C
		jacobian[iAlpha][iC] = g.Base.Alpha * g.Base.C * math.Log(s.unit)
	}
	for k, sd := range s.sd {
		jacobian[s.first+k][s.first+k] = 1 / sd
		jacobian[iAlpha][s.first+k] = g.Base.Alpha * s.mean[k] / sd
	}
	for i := range n {
		for j := range n {
			for a := range n {
				for b := range n {
					out[i][j] += jacobian[i][a] * inverse[a][b] * jacobian[j][b] / s.customers
				}
			}
		}
	}
	return out
}
