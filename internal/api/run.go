package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

func registerRun(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/run", "run", "Scoring",
		"The latest scoring, whole: the content of summary.json", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (value.Run, error) {
		return a.Run(ctx)
	}))
}
