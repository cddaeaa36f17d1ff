package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

// Definitions says what value means, and keeps the rates of exchange that
// takes.
type Definitions interface {
	InForce(ctx context.Context) (value.InForce, error)
	SetTerms(ctx context.Context, t value.Terms) error
	Rates(ctx context.Context) ([]value.RateSeries, error)
	// ImportRates keeps the rates of a file, all or none. Without a column of
	// bases they are in base; perBase says that they are units of the currency
	// for one of it.
	ImportRates(ctx context.Context, path, base string, perBase bool) (value.Change, error)
}

type definitionInput struct{ Body value.Terms }

// Resolve lets the change take its time: what orders are worth is put anew.
func (*definitionInput) Resolve(ctx huma.Context) []error {
	_, w := humago.Unwrap(ctx)
	allowLong(w)
	return nil
}

// registerDefinition shows and changes the workspace's definition.
func registerDefinition(api huma.API, f faults, o Options, now *activity) {
	inForce := func(ctx context.Context) (value.InForce, error) {
		if o.Definitions == nil {
			return value.InForce{}, noMoney()
		}
		d, err := o.Definitions.InForce(ctx)
		d.Editable = o.Intake != nil
		return d, err
	}
	op := operation(http.MethodGet, "/definition", "definition", "Value", "What value means here, and in the scores", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (value.InForce, error) { return inForce(ctx) }))

	op = operation(http.MethodPut, "/definition", "set-definition", "Value", "Change what value means here",
		http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "Scores keep the former definition until customers are scored again."
	huma.Register(api, op, handle(f, func(ctx context.Context, in *definitionInput) (value.InForce, error) {
		if o.Intake == nil || o.Definitions == nil {
			return value.InForce{}, readOnly()
		}
		terms, err := in.Body.WithDefaults()
		if err != nil {
			return value.InForce{}, err
		}
		_, done, err := now.start("definition")
		if err != nil {
			return value.InForce{}, err
		}
		defer done()
		if err := o.Definitions.SetTerms(ctx, terms); err != nil {
			return value.InForce{}, err
		}
		return inForce(ctx)
	}))
}
