package api

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write docs/openapi.yaml")

// The description in docs is the one the server gives, and what the
// dashboard's types are made from.
func TestDocsHoldTheDescription(t *testing.T) {
	w := httptest.NewRecorder()
	New(Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, root+"/openapi.yaml", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET openapi.yaml: %d", w.Code)
	}
	file := filepath.Join("..", "..", "docs", "openapi.yaml")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, w.Body.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, w.Body.Bytes()) {
		t.Error("docs/openapi.yaml is out of date: run go test ./internal/api -run Description -update, then npm run types in web")
	}
}
