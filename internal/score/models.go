package score

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/internal/value"
)

// Auto lets the backtest choose among the models.
const Auto = "auto"

// Names of the models.
const (
	BGNBD         = value.BGNBD
	MBGNBD        = value.MBGNBD
	ParetoNBD     = value.ParetoNBD
	NBD           = value.NBD
	Stacked       = value.Stacked
	Naive         = value.Naive
	GammaGamma    = value.GammaGamma
	CohortAverage = value.CohortAverage
	MeanSpend     = value.MeanSpend
)

// transactions is what scoring needs of a model of purchases.
type transactions interface {
	ProbabilityAlive(btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	ExpectedNewCustomer(t float64) float64
	DiscountedPurchases(h btyd.History, t, delta float64) float64
	ProbabilityOfAll(t float64, dst []float64) (tail float64)
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
}

// family is a kind of transaction model: how to fit it, and how to make one
// from parameters.
type family struct {
	name string
	fit  func(context.Context, btyd.Rows) (transactions, btyd.Diagnostics, error)
	with func(p []float64) transactions
	keys []string
	// flawedAlive: P(alive) of a one-time buyer, or of everyone, is 1 whatever
	// happens.
	flawedAlive bool
}

// families are all transaction models, in the order in which they are listed.
func families() []family {
	return []family{
		{
			name: BGNBD, keys: []string{"r", "alpha", "a", "b"}, flawedAlive: true,
			fit: func(ctx context.Context, r btyd.Rows) (transactions, btyd.Diagnostics, error) {
				m, d, err := bgnbd.Fit(ctx, r, btyd.Options{})
				return m, d, err
			},
			with: func(p []float64) transactions { return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} },
		},
		{
			name: MBGNBD, keys: []string{"r", "alpha", "a", "b"},
			fit: func(ctx context.Context, r btyd.Rows) (transactions, btyd.Diagnostics, error) {
				m, d, err := mbgnbd.Fit(ctx, r, btyd.Options{})
				return m, d, err
			},
			with: func(p []float64) transactions { return mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} },
		},
		{
			name: ParetoNBD, keys: []string{"r", "alpha", "s", "beta"},
			fit: func(ctx context.Context, r btyd.Rows) (transactions, btyd.Diagnostics, error) {
				m, d, err := paretonbd.Fit(ctx, r, btyd.Options{})
				return m, d, err
			},
			with: func(p []float64) transactions { return paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]} },
		},
		{
			name: NBD, keys: []string{"r", "alpha"}, flawedAlive: true,
			fit: func(ctx context.Context, r btyd.Rows) (transactions, btyd.Diagnostics, error) {
				m, d, err := nbd.Fit(ctx, r, btyd.Options{})
				return m, d, err
			},
			with: func(p []float64) transactions { return nbd.Model{R: p[0], Alpha: p[1]} },
		},
	}
}

// familyOf finds a model by name, or nil.
func familyOf(name string) *family {
	for _, f := range families() {
		if f.name == name {
			return &f
		}
	}
	return nil
}
