package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

type customerInput struct {
	ID string `path:"id" minLength:"1" maxLength:"1000" doc:"The customer's id, as in the order log"`
}

func registerCustomer(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/customers/{id}", "customer", "Customers",
		"One customer: orders, P(alive) through time, figures with their working", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *customerInput) (value.CustomerDetail, error) {
		return a.Customer(ctx, in.ID)
	}))
}
