// Package bgnbd is the BG/NBD model: customers buy at random moments at their
// own rate, and after each repeat purchase may be lost for good.
//
// Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way,
// Marketing Science 24:275-284. Its assumptions:
//
//   - while alive, purchases are a Poisson process of rate λ;
//   - λ differs between customers as Gamma(r, rate α);
//   - after each repeat purchase a customer drops out with probability p;
//   - p differs between customers as Beta(a, b), independent of λ.
//
// A customer who never came back has had no occasion to drop out and counts
// as alive for certain; where that is wrong, package mbgnbd is the remedy.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. All methods but
// Simulate, Parameters and Names work without allocating.
package bgnbd

import (
	"context"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/betageo"
)

// Model holds the parameters. Alpha has the unit of time of the data; the
// others have none.
type Model struct {
	R, Alpha, A, B float64
}

func (m Model) shared() betageo.Model {
	return betageo.Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
}

// Fit finds the parameters of greatest likelihood. The data must hold at
// least four customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	m, d, err := betageo.Fit(ctx, rows, opts, false)
	return Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}, d, err
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return betageo.Names() }

// Parameters lists r, alpha, a, b.
func (m Model) Parameters() []float64 { return m.shared().Parameters() }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error { return m.shared().Validate() }

// LogLikelihood is the log density of one history, in the data's own unit of
// time (eq. 6 of the paper).
func (m Model) LogLikelihood(h btyd.History) float64 { return m.shared().LogLikelihood(h) }

// ProbabilityAlive is the chance that the customer has not dropped out by T;
// one for a customer without repeat purchases.
func (m Model) ProbabilityAlive(h btyd.History) float64 { return m.shared().ProbabilityAlive(h) }

// LogProbabilityAlive is its logarithm, which does not underflow.
func (m Model) LogProbabilityAlive(h btyd.History) float64 { return m.shared().LogAlive(h) }

// ExpectedPurchases is the expected number of purchases in (T, T+t] (eq. 10).
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return m.shared().ExpectedPurchases(h, t)
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase (eq. 9).
func (m Model) ExpectedNewCustomer(t float64) float64 { return m.shared().ExpectedNewCustomer(t) }

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return m.shared().DiscountedPurchases(h, t, delta)
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase (eq. 8).
func (m Model) ProbabilityOf(n int, t float64) float64 { return m.shared().ProbabilityOf(n, t) }

// ProbabilityOfAll fills dst with ProbabilityOf(0, t), ProbabilityOf(1, t), ...
// and returns the chance of len(dst) purchases or more.
func (m Model) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return m.shared().ProbabilityOfAll(t, dst)
}

// ProbabilityBetween is the chance that a new customer makes exactly n
// purchases in (from, to], both measured from the first purchase.
func (m Model) ProbabilityBetween(n int, from, to float64) float64 {
	return m.shared().ProbabilityBetween(n, from, to)
}

// Predictive fills dst with the chances of n = 0, 1, ... purchases in
// (T, T+t] and returns the chance of len(dst) or more. Given alive, the future
// is that of a new customer with r+x, α+T, a, b+x.
func (m Model) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return m.shared().Predictive(h, t, dst)
}

// Outlook returns the chance of being alive, the expected purchases in
// (T, T+t], plain and discounted, and fills dst as Predictive does; dst may be
// empty. It is the quickest way to score many customers.
func (m Model) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	return m.shared().Outlook(h, t, delta, dst)
}

// ProbabilityOfNone is the chance of no purchase in (T, T+t].
func (m Model) ProbabilityOfNone(h btyd.History, t float64) float64 {
	return m.shared().ProbabilityOfNone(h, t)
}

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	return m.shared().TimeToNext(h, probability)
}

// Simulate draws the times of the repeat purchases of one new customer within
// (0, T], measured from the first purchase, in order.
func (m Model) Simulate(rng *rand.Rand, T float64) (times []float64) {
	return m.shared().Simulate(rng, T)
}
