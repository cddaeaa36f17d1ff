package api

import (
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// contentPolicy lets pages load from this server only. Charts are SVG with
// style attributes, hence unsafe-inline for styles; scripts have no such
// door.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func guardHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// guardOrigin refuses requests that change something and come from a page of
// another site.
func guardOrigin(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, newProblem(http.StatusForbidden, value.Denied,
			"The request comes from a page of another site", "Open the dashboard of this server itself."))
	}))
	return p.Handler(next)
}

// guardHost refuses requests that reached a loopback listener under a
// foreign name.
func guardHost(o Options, next http.Handler) http.Handler {
	if !o.Loopback {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !namesThisMachine(r.Host, o.Hosts) {
			writeProblem(w, newProblem(http.StatusForbidden, value.Denied,
				"This server does not answer to the name in the request",
				"Use the address that perennial serve printed."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func namesThisMachine(host string, others []string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == "localhost" || slices.ContainsFunc(others, func(o string) bool { return strings.EqualFold(o, name) }) {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// recoverPanics logs a panic and answers with a problem, if nothing was
// answered yet.
func recoverPanics(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &sentWriter{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			log.ErrorContext(r.Context(), "panic in a request", "method", r.Method, "path", r.URL.Path,
				"panic", p, "stack", string(debug.Stack()))
			if sent.yes {
				panic(http.ErrAbortHandler)
			}
			writeProblem(w, newProblem(http.StatusInternalServerError, value.Internal,
				"Something went wrong inside Perennial", "The log of the server says what; please report it."))
		}()
		next.ServeHTTP(sent, r)
	})
}

// sentWriter remembers whether an answer has begun.
type sentWriter struct {
	http.ResponseWriter
	yes bool
}

func (s *sentWriter) WriteHeader(status int) {
	s.yes = true
	s.ResponseWriter.WriteHeader(status)
}

func (s *sentWriter) Write(b []byte) (int, error) {
	s.yes = true
	return s.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (s *sentWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }
