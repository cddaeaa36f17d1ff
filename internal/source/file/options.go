package file

import (
	"context"

	"github.com/perennial-clv/perennial/internal/source"
)

// Options overrule what Inspect would find by itself.
type Options struct {
	// Customer, Time, Amount, Order and Currency name columns: by header
	// (any case, spaces around it ignored) or by number from 1.
	Customer, Time, Amount, Order, Currency string
	// Dates is the order of day, month and year: dmy, mdy, ymd, or empty to
	// find out.
	Dates string
	// SpoolDir is where rewritten copies go. It must exist.
	SpoolDir string
	// Copy rewrites every text file, even one that looks readable as it is:
	// for when the store stumbles over line ends that no sample showed.
	Copy bool
	// Progress, when set, hears of long work: its stage and the bytes done
	// of the bytes there are (0 when unknown).
	Progress func(stage string, done, total int64)
}

// named are the columns an Options names, by role.
func (o Options) named() map[source.Role]string {
	all := map[source.Role]string{
		source.Customer: o.Customer, source.Time: o.Time, source.Amount: o.Amount,
		source.Order: o.Order, source.Currency: o.Currency,
	}
	for role, name := range all {
		if name == "" {
			delete(all, role)
		}
	}
	return all
}

// Inspect finds out how the files are to be read: which patterns match, how
// each is packed, encoded and cut, and what its columns mean. The pattern
// "-" is standard input. Files that the store cannot read as they are are
// rewritten into the spool directory; the caller removes it.
func Inspect(ctx context.Context, patterns []string, opt Options) (source.Plan, error) {
	l, err := Look(ctx, patterns, opt)
	if err != nil {
		return source.Plan{}, err
	}
	return l.Plan(l.Files)
}
