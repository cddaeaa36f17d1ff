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

// InForce is what value means here, and in the scores.
func (w *Workspace) InForce(ctx context.Context) (out value.InForce, err error) {
	own, err := w.db.Terms(ctx)
	if err != nil {
		return out, err
	}
	scored, err := w.db.ScoredTerms(ctx)
	return value.NewInForce(own, scored), err
}

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
// Without a column of bases they are in base; perBase says that they are
// units of the currency for one of it.
func (w *Workspace) ImportRates(ctx context.Context, path, base string, perBase bool) (value.Change, error) {
	f, err := os.Open(path)
	if err != nil {
		return value.Change{}, fileError("read", path, err)
	}
	defer f.Close()
	list, err := rates.Read(f, path, rates.Options{Base: base, PerBase: perBase, Today: value.DateOf(time.Now().UTC())})
	if err != nil {
		return value.Change{}, err
	}
	return w.db.AddRates(ctx, list, filepath.Base(path))
}

// Rates lists the rates of exchange kept.
func (w *Workspace) Rates(ctx context.Context) ([]value.RateSeries, error) { return w.db.Rates(ctx) }

// Compare asks a question again under another definition, and explains the
// difference.
func (w *Workspace) Compare(ctx context.Context, q value.Question, other value.Changes) (out value.Comparison, err error) {
	own, err := w.db.Terms(ctx)
	if err != nil {
		return out, err
	}
	from, err := q.Changes.Apply(own)
	if err != nil {
		return out, err
	}
	to, err := other.Apply(from)
	if err != nil {
		return out, err
	}
	var way []value.Ladder
	for _, t := range value.Between(from, to) {
		l, err := w.db.Value(ctx, t, q.Period)
		if err != nil {
			return out, err
		}
		way = append(way, l)
	}
	last, err := w.db.Value(ctx, to, q.Period)
	if err != nil {
		return out, err
	}
	return value.CompareLadders(way, last)
}
