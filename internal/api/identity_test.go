package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// register of people whose answers say what was asked.
type registry struct{ shop }

func (*registry) Identity(_ context.Context, id string) (value.Identity, error) {
	return value.Identity{ID: id, Person: "ann@x.org"}, nil
}

func (*registry) Merges(_ context.Context, limit, offset int) (value.Merges, error) {
	return value.Merges{Total: int64(limit), Joined: int64(offset)}, nil
}

func (*registry) Split(_ context.Context, a, b string) (value.Parting, error) {
	return value.Parting{Says: a + " is not " + b}, nil
}

func (*registry) Rejoin(_ context.Context, a, b string) (value.Parting, error) {
	return value.Parting{Says: a + " is " + b}, nil
}

func TestIdentity(t *testing.T) {
	r := &registry{}
	h := New(Options{Identities: r, Intake: r, Log: quiet()})
	for target, want := range map[string]string{
		"/api/v1/identity/stripe%3Acus_1":    `"id":"stripe:cus_1","person":"ann@x.org"`,
		"/api/v1/identity":                   `"total":50,"joined":0`,
		"/api/v1/identity?limit=3&offset=10": `"total":3,"joined":10`,
	} {
		if w := get(h, target); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	post := func(h http.Handler, what, body string) *httptest.ResponseRecorder {
		q := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/api/v1/identity/"+what, strings.NewReader(body))
		q.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, q)
		return w
	}
	for what, want := range map[string]string{"split": "ann is not eve", "join": "ann is eve"} {
		if w := post(h, what, `{"a":"ann","b":"eve"}`); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	if w := post(h, "split", `{"a":"ann"}`); w.Code != 422 {
		t.Errorf("half a pair: %d %s", w.Code, w.Body)
	}
	if w := post(New(Options{Identities: r, Log: quiet()}), "split", `{"a":"ann","b":"eve"}`); w.Code != 403 {
		t.Errorf("a server that only reads: %d %s", w.Code, w.Body)
	}
	if w := get(New(Options{Log: quiet()}), "/api/v1/identity/ann"); w.Code != 404 {
		t.Errorf("a server without people: %d", w.Code)
	}
}
