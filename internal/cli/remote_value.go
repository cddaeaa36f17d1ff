package cli

import (
	"bytes"
	"context"
	"encoding/json"
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

// Terms asks the server.
func (r remote) Terms(ctx context.Context) (value.Terms, error) {
	var out value.InForce
	err := r.call(ctx, http.MethodGet, "/definition", "", nil, &out)
	return out.Definition.Terms, err
}

// SetTerms asks the server to.
func (r remote) SetTerms(ctx context.Context, t value.Terms) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	var out value.InForce
	return r.call(ctx, http.MethodPut, "/definition", "application/json", bytes.NewReader(body), &out)
}

// Rates asks the server.
func (r remote) Rates(ctx context.Context) ([]value.RateSeries, error) {
	var out struct{ Rates []value.RateSeries }
	err := r.call(ctx, http.MethodGet, "/rates", "", nil, &out)
	return out.Rates, err
}

// ImportRates uploads the file.
func (r remote) ImportRates(ctx context.Context, path, base string, perBase bool) (out value.Change, err error) {
	if err := readable(path); err != nil {
		return out, err
	}
	q := url.Values{}
	if base != "" {
		q.Set("base", base)
	}
	if perBase {
		q.Set("per_base", "true")
	}
	err = r.upload(ctx, "/rates?"+q.Encode(), []string{path}, &out)
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
