package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Identities knows which identifiers are one person.
type Identities interface {
	Identity(ctx context.Context, id string) (value.Identity, error)
	Merges(ctx context.Context, limit, offset int) (value.Merges, error)
	Split(ctx context.Context, a, b string) (value.Parting, error)
	Rejoin(ctx context.Context, a, b string) (value.Parting, error)
}

type identifierInput struct {
	ID string `path:"id" minLength:"1" maxLength:"1000" example:"stripe:cus_1" doc:"An e-mail address, the business's id, a platform's name and id, a telephone number or a device"`
}

type mergesInput struct {
	Limit  int `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Offset int `query:"offset" default:"0" minimum:"0"`
}

type pairInput struct{ Body value.Pair }

func registerIdentity(api huma.API, f faults, o Options, now *activity) {
	op := operation(http.MethodGet, "/identity/{id}", "identity", "Identity",
		"Whom an identifier stands for, and why", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *identifierInput) (value.Identity, error) {
		if o.Identities == nil {
			return value.Identity{}, noIdentities()
		}
		return o.Identities.Identity(ctx, in.ID)
	}))
	op = operation(http.MethodGet, "/identity", "merges", "Identity",
		"People with several identifiers, those with several e-mail addresses first", http.StatusNotFound, http.StatusUnprocessableEntity)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *mergesInput) (value.Merges, error) {
		if o.Identities == nil {
			return value.Merges{}, noIdentities()
		}
		return o.Identities.Merges(ctx, in.Limit, in.Offset)
	}))
	registerParting(api, f, o, now, "split", "Say that two identifiers are two people", Identities.Split)
	registerParting(api, f, o, now, "join", "Take back that two identifiers are two people", Identities.Rejoin)
}

// registerParting is an operation on two people.
func registerParting(api huma.API, f faults, o Options, now *activity, what, summary string, do func(Identities, context.Context, string, string) (value.Parting, error)) {
	op := operation(http.MethodPost, "/identity/"+what, what+"-people", "Identity", summary,
		http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "Figures follow when customers are scored again."
	huma.Register(api, op, handle(f, func(ctx context.Context, in *pairInput) (value.Parting, error) {
		if o.Identities == nil || o.Intake == nil {
			return value.Parting{}, readOnly()
		}
		_, done, err := now.start(what)
		if err != nil {
			return value.Parting{}, err
		}
		defer done()
		return do(o.Identities, ctx, in.Body.A, in.Body.B)
	}))
}

func noIdentities() error {
	return value.Errorf(value.NotFound, "This server does not know which identifiers are one person")
}
