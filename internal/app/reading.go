package app

import (
	"context"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Reading says how files are to be understood.
type Reading struct {
	Customer, Time, Amount, Order string // column overrides
	Dates                         string
	Currency                      string // keep only this currency
	Zone                          string
}

// inspect finds out what files hold; awkward ones are rewritten into spool.
func (r Reading) inspect(ctx context.Context, files []string, spool string, p Progress) (source.Plan, error) {
	p.step("looking at the files")
	return file.Inspect(ctx, files, r.options(spool, p))
}

// options are those of looking at files.
func (r Reading) options(spool string, p Progress) file.Options {
	return file.Options{
		Customer: r.Customer, Time: r.Time, Amount: r.Amount, Order: r.Order, Dates: r.Dates, SpoolDir: spool,
		Progress: func(stage string, done, total int64) {
			if p == nil {
				return
			}
			share := -1.0
			if total > 0 {
				share = float64(done) / float64(total)
			}
			p(Event{Step: stage, Share: share, Bytes: total})
		},
	}
}

// load reads a plan into a store.
func (r Reading) load(ctx context.Context, to store.Intake, plan source.Plan, opt store.LoadOptions, p Progress) (store.Loaded, error) {
	var bytes int64
	for _, t := range plan.Tables {
		for _, f := range t.Files {
			bytes += f.Size
		}
	}
	opt.Zone, opt.Currency = r.Zone, r.Currency
	opt.Locate = locate
	p.step("reading orders")
	opt.Progress = store.Progress(p.share("reading orders", bytes))
	return to.Load(ctx, plan, opt)
}

// locate finds the lines of unusable values in every file of a table.
func locate(ctx context.Context, t source.Table, faults []source.Faults, emit func(value.Rejection) error) error {
	for _, f := range t.Files {
		if err := file.Locate(ctx, t, f, faults, emit); err != nil {
			return err
		}
	}
	return nil
}

// inputOf is the record of what was read.
func inputOf(l store.Loaded) value.Input {
	b := l.Batch
	return value.Input{
		Files: b.Files, Rows: b.Rows, Accepted: b.Accepted, Rejected: b.Rejected, Duplicates: l.Duplicates, Understood: b.Understood,
	}
}
