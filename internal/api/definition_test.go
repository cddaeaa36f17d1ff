package api

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// meanings keeps a definition and the rates it was handed.
type meanings struct {
	own    value.Terms
	scored *value.Terms
	rates  string
}

func (m *meanings) InForce(context.Context) (value.InForce, error) {
	own, err := m.own.WithDefaults()
	return value.NewInForce(own, m.scored), err
}

func (m *meanings) SetTerms(_ context.Context, t value.Terms) error { m.own = t; return nil }

func (m *meanings) Rates(context.Context) ([]value.RateSeries, error) { return nil, nil }

func (m *meanings) ImportRates(_ context.Context, path, base string, _ bool) (value.Change, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return value.Change{}, err
	}
	if len(text) == 0 {
		return value.Change{}, value.Errorf(value.BadInput, "there are no rates in %s", path)
	}
	m.rates = filepath.Base(path) + " " + base + " " + string(text)
	return value.Change{New: 1}, nil
}

func put(h http.Handler, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPut, root+"/definition", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const netInEuro = `{"basis":"net","refunds":"order_date","tax":"included","currency":"eur","zone":"Europe/Berlin","identity":"linked","serve_cost":7.5}`

func TestDefinitionIsChangedAndScoresAreStale(t *testing.T) {
	first, err := value.Terms{}.WithDefaults()
	if err != nil {
		t.Fatal(err)
	}
	m := &meanings{scored: &first}
	h := New(Options{Definitions: m, Intake: &shop{}, Log: quiet()})
	var d value.InForce
	if w := get(h, root+"/definition"); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &d) != nil || d.Stale || !d.Editable || d.Scored == nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w := put(h, netInEuro)
	if json.Unmarshal(w.Body.Bytes(), &d) != nil || w.Code != 200 || !d.Stale || d.Definition.Basis != value.Net || d.Definition.Currency != "EUR" || d.Definition.ServeCost.String() != "7.50" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if m.own.Zone != "Europe/Berlin" || d.Scored.Basis != value.NetRevenue || !strings.HasPrefix(d.ScoredShort, "net revenue") {
		t.Errorf("kept %+v, scored %q", m.own, d.ScoredShort)
	}
	for _, bad := range []string{`{"basis":"net"}`, strings.Replace(netInEuro, "Europe/Berlin", "Mars/Phobos", 1), strings.Replace(netInEuro, `"net"`, `"profit"`, 1),
		strings.Replace(netInEuro, "7.5", "-1", 1), strings.Replace(netInEuro, "eur", "euro", 1)} {
		if w := put(h, bad); w.Code != 422 || m.own.Zone != "Europe/Berlin" {
			t.Errorf("%s: %d %s", bad, w.Code, w.Body)
		}
	}
}

func TestDefinitionOfAServerThatOnlyReads(t *testing.T) {
	m := &meanings{}
	h := New(Options{Definitions: m, Log: quiet()})
	if w := get(h, root+"/definition"); w.Code != 200 || !strings.Contains(w.Body.String(), `"editable":false`) || !strings.Contains(w.Body.String(), `"scored":null`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := put(h, netInEuro); w.Code != 403 || m.own.Basis != "" {
		t.Errorf("changed: %d %s", w.Code, w.Body)
	}
	if w := sendRates(t, h, "", "r.csv"); w.Code != 403 {
		t.Errorf("rates: %d %s", w.Code, w.Body)
	}
	if w := get(New(Options{Log: quiet()}), root+"/rates"); w.Code != 404 {
		t.Errorf("without definitions: %d", w.Code)
	}
}

func TestRatesAreTakenIn(t *testing.T) {
	m := &meanings{}
	spool := t.TempDir()
	h := New(Options{Definitions: m, Intake: &shop{}, SpoolDir: spool, Log: quiet()})
	if w := sendRates(t, h, "?base=eur", "../r.csv"); w.Code != 200 || m.rates != "r.csv EUR date,USD" || !strings.Contains(w.Body.String(), `"new":1`) {
		t.Fatalf("%d %s, kept %q", w.Code, w.Body, m.rates)
	}
	for query, files := range map[string][]string{"": {"a.csv", "b.csv"}, "?base=euro": {"a.csv"}, "?per_base=perhaps": {"a.csv"}} {
		if w := sendRates(t, h, query, files...); w.Code != 422 {
			t.Errorf("%s %v: %d %s", query, files, w.Code, w.Body)
		}
	}
	if w := sendRates(t, h, "", "empty.csv"); w.Code != 422 || !strings.Contains(w.Body.String(), "no rates in empty.csv") {
		t.Errorf("an empty file: %d %s", w.Code, w.Body)
	}
	if left, err := os.ReadDir(spool); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if w := get(h, root+"/rates"); w.Code != 200 || !strings.Contains(w.Body.String(), `"rates":[]`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// sendRates uploads files of one line, or of none.
func sendRates(t *testing.T, h http.Handler, query string, files ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := form.CreateFormFile("files", f)
		if err != nil {
			t.Fatal(err)
		}
		if f != "empty.csv" {
			_, _ = part.Write([]byte("date,USD"))
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, root+"/rates"+query, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
