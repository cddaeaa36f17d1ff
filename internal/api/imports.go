package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Imports lists what was taken in.
type Imports struct {
	Batches []value.Batch `json:"batches" doc:"Latest first"`
}

func registerImports(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/imports", "imports", "Imports", "What was imported, latest first")
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (Imports, error) {
		batches, err := a.Batches(ctx)
		return Imports{batches}, err
	}))
}
