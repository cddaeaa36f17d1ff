package bdw

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// Fit finds the parameters of greatest likelihood. Cohorts may differ in how
// many renewals they have behind them. Counts that are negative give an error
// that wraps btyd.ErrInvalidRow; fewer than three renewals, nobody lost or
// nobody kept one that wraps btyd.ErrTooLittleData. When the search stops
// early the error wraps btyd.ErrNotConverged and the best model found is
// returned with it.
func Fit(ctx context.Context, cohorts []sbg.Cohort, opts btyd.Options) (Model, btyd.Diagnostics, error) {
	names := Model{}.Names()
	table, err := sbg.Tabulate(cohorts)
	if err == nil {
		err = table.Enough(len(names))
	}
	if err != nil {
		return Model{}, btyd.Diagnostics{Names: names}, err
	}
	p, d, err := estimate.Fit(ctx, estimate.Problem{
		Names:  names,
		Scale:  numeric.Vector{1, 1, 1},
		Starts: []numeric.Vector{{1, 2, 1}, {0.3, 1, 1.6}},
		Sample: func(int) estimate.Likelihood { return likelihood{table} },
	}, opts)
	return Model{A: p[iA], B: p[iB], C: p[iC]}, d, err
}
