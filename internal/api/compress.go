package api

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// Answers shorter than this are sent as they are: gzip would not help.
const compressFrom = 1 << 10

var gzips = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}}

// compress sends JSON answers gzipped to clients that take it. The
// dashboard's files are compressed once, where they are served.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !takesGzip(r) {
			next.ServeHTTP(w, r)
			return
		}
		z := &compressor{ResponseWriter: w}
		next.ServeHTTP(z, r)
		z.close() // not deferred: after a panic what is held back must not go out
	})
}

func takesGzip(r *http.Request) bool {
	for v := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(v), ";")
		if name == "gzip" {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}

// compressor holds the first bytes back until it knows whether there will be
// enough of them.
type compressor struct {
	http.ResponseWriter
	status int
	held   []byte
	z      *gzip.Writer
	plain  bool
}

func (c *compressor) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	if !compressible(c.Header()) {
		c.pass()
	}
}

func (c *compressor) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	if c.plain {
		return c.ResponseWriter.Write(b)
	}
	if c.z == nil {
		c.held = append(c.held, b...)
		if len(c.held) < compressFrom {
			return len(b), nil
		}
		if err := c.begin(); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	return c.z.Write(b)
}

func (c *compressor) begin() error {
	c.Header().Set("Content-Encoding", "gzip")
	c.Header().Add("Vary", "Accept-Encoding")
	c.Header().Del("Content-Length")
	c.ResponseWriter.WriteHeader(c.status)
	c.z = gzips.Get().(*gzip.Writer)
	c.z.Reset(c.ResponseWriter)
	_, err := c.z.Write(c.held)
	c.held = nil
	return err
}

// pass gives up compressing this answer.
func (c *compressor) pass() {
	if c.plain || c.z != nil {
		return
	}
	c.plain = true
	c.ResponseWriter.WriteHeader(c.status)
}

func (c *compressor) close() {
	switch {
	case c.z != nil:
		_ = c.z.Close()
		gzips.Put(c.z)
	case c.status != 0 && !c.plain:
		c.pass()
		_, _ = c.ResponseWriter.Write(c.held)
	}
}

// Unwrap is for http.ResponseController.
func (c *compressor) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func compressible(h http.Header) bool {
	media := h.Get("Content-Type")
	return h.Get("Content-Encoding") == "" &&
		(strings.Contains(media, "json") || strings.Contains(media, "yaml") || strings.HasPrefix(media, "text/html"))
}
