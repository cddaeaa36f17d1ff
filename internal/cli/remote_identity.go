package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/perennial-clv/perennial/internal/value"
)

// Identity asks the server.
func (r remote) Identity(ctx context.Context, id string) (value.Identity, error) {
	var out value.Identity
	err := r.call(ctx, http.MethodGet, "/identity/"+url.PathEscape(id), "", nil, &out)
	return out, err
}

// Merges asks the server.
func (r remote) Merges(ctx context.Context, limit, offset int) (value.Merges, error) {
	var out value.Merges
	err := r.call(ctx, http.MethodGet, fmt.Sprintf("/identity?limit=%d&offset=%d", limit, offset), "", nil, &out)
	return out, err
}

// Split asks the server to.
func (r remote) Split(ctx context.Context, a, b string) (value.Parting, error) {
	return r.parting(ctx, "split", a, b)
}

// Rejoin asks the server to.
func (r remote) Rejoin(ctx context.Context, a, b string) (value.Parting, error) {
	return r.parting(ctx, "join", a, b)
}

func (r remote) parting(ctx context.Context, what, a, b string) (out value.Parting, err error) {
	body, err := json.Marshal(value.Pair{A: a, B: b})
	if err != nil {
		return out, err
	}
	err = r.call(ctx, http.MethodPost, "/identity/"+what, "application/json", bytes.NewReader(body), &out)
	return out, err
}
