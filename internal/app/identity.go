package app

import (
	"context"

	"github.com/perennial-clv/perennial/internal/value"
)

// Identity is whom an identifier stands for, and why.
func (w *Workspace) Identity(ctx context.Context, id string) (value.Identity, error) {
	return w.db.Identity(ctx, id)
}

// Merges is a page of the people with several identifiers.
func (w *Workspace) Merges(ctx context.Context, limit, offset int) (value.Merges, error) {
	return w.db.Merges(ctx, limit, offset)
}

// Split keeps that two identifiers are two people.
func (w *Workspace) Split(ctx context.Context, a, b string) (value.Parting, error) {
	return w.db.Split(ctx, a, b)
}

// Rejoin takes back what was said of two people.
func (w *Workspace) Rejoin(ctx context.Context, a, b string) (value.Parting, error) {
	return w.db.Rejoin(ctx, a, b)
}
