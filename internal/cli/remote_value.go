package cli

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// Value asks the server.
func (r remote) Value(ctx context.Context, q value.Question) (value.Ladder, error) {
	var out value.Ladder
	err := r.call(ctx, http.MethodGet, "/value"+parameters(q, ""), "", nil, &out)
	return out, err
}

// Compare asks the server.
func (r remote) Compare(ctx context.Context, q value.Question, other value.Changes) (value.Comparison, error) {
	var out value.Comparison
	err := r.call(ctx, http.MethodGet, "/value/compare"+parameters(q, strings.Join(other.List(), ",")), "", nil, &out)
	return out, err
}

// parameters are a question's.
func parameters(q value.Question, with string) string {
	v := url.Values{}
	for _, c := range append(q.Changes.List(), "from="+q.From.String(), "to="+q.To.String(), "as_of="+q.AsOf.String(), "with="+with) {
		if name, text, _ := strings.Cut(c, "="); text != "" {
			v.Set(name, text)
		}
	}
	return "?" + v.Encode()
}
