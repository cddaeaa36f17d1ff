package store

import (
	"context"

	"github.com/perennial-clv/perennial/internal/value"
)

// Identities knows which identifiers are one person. It follows every import,
// and every import undone.
type Identities interface {
	// Identity is whom an identifier stands for, and why; value.NotFound when
	// nothing kept names it.
	Identity(ctx context.Context, id string) (value.Identity, error)
	// Merges is a page of the people with several identifiers: those with
	// several e-mail addresses first.
	Merges(ctx context.Context, limit, offset int) (value.Merges, error)
	// Split keeps that two identifiers are two people, whatever links there
	// are or will be.
	Split(ctx context.Context, a, b string) (value.Parting, error)
	// Rejoin takes back what was said of two people: links count again.
	Rejoin(ctx context.Context, a, b string) (value.Parting, error)
}
