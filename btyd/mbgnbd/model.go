// Package mbgnbd is the MBG/NBD model: like the BG/NBD, but a customer may be
// lost right after the first purchase, too.
//
// Batislam, Denizel and Filiztekin 2007, "Empirical validation and comparison
// of models for customer base analysis", Int. J. Research in Marketing
// 24:201-209; also Hoppe and Wagner 2007, "Customer base analysis: the case
// for a central variant of the Betageometric/NBD model", Marketing - Journal
// of Research and Management 3:75-90. Its assumptions:
//
//   - while alive, purchases are a Poisson process of rate λ;
//   - λ differs between customers as Gamma(r, rate α);
//   - after every purchase, the first included, a customer drops out with
//     probability p;
//   - p differs between customers as Beta(a, b), independent of λ.
//
// A customer alive at T has survived x+1 chances to drop out and cannot drop
// out before the next purchase; a new customer faces the first chance at time
// zero.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. All methods but
// Simulate, Parameters and Names work without allocating.
package mbgnbd

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
	return betageo.Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B, AtZero: true}
}

// Fit finds the parameters of greatest likelihood. The data must hold at
// least four customers and one repeat purchase, else the error wraps
// btyd.ErrTooLittleData. When the search stops early the error wraps
// btyd.ErrNotConverged and the best model found is returned with it.
func Fit(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	m, d, err := betageo.Fit(ctx, rows, opts, true)
	return Model{R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}, d, err
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return betageo.Names() }

// Parameters lists r, alpha, a, b.
func (m Model) Parameters() []float64 { return m.shared().Parameters() }

// Validate refuses parameters that are not positive and finite.
func (m Model) Validate() error { return m.shared().Validate() }

// LogLikelihood is the log density of one history, in the data's own unit of
// time.
func (m Model) LogLikelihood(h btyd.History) float64 { return m.shared().LogLikelihood(h) }

// ProbabilityAlive is the chance that the customer has not dropped out by T.
func (m Model) ProbabilityAlive(h btyd.History) float64 { return m.shared().ProbabilityAlive(h) }

// LogProbabilityAlive is its logarithm, which does not underflow.
func (m Model) LogProbabilityAlive(h btyd.History) float64 { return m.shared().LogAlive(h) }

// ExpectedPurchases is the expected number of purchases in (T, T+t].
func (m Model) ExpectedPurchases(h btyd.History, t float64) float64 {
	return m.shared().ExpectedPurchases(h, t)
}

// ExpectedNewCustomer is the expected number of repeat purchases of a new
// customer within t of the first purchase.
func (m Model) ExpectedNewCustomer(t float64) float64 { return m.shared().ExpectedNewCustomer(t) }

// DiscountedPurchases is the expected number of purchases in (T, T+t], each
// weighted by exp(-delta u) for its moment T+u. The rate delta is continuous,
// per unit of time: ln(1 + annual rate)/52 for weeks.
func (m Model) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return m.shared().DiscountedPurchases(h, t, delta)
}

// ProbabilityOf is the chance that a new customer makes exactly n repeat
// purchases within t of the first purchase.
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
// (T, T+t] and returns the chance of len(dst) or more. Given alive, the rate is
// Gamma(r+x, α+T) and the next chance of dropping out Beta(a, b+x+1).
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
