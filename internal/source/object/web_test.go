package object

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

var quiet = log.New(io.Discard, "", 0)

func serve(t *testing.T, h http.Handler) string {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = quiet
	s.Start()
	t.Cleanup(s.Close)
	return s.URL
}

// tagged serves content with a tag, and knows ranges.
func tagged(content []byte, tag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if tag != "" {
			w.Header().Set("ETag", tag)
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}
}

func TestWebFiles(t *testing.T) {
	content := noise(1 << 20)
	const at = 200_000
	for _, c := range []struct {
		name   string
		h      http.Handler
		ranges []string
	}{
		{"ranges", tagged(content, `"a"`), []string{"", "bytes=200000-", "bytes=400000-"}},
		{"no tag", tagged(content, ""), []string{"", "", ""}},
		{"a weak tag", tagged(content, `W/"a"`), []string{"", "", ""}},
		{"no ranges", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"a"`)
			w.Write(content)
		}), []string{"", "bytes=200000-", "bytes=200000-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut := &cutting{Handler: c.h, after: at, cuts: 2}
			got, err := quick(t.TempDir()).fetch(context.Background(), serve(t, cut)+"/export/orders%202024.csv?signature=secret")
			if err != nil {
				t.Fatal(err)
			}
			kept, _ := os.ReadFile(got[0].Path)
			if !bytes.Equal(kept, content) || filepath.Base(got[0].Path) != "orders 2024.csv" || strings.Contains(got[0].URL, "secret") {
				t.Errorf("%+v, %d bytes", got, len(kept))
			}
			if !slices.Equal(cut.ranges, c.ranges) {
				t.Errorf("asked for %q, want %q", cut.ranges, c.ranges)
			}
		})
	}
}

func TestWebNames(t *testing.T) {
	for _, c := range []struct{ path, disposition, want string }{
		{"/a/orders.csv", "", "orders.csv"},
		{"/download?id=7", `attachment; filename="Bestellungen.csv"`, "Bestellungen.csv"},
		{"/download", `attachment; filename*=UTF-8''Zo%C3%AB.csv`, "Zoë.csv"},
		{"/download", `attachment; filename="../../etc/passwd"`, "passwd"},
		{"/download", `attachment; filename="..\\..\\x.csv"`, "x.csv"},
		{"/", "", "download"},
		{"/a/..", `attachment; filename=".."`, "download"},
	} {
		dir := t.TempDir()
		u := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Disposition", c.disposition)
			io.WriteString(w, "x")
		}))
		for i, sub := range []string{"", "2"} {
			got, err := quick(dir).fetch(context.Background(), u+c.path)
			if err != nil || got[0].Path != filepath.Join(dir, sub, c.want) {
				t.Errorf("%s %s, time %d: %v %v", c.path, c.disposition, i+1, got, err)
			}
		}
	}
}

func TestWebSaysNo(t *testing.T) {
	calls := 0
	status := func(codes ...int) string {
		calls = 0
		return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			code := codes[min(calls, len(codes)-1)]
			calls++
			w.WriteHeader(code)
		})) + "/orders.csv?token=secret"
	}
	fails(t, status(404), value.NotFound, "there is no file at http://127.0.0.1")
	fails(t, status(403), value.Denied, "a new link if this one has expired")
	fails(t, strings.Replace(status(401), "://", "://user:secret@", 1), value.Denied, "Check user and password")
	fails(t, status(418), value.BadInput, "418")
	fails(t, status(503), value.Unavailable, "503")
	if calls != tries {
		t.Errorf("%d tries", calls)
	}
	if _, err := quick(t.TempDir()).fetch(context.Background(), status(500, 429, 200)); err != nil {
		t.Errorf("a server that was busy: %v", err)
	}
	fails(t, "http://127.0.0.1:1/orders.csv?token=secret", value.Unavailable, "no server answers for http://127.0.0.1:1/orders.csv")
	fails(t, "ftp://host/orders.csv", value.Invalid, "is no URL of a file")
	fails(t, "https://user:secret/x@host:x/orders.csv", value.Invalid, "cannot be read")
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = quiet
	secure.StartTLS()
	defer secure.Close()
	fails(t, secure.URL+"/orders.csv", value.Denied, "no certificate that is trusted")
}

// A link that begins encrypted does not end in the open.
func TestRedirectionKeepsEncryption(t *testing.T) {
	open := serve(t, tagged([]byte("x"), ""))
	secure := httptest.NewTLSServer(http.RedirectHandler(open, http.StatusFound))
	defer secure.Close()
	w := newWeb(mustParse(t, secure.URL))
	w.client.Transport = secure.Client().Transport
	_, err := quick(t.TempDir()).bring(context.Background(), w)
	if err == nil || !strings.Contains(err.Error(), "from https to http") {
		t.Errorf("%v", err)
	}
}

func TestSilentServer(t *testing.T) {
	release := make(chan struct{})
	u := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "the first bytes")
		w.(http.Flusher).Flush()
		<-release
	}))
	defer close(release)
	f := quick(t.TempDir())
	f.stall = 30 * time.Millisecond
	_, err := f.fetch(context.Background(), u+"/orders.csv")
	if value.CodeOf(err) != value.Unavailable || !strings.Contains(err.Error(), "no byte for 30ms") {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := quick(t.TempDir()).fetch(ctx, u); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}
