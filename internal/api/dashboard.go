package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// dashboard serves the single-page application: its files as they are, and
// its index for every other path, so that deep links work.
type dashboard struct {
	files fs.FS
	index string
	held  sync.Map // name → *heldFile; the build is small and does not change
}

// heldFile is a file ready to be sent.
type heldFile struct {
	body, zipped []byte
	media, etag  string
}

func newDashboard(files fs.FS) http.Handler {
	d := &dashboard{files: files, index: "index.html"}
	if files == nil {
		return http.HandlerFunc(noSuchResource)
	}
	if _, err := fs.Stat(files, d.index); err != nil {
		d.index = "placeholder.html"
	}
	return d
}

func (d *dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		noSuchResource(w, r)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	f, ok := d.file(name)
	hashed := strings.HasPrefix(name, "assets/")
	switch {
	case ok:
	case hashed: // an old page asks for a file of an older build
		http.NotFound(w, r)
		return
	default:
		if f, ok = d.file(d.index); !ok {
			http.NotFound(w, r)
			return
		}
	}
	f.send(w, r, hashed)
}

func (f *heldFile) send(w http.ResponseWriter, r *http.Request, hashed bool) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body
	if f.zipped != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body)
}

func (d *dashboard) file(name string) (*heldFile, bool) {
	if f, ok := d.held.Load(name); ok {
		return f.(*heldFile), true
	}
	if !fs.ValidPath(name) || name == "." {
		return nil, false
	}
	body, err := fs.ReadFile(d.files, name)
	if err != nil {
		return nil, false
	}
	sum := sha256.Sum256(body)
	f := &heldFile{body: body, media: mediaOf(name), etag: `W/"` + hex.EncodeToString(sum[:12]) + `"`}
	if len(body) >= compressFrom && worthZipping(f.media) {
		f.zipped = zipped(body)
	}
	d.held.Store(name, f)
	return f, true
}

func mediaOf(name string) string {
	if m := mime.TypeByExtension(path.Ext(name)); m != "" {
		return m
	}
	return "application/octet-stream"
}

func worthZipping(media string) bool {
	return strings.HasPrefix(media, "text/") || strings.Contains(media, "javascript") ||
		strings.Contains(media, "json") || strings.Contains(media, "svg")
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}
