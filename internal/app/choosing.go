package app

import (
	"context"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// choice is what a person said of how a file is to be read.
func (t *taking) choice(f *file.Found) value.Choice {
	switch {
	case t.Choose != nil:
		return t.Choose(f.Path())
	case t.Format == "" && t.namesColumns():
		return value.Choice{Format: orderLog}
	}
	return value.Choice{Format: t.Format, Kind: t.Kind, Map: t.Map}
}

// namesColumns reports whether the columns of a plain order log are told.
func (t *taking) namesColumns() bool {
	r := t.Reading
	return r.Customer != "" || r.Time != "" || r.Amount != "" || r.Order != ""
}

// settle is done once an import stands: what a person said is remembered for
// the next file of the same header, and rows left out are kept for mending.
func (t *taking) settle(ctx context.Context, plan source.Plan, b value.Batch) error {
	for _, r := range t.chosen {
		if t.namesColumns() {
			break // these columns are told anew each time
		}
		if err := r.how.remember(ctx, t.db, r.found); err != nil {
			return err
		}
	}
	return t.sendBack(ctx, plan, b)
}
