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

// importPath names an import.
type importPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the import"`
}

// registerUndo takes imports back.
func registerUndo(api huma.API, f faults, o Options, now *activity) {
	op := operation(http.MethodPost, "/imports/{id}/undo", "undo-import", "Imports",
		"Take an import back: what it brought goes, what it replaced returns",
		http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *importPath) (value.Batch, error) {
		if o.Intake == nil {
			return value.Batch{}, readOnly()
		}
		_, done, err := now.start("undo")
		if err != nil {
			return value.Batch{}, err
		}
		defer done()
		return o.Intake.Undo(ctx, in.ID)
	}))
}

func registerImports(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/imports", "imports", "Imports", "What was imported, latest first")
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (Imports, error) {
		batches, err := a.Batches(ctx)
		return Imports{batches}, err
	}))
}
