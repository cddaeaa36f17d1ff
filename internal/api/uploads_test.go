package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// stager understands files that do not hold the word broken.
type stager struct {
	shop
	began chan struct{} // an import has begun
	goOn  chan struct{} // let it end
	took  []Staged
}

func (s *stager) Understand(_ context.Context, f Staged) (value.StagedFile, error) {
	out := value.StagedFile{File: filepath.Base(f.Path), Choice: f.Choice}
	body, err := os.ReadFile(f.Path)
	if strings.Contains(string(body), "broken") && f.Choice.Kind == "" {
		out.Problem = &value.Trouble{Code: value.BadInput, Message: "not clear", Hint: "Say"}
	}
	return out, err
}

func (s *stager) ImportStaged(ctx context.Context, files []Staged, _ string, _ func(Progress)) (value.Imported, error) {
	close(s.began)
	select {
	case <-s.goOn:
	case <-ctx.Done():
		return value.Imported{}, ctx.Err()
	}
	s.took = files
	return value.Imported{Batch: value.Batch{ID: 3}}, nil
}

func (*stager) Zone(context.Context) string { return "Europe/Berlin" }

func (*stager) Formats() value.Formats { return value.Formats{} }

// TestUploadIsTakenIn: files are sent once, one is left out, one is mapped, and
// the import outlives the request that began it.
func TestUploadIsTakenIn(t *testing.T) {
	s := &stager{began: make(chan struct{}), goOn: make(chan struct{})}
	spool := t.TempDir()
	life, end := context.WithCancel(t.Context())
	defer end()
	jobs := NewJobs(life)
	h := New(Options{Analytics: s, Intake: s, Staging: s, Jobs: jobs, SpoolDir: spool, Log: quiet(), MaxUpload: 1 << 20})

	u := sendTo(t, h, "/api/v1/uploads", map[string]string{"a.csv": "fine", "b.csv": "broken", "c.csv": "broken"})
	if u.Zone != "Europe/Berlin" || len(u.Files) != 3 || u.State != "waiting" {
		t.Fatalf("upload %+v", u)
	}
	at := "/api/v1/uploads/" + u.ID
	if code, body := call(t, h, http.MethodPost, at+"/import", ""); code != http.StatusUnprocessableEntity || !strings.Contains(body, "not clear") {
		t.Errorf("a file that is not understood was imported: %d %s", code, body)
	}
	choices := `{"files":[{"no":2,"kind":"orders"},{"no":3,"skip":true}]}`
	if code, body := call(t, h, http.MethodPost, at+"/preview", choices); code != http.StatusOK {
		t.Fatalf("%d %s", code, body)
	}
	if code, _ := call(t, h, http.MethodPost, at+"/preview", `{"files":[{"no":9}]}`); code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", code)
	}

	gone, leave := context.WithCancel(t.Context())
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodPost, at+"/import", nil))
	}()
	<-s.began
	leave()
	<-answered
	if code, body := call(t, h, http.MethodGet, at, ""); code != http.StatusOK || !strings.Contains(body, `"importing"`) {
		t.Errorf("while it is imported: %d %s", code, body)
	}
	if code, _ := call(t, h, http.MethodDelete, at, ""); code != http.StatusServiceUnavailable {
		t.Errorf("forgotten while it is imported: %d", code)
	}
	close(s.goOn)
	jobs.Wait()
	code, body := call(t, h, http.MethodGet, at, "")
	if code != http.StatusOK || !strings.Contains(body, `"imported"`) || !strings.Contains(body, `"id":3`) || !strings.Contains(body, `"notices":[]`) {
		t.Errorf("afterwards: %d %s", code, body)
	}
	if len(s.took) != 2 || s.took[1].Choice.Kind != "orders" {
		t.Errorf("took in %+v", s.took)
	}
	if left, _ := filepath.Glob(filepath.Join(spool, "*", "*", "*.csv")); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
	if code, _ := call(t, h, http.MethodDelete, at, ""); code >= 300 {
		t.Errorf("not forgotten: %d", code)
	}
	if code, _ := call(t, h, http.MethodGet, at, ""); code != http.StatusNotFound {
		t.Errorf("forgotten, and there: %d", code)
	}
}

// sendTo sends files.
func sendTo(t *testing.T, h http.Handler, path string, files map[string]string) (u Upload) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range []string{"a.csv", "b.csv", "c.csv"} {
		part, err := form.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, files[name])
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &u); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s %v", w.Code, w.Body, err)
	}
	return u
}

// call makes a request.
func call(t *testing.T, h http.Handler, method, path, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}
