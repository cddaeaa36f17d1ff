package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

type posteriorQuestion struct {
	Model string `path:"model" enum:"bg-nbd,mbg-nbd,pareto-nbd" doc:"The model"`
}

func registerPosterior(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/models/{model}/posterior", "posterior", "Scoring",
		"What is known of a model's parameters after the data", http.StatusNotFound, http.StatusUnprocessableEntity)
	op.Description = "Draws from the posterior by a No-U-Turn sampler, described. On large logs a sample of customers is used, and a warning says so. It takes a second or so; the same data give the same draws."
	huma.Register(api, op, handle(f, func(ctx context.Context, q *posteriorQuestion) (value.Posterior, error) {
		return a.Posterior(ctx, q.Model)
	}))
}
