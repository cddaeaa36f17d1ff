package models

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/internal/value"
)

// Model is a fitted model of purchases.
type Model interface {
	LogLikelihood(h btyd.History) float64
	ProbabilityAlive(h btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	ExpectedNewCustomer(t float64) float64
	DiscountedPurchases(h btyd.History, t, delta float64) float64
	ProbabilityOfAll(t float64, dst []float64) (tail float64)
	ProbabilityOfNone(h btyd.History, t float64) float64
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
	Parameters() []float64
	Names() []string
	Validate() error
}

// Family is a kind of model: how to fit it, and how to make one from
// parameters.
type Family struct {
	Name string
	Keys []string // names of the parameters, in order
	// FlawedAlive: P(alive) of a one-time buyer, or of everyone, is 1 whatever
	// happens.
	FlawedAlive bool
	// Immortal: nobody is ever lost.
	Immortal bool
	Fit      func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error)
	With     func(p []float64) Model
}

// Families are all models of purchases, in the order in which they are listed.
func Families() []Family {
	return []Family{
		{Name: value.BGNBD, Keys: bgnbd.Model{}.Names(), FlawedAlive: true, Fit: fitting(bgnbd.Fit),
			With: func(p []float64) Model { return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }},
		{Name: value.MBGNBD, Keys: mbgnbd.Model{}.Names(), Fit: fitting(mbgnbd.Fit),
			With: func(p []float64) Model { return mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }},
		{Name: value.ParetoNBD, Keys: paretonbd.Model{}.Names(), Fit: fitting(paretonbd.Fit),
			With: func(p []float64) Model { return paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]} }},
		{Name: value.GGomNBD, Keys: ggomnbd.Model{}.Names(), Fit: fitting(ggomnbd.Fit),
			With: func(p []float64) Model {
				return ggomnbd.Model{R: p[0], Alpha: p[1], B: p[2], S: p[3], Beta: p[4]}
			}},
		regular(value.BGCNBD, false),
		regular(value.MBGCNBD, true),
		{Name: value.NBD, Keys: nbd.Model{}.Names(), FlawedAlive: true, Immortal: true, Fit: fitting(nbd.Fit),
			With: func(p []float64) Model { return nbd.Model{R: p[0], Alpha: p[1]} }},
	}
}

// fitting gives a model's own fit the common form.
func fitting[M Model](fit func(context.Context, btyd.Rows, btyd.Options) (M, btyd.Diagnostics, error)) func(context.Context, btyd.Rows, btyd.Options) (Model, btyd.Diagnostics, error) {
	return func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error) {
		m, d, err := fit(ctx, rows, opts)
		return m, d, err
	}
}

// Find is a family by name.
func Find(name string) (Family, bool) {
	for _, f := range Families() {
		if f.Name == name {
			return f, true
		}
	}
	return Family{}, false
}
