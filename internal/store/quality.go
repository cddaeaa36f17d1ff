package store

import (
	"context"

	"github.com/perennial-clv/perennial/internal/value"
)

// Quality answers what to know of the data kept. Days are of a zone; of every
// list the gravest come first, and at most a few.
type Quality interface {
	// Kept is what there is, by source and kind.
	Kept(ctx context.Context, zone string) ([]value.SourceQuality, error)
	// Currencies are orders by currency.
	Currencies(ctx context.Context) ([]value.CurrencyOrders, error)
	// Gaps are stretches of days without orders, by source, that are longer
	// than is usual there.
	Gaps(ctx context.Context, zone string) ([]Gap, error)
	// Duplicates are orders of one customer and amount in one minute under
	// different ids; sources that know days only are left out.
	Duplicates(ctx context.Context) (Found, error)
	// CountedTwice are orders of one customer and amount that two sources have
	// within an hour of each other.
	CountedTwice(ctx context.Context) ([]Overlap, error)
	// Outliers are orders far above all others of their currency.
	Outliers(ctx context.Context) (Found, error)
	// Lineless counts orders without lines of sources that have lines.
	Lineless(ctx context.Context) ([]SourceCount, error)
	// Overrefunded are orders of which more went back than was paid.
	Overrefunded(ctx context.Context) (Found, error)
	// StrayRefunds are refunds of orders that are not there.
	StrayRefunds(ctx context.Context) (Found, error)
	// RejectedReasons are the rows left out by an import, or by all standing
	// imports for 0, by file and reason.
	RejectedReasons(ctx context.Context, batch int64) ([]value.RejectedReason, error)
}

// Gap is a stretch of days without orders.
type Gap struct {
	Source   string
	From, To Date  // the days without orders
	Days     int64 // from the order before to the one after
	Usual    int64 // days that 99.5 % of the stretches do not exceed
	Judged   int64 // how many stretches there are
}

// Found are things found: how many there are, and some of them.
type Found struct {
	Count    int64
	Examples []value.FindingExample
}

// Overlap are orders two sources share.
type Overlap struct {
	A, B           string
	Orders         int64
	OfA, OfB       int64 // orders of each source
	Value          value.Amount
	FirstA, FirstB string // ids of one pair
}

// SourceCount is a number of a source's records.
type SourceCount struct {
	Source    string
	Count, Of int64
}
