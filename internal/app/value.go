package app

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/perennial-clv/perennial/internal/source/rates"
	"github.com/perennial-clv/perennial/internal/value"
)

// Terms are the workspace's own.
func (w *Workspace) Terms(ctx context.Context) (value.Terms, error) { return w.db.Terms(ctx) }

// SetTerms makes other terms the workspace's own.
func (w *Workspace) SetTerms(ctx context.Context, t value.Terms) error { return w.db.SetTerms(ctx, t) }

// Value is what the business sold and earned, under the workspace's terms as
// far as the question has none of its own.
func (w *Workspace) Value(ctx context.Context, q value.Question) (value.Ladder, error) {
	own, err := w.db.Terms(ctx)
	if err != nil {
		return value.Ladder{}, err
	}
	t, err := q.Changes.Apply(own)
	if err != nil {
		return value.Ladder{}, err
	}
	return w.db.Value(ctx, t, q.Period)
}

// ImportRates keeps the rates of exchange of a file.
func (w *Workspace) ImportRates(ctx context.Context, path string, o rates.Options) (value.Change, error) {
	f, err := os.Open(path)
	if err != nil {
		return value.Change{}, fileError("read", path, err)
	}
	defer f.Close()
	o.Today = value.DateOf(time.Now().UTC())
	list, err := rates.Read(f, path, o)
	if err != nil {
		return value.Change{}, err
	}
	return w.db.AddRates(ctx, list, filepath.Base(path))
}

// Rates lists the rates of exchange kept.
func (w *Workspace) Rates(ctx context.Context) ([]value.RateSeries, error) { return w.db.Rates(ctx) }
