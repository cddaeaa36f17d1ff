package midlife

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// The parameters searched, in this order; the last two only where new
// customers have rates of their own.
const (
	iR = iota
	iAlpha
	iS
	iBeta
	iOpening
	shared // number of parameters with rates in common
	iNewR  = shared
	iNewA  = shared + 1
	apart  = shared + 2 // number of parameters with rates of their own
)

// most is the number of rows that are visited one by one; more are condensed.
const most = 20_000

// Fit finds the parameters of greatest likelihood. All histories must end on
// the same day; the log is taken to begin when the oldest customer is first
// seen, half a step of the rows' grid of time earlier. New customers get rates
// of their own where BIC is for it. The data must hold at least seven customers
// first seen at different times and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
//
// Standard errors take the window as given.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	none := btyd.Diagnostics{Names: Model{}.Names()}
	if err := rows.Enough(apart); err != nil {
		return Model{}, none, err
	}
	window, ok := windowOf(rows)
	if !ok {
		return Model{}, none, fmt.Errorf("%w: all customers were first seen at once", btyd.ErrTooLittleData)
	}
	if len(opts.Start) != 0 && len(opts.Start) != len(none.Names) {
		return Model{}, none, fmt.Errorf("%w: %d values for %d parameters", btyd.ErrInvalidStart, len(opts.Start), len(none.Names))
	}
	starts, err := startsOf(ctx, rows, window, opts)
	if err != nil {
		return Model{}, none, err
	}
	s := &search{rows: rows, window: window, opts: opts, customers: rows.Customers()}
	if rows.Len() > most {
		if few, ok := estimate.Condense(rows); ok {
			s.rows, s.customers = few, few.Customers()
		}
	}
	best, err := s.from(ctx, starts, shared)
	if err != nil {
		return Model{}, none, err
	}
	// Where old customers are all there seem to be, or none, those in common say
	// nothing of new ones: begin also at a shop that has both.
	first, both := starts[0], append(slices.Clone(starts[0]), starts[0][iR], starts[0][iAlpha])
	both[iR], both[iAlpha], both[iOpening] = first[iR]-math.Log(4), first[iAlpha]-math.Ln2, 0
	own, err := s.from(ctx, [][]float64{append(slices.Clone(best.X), best.X[iR], best.X[iAlpha]), both}, apart)
	if err != nil {
		return Model{}, none, err
	}
	if gain := (best.F - own.F) * s.customers; gain > (apart-shared)*math.Log(s.customers)/2 {
		best = own
	}
	return s.report(rows, best)
}

// windowOf is how long before the end of observation the log begins: half a
// step before the first customer is seen; false without steps.
func windowOf(rows btyd.Rows) (window float64, ok bool) {
	ages := slices.Clone(rows.T)
	slices.Sort(ages)
	step := math.Inf(1)
	for i := 1; i < len(ages); i++ {
		if d := ages[i] - ages[i-1]; d > 1e-9*ages[i] {
			step = math.Min(step, d)
		}
	}
	return ages[len(ages)-1] + step/2, !math.IsInf(step, 1)
}

// startsOf are where a search begins, as logarithms: at the Pareto/NBD, with
// many old customers.
func startsOf(ctx context.Context, rows btyd.Rows, window float64, opts btyd.Options) ([][]float64, error) {
	logs := func(p ...float64) []float64 {
		for i, v := range p {
			p[i] = math.Log(v)
		}
		return p
	}
	if len(opts.Start) != 0 {
		m := With(opts.Start)
		if err := m.Validate(); err != nil {
			return nil, err
		}
		return [][]float64{logs(m.Old.R, m.Old.Alpha, m.Old.S, m.Old.Beta, math.Max(m.Opening, 1e-6))}, nil
	}
	p, _, err := paretonbd.Fit(ctx, rows, btyd.Options{SingleStart: true, Parallel: opts.Parallel})
	if p.Validate() != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// Far out on a ridge, where nobody leaves, there is nothing to climb.
	s, beta := p.S, p.Beta
	if s > 5 || beta > 20*window {
		s, beta = 1, 1/math.Max(p.S/p.Beta, 1e-3/window)
	}
	return [][]float64{logs(p.R, p.Alpha, s, beta, 30)}, nil
}

// search is a likelihood to be climbed.
type search struct {
	rows                            btyd.Rows
	window, customers               float64
	opts                            btyd.Options
	iterations, evaluations, starts int
}

// model is that of logarithms, and whether rounding leaves it right.
func (s *search) model(x []float64) (Model, bool) {
	m := Model{
		Old:     paretonbd.Model{R: math.Exp(x[iR]), Alpha: math.Exp(x[iAlpha]), S: math.Exp(x[iS]), Beta: math.Exp(x[iBeta])},
		Opening: math.Exp(x[iOpening]), Window: s.window,
	}
	m.NewR, m.NewAlpha = m.Old.R, m.Old.Alpha
	if len(x) == apart {
		m.NewR, m.NewAlpha = math.Exp(x[iNewR]), math.Exp(x[iNewA])
	}
	return m, estimate.Sound(m.Parameters(), s.customers, 0, 2, 6)
}

// from climbs from each start and keeps the highest maximum.
func (s *search) from(ctx context.Context, starts [][]float64, n int) (best numeric.DenseMinimum, err error) {
	limit := s.opts.MaxIterations
	if limit <= 0 {
		limit = 300
	}
	age := math.Log(s.window)
	box := numeric.DenseSearch{MaxIterations: limit, Tolerance: tolerance}
	for i := range n {
		middle := 0.0
		if i == iAlpha || i == iBeta || i == iNewA {
			middle = age
		}
		box.Lower, box.Upper = append(box.Lower, middle-reach), append(box.Upper, middle+reach)
	}
	for i, start := range starts {
		m, err := numeric.MinimiseDense(ctx, box, start, s.at)
		if err != nil {
			return m, err
		}
		s.iterations, s.evaluations, s.starts = s.iterations+m.Iterations, s.evaluations+m.Evaluations, s.starts+1
		if i == 0 || m.F < best.F {
			best = m
		}
	}
	return best, nil
}

// tolerance is the rise in log-likelihood a customer that no longer matters.
const tolerance = 1e-13

// reach bounds the logarithms of parameters, relative to their natural size.
const reach = 9.0
