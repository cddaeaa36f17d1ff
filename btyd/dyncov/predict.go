package dyncov

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Clocks are a model's two clocks along one path: what it takes to judge the
// customers on that path, whose Path and W do not matter here. They may be
// used by several goroutines.
type Clocks struct {
	model  Model
	grid   Grid
	path   Path
	clocks clocks
}

// Along prepares a model for a path. The path reaches as far as predictions
// shall: its future covariates are what the shop plans or expects. The error
// wraps btyd.ErrInvalidStart for a model that cannot be, or for another number
// of covariates, and btyd.ErrInvalidRow for a path that cannot be, or on which
// rates leave the range of e^-300 to e^300.
func (m Model) Along(g Grid, p Path) (*Clocks, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	if len(m.Purchase) != len(g.Names) {
		return nil, fmt.Errorf("%w: %d coefficients for %d covariates", btyd.ErrInvalidStart, len(m.Purchase), len(g.Names))
	}
	if err := g.validate(); err != nil {
		return nil, err
	}
	if err := g.check(p); err != nil {
		return nil, err
	}
	c := &Clocks{model: m, grid: g, path: p}
	e := effects{plain: true, centre: make([]float64, len(p)), scale: make([]float64, len(p))}
	intervals := 1 // without covariates the first is like all others
	for i, series := range p {
		intervals = len(series)
		e.scale[i] = 1
		for q, gamma := range [processes]float64{m.Purchase[i], m.Dropout[i]} {
			e.columns[q] = append(e.columns[q], i)
			e.gamma[q] = append(e.gamma[q], gamma)
		}
	}
	if intervals == 0 {
		return nil, fmt.Errorf("%w: a path without intervals", btyd.ErrInvalidRow)
	}
	if !c.clocks.build(g.Width, p, &e, 0, intervals) {
		return nil, fmt.Errorf("%w: a rate on this path is beyond e^%g", btyd.ErrInvalidRow, steepest)
	}
	return c, nil
}

// LogLikelihood is the log density of one customer's purchases, in the data's
// own unit of time. Errors wrap btyd.ErrInvalidRow, as do those of the other
// methods.
func (c *Clocks) LogLikelihood(customer Customer) (float64, error) {
	w, r, err := c.walker(customer, 0)
	if err != nil {
		return 0, err
	}
	m := c.model
	l := numeric.LogRising(m.R, r.x) + m.R*math.Log(m.Alpha) + m.S*math.Log(m.Beta) + numeric.LogAdd(w.paths(&r))
	for j := range customer.Times {
		k := c.grid.bought(customer, j, c.path)
		for i, series := range c.path {
			l += m.Purchase[i] * series[k]
		}
	}
	return l, nil
}

// ProbabilityAlive is the chance that the customer is still alive at T.
func (c *Clocks) ProbabilityAlive(customer Customer) (float64, error) {
	w, r, err := c.walker(customer, 0)
	if err != nil {
		return 0, err
	}
	return chanceAlive(w.paths(&r)), nil
}

func chanceAlive(alive, dead float64) float64 {
	if dead > alive {
		e := math.Exp(alive - dead)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(dead-alive))
}

// ExpectedPurchases is the expected number of purchases in (T, T+t]. The path
// must reach that far; else the error names the first interval that is
// missing.
func (c *Clocks) ExpectedPurchases(customer Customer, t float64) (float64, error) {
	return c.DiscountedPurchases(customer, t, 0)
}

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u: the discounted expected
// conditional transactions, DECT. The rate delta is continuous, per unit of
// time: ln(1 + annual rate)/52 for weeks.
//
// Given alive at T, λ is Gamma(r+x, α+Λ(T)) and μ is Gamma(s, β+M(T)), so that
// purchases come at the rate (r+x)/(α+Λ(T)) (B/(B+M))^s dΛ, B = β+M(T), with
// the clocks started anew.
func (c *Clocks) DiscountedPurchases(customer Customer, t, delta float64) (float64, error) {
	if !(delta >= 0) || math.IsInf(delta, 0) {
		return 0, fmt.Errorf("%w: discount rate %g must not be negative, and finite", btyd.ErrInvalidRow, delta)
	}
	w, r, err := c.walker(customer, t)
	if err != nil {
		return 0, err
	}
	alive := chanceAlive(w.paths(&r))
	ahead := Model{R: c.model.R + r.x, Alpha: w.end[buying], S: c.model.S, Beta: w.end[leaving]}
	return alive * c.expected(ahead, w.span.to, w.span.to+t, delta), nil
}

// ExpectedNewCustomer is the expected number of repeat purchases within t of a
// first purchase at position start.
func (c *Clocks) ExpectedNewCustomer(start, t float64) (float64, error) {
	if _, _, err := c.walker(Customer{Start: start}, t); err != nil {
		return 0, err
	}
	return c.expected(c.model, start, start+t, 0), nil
}

// expected adds up the segments: on each, purchases come and customers leave
// as without covariates.
func (c *Clocks) expected(m Model, from, to, delta float64) float64 {
	k := c.clocks.segment(from)
	total, gone := 0.0, c.clocks.at(leaving, k, from)
	for low := from; low < to; k++ {
		high := math.Min(to, c.clocks.end(k))
		if high > low {
			beta := m.Beta + c.clocks.at(leaving, k, low) - gone
			here := paretonbd.Model{R: 1, Alpha: 1, S: m.S, Beta: beta / c.clocks.rate[leaving][k]}
			total += c.clocks.rate[buying][k] * math.Exp(-m.S*math.Log(beta/m.Beta)-delta*(low-from)) *
				here.DiscountedPurchases(btyd.History{}, high-low, delta)
			low = high
		}
	}
	return m.R / m.Alpha * total
}

// walker checks a customer and a horizon behind it, and lays out the row.
func (c *Clocks) walker(customer Customer, t float64) (*walker, row, error) {
	if err := c.grid.admits(customer, c.path); err != nil {
		return nil, row{}, err
	}
	if !(t >= 0) || math.IsInf(t, 0) {
		return nil, row{}, fmt.Errorf("%w: horizon %g must be zero or more, and finite", btyd.ErrInvalidRow, t)
	}
	if err := c.grid.reaches(c.path, customer.Start+customer.T+t); err != nil {
		return nil, row{}, err
	}
	h := customer.History()
	w := newWalker(c.model, [processes]int{})
	w.clocks = c.clocks
	return w, row{start: customer.Start, tx: h.Tx, T: h.T, x: h.X, w: 1}, nil
}
