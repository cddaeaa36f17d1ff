package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

type scoreInput struct{}

// Resolve lets the scoring take its time.
func (*scoreInput) Resolve(ctx huma.Context) []error {
	_, w := humago.Unwrap(ctx)
	allowLong(w)
	return nil
}

func registerScore(api huma.API, f faults, in Intake, now *activity) {
	op := operation(http.MethodPost, "/score", "score", "Scoring",
		"Fit the models again to everything imported, and score all customers",
		http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *scoreInput) (value.Run, error) {
		if in == nil {
			return value.Run{}, readOnly()
		}
		progress, done, err := now.start("score")
		if err != nil {
			return value.Run{}, err
		}
		defer done()
		return in.Score(ctx, progress)
	}))
}

func readOnly() error {
	return value.Errorf(value.Denied, "This server only reads").
		WithHint("Use the command line where the data is.")
}
