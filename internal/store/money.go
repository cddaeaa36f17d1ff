package store

import (
	"context"

	"github.com/perennial-clv/perennial/internal/value"
)

// Money answers what a business sold and earned, under the terms asked for.
type Money interface {
	// Value is the ladder of a period. Adding up several currencies takes
	// rates: a missing one is an error that names it.
	Value(ctx context.Context, t value.Terms, p value.Period) (value.Ladder, error)
	// Terms are the workspace's own; the defaults before any were set.
	Terms(ctx context.Context) (value.Terms, error)
	// SetTerms makes other terms the workspace's own: what is scored next is
	// read under them.
	SetTerms(ctx context.Context, t value.Terms) error
}

// Rates keeps rates of exchange.
type Rates interface {
	// AddRates keeps rates; of one day, the later ones count.
	AddRates(ctx context.Context, rates []value.Rate, source string) (value.Change, error)
	// Rates lists what is kept, by base and currency.
	Rates(ctx context.Context) ([]value.RateSeries, error)
}
