package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/perennial-clv/perennial/internal/value"
)

// shop is an Analytics and Intake whose answers a test sets by hand.
type shop struct {
	run      value.Run
	err      error
	query    value.CustomerQuery
	csv      string
	csvErr   error
	imported map[string]string // base name → content
	dir      string
}

func (s *shop) Run(context.Context) (value.Run, error) { return s.run, s.err }

func (s *shop) Customers(_ context.Context, q value.CustomerQuery) (value.CustomerPage, error) {
	s.query = q
	clv, alive := 100.0, 0.25
	return value.CustomerPage{Total: 1, Rows: []value.Score{{CustomerID: "a", CLV: &clv, PAlive: &alive}}}, s.err
}

func (s *shop) Customer(_ context.Context, id string) (value.CustomerDetail, error) {
	return value.CustomerDetail{Score: value.Score{CustomerID: id}}, s.err
}

func (s *shop) ExportCustomers(_ context.Context, q value.CustomerQuery, w io.Writer) error {
	s.query = q
	if _, err := io.WriteString(w, s.csv); err != nil {
		return err
	}
	return s.csvErr
}

func (s *shop) Posterior(_ context.Context, model string) (value.Posterior, error) {
	return value.Posterior{Model: model}, s.err
}

func (s *shop) Batches(context.Context) ([]value.Batch, error) { return nil, s.err }

func (s *shop) Import(_ context.Context, files []string, _ value.ImportOptions, progress func(Progress)) (value.Imported, error) {
	progress(Progress{Step: "Reading"})
	s.imported = map[string]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return value.Imported{}, err
		}
		s.imported[f[strings.LastIndex(f, "/")+1:]] = string(b)
		if strings.Contains(string(b), "broken") {
			return value.Imported{}, value.Errorf(value.BadInput, "%s has no date column", f).WithHint("Look into %s.", f)
		}
	}
	return value.Imported{Batch: value.Batch{ID: 7, Accepted: 2}}, nil
}

func (s *shop) Undo(_ context.Context, batch int64) (value.Batch, error) {
	return value.Batch{ID: batch}, s.err
}

func (s *shop) Score(context.Context, func(Progress)) (value.Run, error) { return s.run, s.err }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (s *shop) handler(t *testing.T) http.Handler {
	s.dir = t.TempDir()
	return New(Options{Analytics: s, Intake: s, SpoolDir: s.dir, Log: quiet(), MaxUpload: 1 << 20, Loopback: true,
		Dashboard: fstest.MapFS{
			"index.html":         {Data: []byte("<!doctype html><title>Perennial</title>")},
			"assets/index-ab.js": {Data: []byte(strings.Repeat("let a=1;", 500))},
		}})
}

func get(h http.Handler, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestErrorsBecomeProblems(t *testing.T) {
	secret := errors.New("open /var/data: boom")
	tests := []struct {
		err    error
		status int
		code   value.Code
		detail string
	}{
		{value.Errorf(value.NotFound, "Nothing is scored yet").WithHint("Import orders."), 404, value.NotFound, "Nothing is scored yet"},
		{value.Errorf(value.Invalid, "no"), 422, value.Invalid, "no"},
		{value.Errorf(value.BadInput, "no"), 422, value.BadInput, "no"},
		{value.Errorf(value.TooLittle, "no"), 422, value.TooLittle, "no"},
		{value.Errorf(value.Denied, "no"), 403, value.Denied, "no"},
		{value.Errorf(value.Unavailable, "The disk is full"), 503, value.Unavailable, "The disk is full"},
		{value.Errorf(value.Internal, "row 7 of /var/data"), 500, value.Internal, "Something went wrong inside Perennial"},
		{secret, 500, value.Internal, "Something went wrong inside Perennial"},
		{fmt.Errorf("run: %w", value.Errorf(value.NotFound, "Nothing")), 404, value.NotFound, "Nothing"},
	}
	for _, tt := range tests {
		w := get((&shop{err: tt.err}).handler(t), root+"/overview")
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatalf("%v: %v in %s", tt.err, err, w.Body)
		}
		if w.Code != tt.status || p.Status != tt.status || p.Code != tt.code || p.Detail != tt.detail {
			t.Errorf("%v: got %d %+v", tt.err, w.Code, p)
		}
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("content type %q", got)
		}
		if strings.Contains(w.Body.String(), "/var/data") {
			t.Errorf("internals leaked: %s", w.Body)
		}
	}
}

func TestANumberThatIsNotOneIsAnInternalError(t *testing.T) {
	s := &shop{}
	s.run.Totals.PredictedValue = math.NaN()
	if w := get(s.handler(t), root+"/run", "Accept-Encoding", "gzip"); w.Code != 500 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestListsAreNeverNull(t *testing.T) {
	s := &shop{run: value.Run{Charts: value.Charts{Cohorts: []value.Cohort{{}}}}}
	h := s.handler(t)
	for path, want := range map[string][]string{
		"/overview": {`"headline":[]`, `"cumulative":[]`, `"files":[]`, `"best":[]`},
		"/models":   {`"backtest":null`, `"models":[]`, `"p_alive":[]`},
		"/imports":  {`"batches":[]`},
		"/run":      {`"seconds":{}`, `"tracking":[]`},
	} {
		body := get(h, root+path).Body.String()
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: no %s in %s", path, s, body)
			}
		}
	}
	if s.run.Charts.Cohorts[0].Cumulative != nil {
		t.Error("the shared run was changed")
	}
}

func TestCustomersQuery(t *testing.T) {
	s := &shop{}
	h := s.handler(t)
	w := get(h, root+"/customers?q=x%20y&risk=high,medium&min_clv=0&max_clv=12.5&sort=value_at_risk&order=asc&limit=10&offset=20")
	if w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	q := s.query
	if q.Search != "x y" || strings.Join(q.Risk, "+") != "high+medium" || q.MinCLV == nil || *q.MinCLV != 0 ||
		*q.MaxCLV != 12.5 || q.Sort != "value_at_risk" || !q.Ascending || q.Limit != 10 || q.Offset != 20 {
		t.Errorf("got %+v", q)
	}
	if !strings.Contains(w.Body.String(), `"value_at_risk":75`) {
		t.Errorf("no value at risk in %s", w.Body)
	}
	if get(h, root+"/customers"); s.query.MinCLV != nil || s.query.Limit != 50 || s.query.Sort != "clv" {
		t.Errorf("defaults: %+v", s.query)
	}
	for _, bad := range []string{"limit=501", "limit=0", "offset=-1", "sort=secret", "order=up", "risk=huge", "min_clv=abc", "min_clv=2&max_clv=1", "unknown=1"} {
		if w := get(h, root+"/customers?"+bad); w.Code != 422 {
			t.Errorf("%s: %d %s", bad, w.Code, w.Body)
		}
	}
}

func TestCustomerIDsMayHoldAnything(t *testing.T) {
	h := (&shop{}).handler(t)
	for escaped, id := range map[string]string{"a%2Fb": "a/b", "x%40y.z": "x@y.z", "%C3%A9": "é", "a%20b": "a b"} {
		w := get(h, root+"/customers/"+escaped)
		var d value.CustomerDetail
		if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || d.Score.CustomerID != id {
			t.Errorf("%s: %d %q %v", escaped, w.Code, d.Score.CustomerID, err)
		}
	}
}

func TestExportIsSafeInASpreadsheet(t *testing.T) {
	s := &shop{csv: "customer_id,clv\n=1+1,-12.5\n@x,1e3\n-cmd,+4\n\"a,\"\"b\",\n\tt,0\n"}
	w := get(s.handler(t), root+"/customers.csv?risk=high")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := "[[customer_id clv] ['=1+1 -12.5] ['@x 1e3] ['-cmd +4] [a,\"b ] ['\tt 0]]"
	if fmt.Sprint(rows) != want {
		t.Errorf("got %v\nwant %s", rows, want)
	}
	if !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") || len(s.query.Risk) != 1 {
		t.Errorf("headers %v, query %+v", w.Header(), s.query)
	}
}

func TestExportThatFails(t *testing.T) {
	s := &shop{csvErr: value.Errorf(value.NotFound, "Nothing is scored yet")}
	if w := get(s.handler(t), root+"/customers.csv"); w.Code != 404 {
		t.Errorf("before the first byte: %d %s", w.Code, w.Body)
	}

	s.csv = "customer_id,clv\na,1\n"
	if w := get(s.handler(t), root+"/customers.csv"); w.Code != 404 {
		t.Errorf("before anything was sent: %d %s", w.Code, w.Body)
	}

	s = &shop{csv: strings.Repeat("0123456789,0123456789\n", 10_000), csvErr: errors.New("boom")}
	server := httptest.NewServer(s.handler(t))
	defer server.Close()
	resp, err := http.Get(server.URL + root + "/customers.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("a half export looked whole")
	}
}

func upload(t *testing.T, h http.Handler, files map[string]string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, content := range files {
		p, err := m.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(p, content)
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080"+root+"/imports", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestUpload(t *testing.T) {
	s := &shop{}
	h := s.handler(t)
	w := upload(t, h, map[string]string{"orders.csv": "a,b", `..\..\evil.csv`: "c"})
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"id":7`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if s.imported["orders.csv"] != "a,b" || s.imported["evil.csv"] != "c" {
		t.Errorf("got %v", s.imported)
	}
	if left, _ := os.ReadDir(s.dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestUploadRefused(t *testing.T) {
	s := &shop{}
	h := s.handler(t)
	w := upload(t, h, map[string]string{"bad.csv": "broken"})
	if w.Code != 422 || !strings.Contains(w.Body.String(), `"bad.csv has no date column"`) ||
		!strings.Contains(w.Body.String(), `"Look into bad.csv."`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := upload(t, h, nil); w.Code != 422 {
		t.Errorf("no files: %d %s", w.Code, w.Body)
	}
	if w := upload(t, h, map[string]string{"big.csv": strings.Repeat("x", 2<<20)}); w.Code != 413 {
		t.Errorf("too large: %d %s", w.Code, w.Body)
	}
	if w := upload(t, h, map[string]string{"a.csv": "x"}, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
		t.Errorf("another site: %d %s", w.Code, w.Body)
	}
	if w := upload(t, New(Options{Analytics: s, Log: quiet()}), map[string]string{"a.csv": "x"}); w.Code != 403 {
		t.Errorf("read only: %d %s", w.Code, w.Body)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080"+root+"/imports", strings.NewReader("x"))
	rec := httptest.NewRecorder()
	if h.ServeHTTP(rec, r); rec.Code != 422 {
		t.Errorf("not multipart: %d %s", rec.Code, rec.Body)
	}
	if left, _ := os.ReadDir(s.dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOneJobAtATime(t *testing.T) {
	a := newActivity()
	progress, done, err := a.start("import")
	if err != nil {
		t.Fatal(err)
	}
	progress(Progress{Step: "Reading", Done: 1, Total: 2})
	if _, _, err := a.start("score"); value.CodeOf(err) != value.Unavailable {
		t.Errorf("second job: %v", err)
	}
	done()
	if _, _, err := a.start("score"); err != nil {
		t.Errorf("after the first: %v", err)
	}
}

func TestHostsOfLoopback(t *testing.T) {
	h := (&shop{}).handler(t)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost": 200, "LOCALHOST:1": 200, "[::1]:8080": 200,
		"evil.example": 403, "127.0.0.1.evil.example:80": 403, "": 403,
	} {
		if w := get(h, "/healthz", "Host", host); w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestDashboardFiles(t *testing.T) {
	h := (&shop{}).handler(t)
	for _, path := range []string{"/", "/customers", "/customers/x@y.z", "/models"} {
		w := get(h, path)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "<title>Perennial") || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	w := get(h, "/assets/index-ab.js", "Accept-Encoding", "br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("asset: %v", w.Header())
	}
	if w := get(h, "/assets/index-ab.js", "If-None-Match", w.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("known asset: %d", w.Code)
	}
	for _, path := range []string{"/assets/gone.js", "/api/v1/nothing", "/api/v2/run"} {
		if w := get(h, path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if csp := get(h, "/").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") {
		t.Errorf("policy %q", csp)
	}
}

func TestDashboardThatWasNotBuilt(t *testing.T) {
	h := New(Options{Dashboard: fstest.MapFS{"placeholder.html": {Data: []byte("not been built")}}, Log: quiet()})
	if w := get(h, "/models"); w.Code != 200 || !strings.Contains(w.Body.String(), "not been built") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestDocsPageLoadsNothingFromElsewhere(t *testing.T) {
	body := get((&shop{}).handler(t), root+"/docs").Body.String()
	if strings.Contains(body, "http") || !strings.Contains(body, "GET /api/v1/overview") {
		t.Errorf("got %s", body)
	}
}

func TestLongAnswersAreCompressed(t *testing.T) {
	s := &shop{run: value.Run{Input: value.Input{Understood: strings.Repeat("orders ", 1000)}}}
	w := get(s.handler(t), root+"/run", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 3000 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d bytes, %v", w.Body.Len(), w.Header())
	}
	if w := get(s.handler(t), "/healthz", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" || w.Body.Len() == 0 {
		t.Errorf("short answer: %v", w.Header())
	}
}
