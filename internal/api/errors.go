package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Problem is an RFC 9457 problem: the only shape an error has here.
type Problem struct {
	Type   string              `json:"type" doc:"Always about:blank: code says what kind it is"`
	Title  string              `json:"title" doc:"The HTTP status in words"`
	Status int                 `json:"status"`
	Code   value.Code          `json:"code" enum:"invalid,bad_input,not_found,denied,unavailable,too_little,internal"`
	Detail string              `json:"detail" doc:"What happened, and where"`
	Hint   string              `json:"hint" doc:"What to do next; may be empty"`
	Errors []*huma.ErrorDetail `json:"errors,omitempty" doc:"Parts of the request that cannot be right"`
}

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// ContentType names the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Huma makes its own errors (a parameter out of range, an unknown method)
// through this hook.
func init() { huma.NewError = problemOfRequest }

func problemOfRequest(status int, msg string, errs ...error) huma.StatusError {
	if msg == "validation failed" {
		msg = "The request cannot be right"
	}
	p := newProblem(status, codeOfStatus(status), msg, "")
	for _, err := range errs {
		var d huma.ErrorDetailer
		switch {
		case err == nil:
		case errors.As(err, &d):
			p.Errors = append(p.Errors, d.ErrorDetail())
		default:
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: err.Error()})
		}
	}
	return p
}

func newProblem(status int, code value.Code, detail, hint string) *Problem {
	return &Problem{
		Type: "about:blank", Title: http.StatusText(status),
		Status: status, Code: code, Detail: detail, Hint: hint,
	}
}

func codeOfStatus(status int) value.Code {
	switch {
	case status == http.StatusNotFound:
		return value.NotFound
	case status == http.StatusForbidden:
		return value.Denied
	case status == http.StatusServiceUnavailable:
		return value.Unavailable
	case status >= 500:
		return value.Internal
	default:
		return value.Invalid
	}
}

func statusOfCode(code value.Code) int {
	switch code {
	case value.Invalid, value.BadInput, value.TooLittle:
		return http.StatusUnprocessableEntity
	case value.NotFound:
		return http.StatusNotFound
	case value.Denied:
		return http.StatusForbidden
	case value.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// faults turns the errors of services into problems and logs, once, those
// that are faults of the server.
type faults struct{ log *slog.Logger }

func (f faults) problem(ctx context.Context, err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	if ctx.Err() != nil { // the client has gone; nobody reads the answer
		f.log.DebugContext(ctx, "request given up", "error", err)
		return newProblem(http.StatusServiceUnavailable, value.Unavailable, "The request was given up", "")
	}

	code := value.CodeOf(err)
	status := statusOfCode(code)
	if status >= 500 {
		f.log.ErrorContext(ctx, "request failed", "code", code, "error", err, "cause", errors.Unwrap(err))
	}
	var e *value.Error
	if code == value.Internal || !errors.As(err, &e) {
		return newProblem(status, value.Internal, "Something went wrong inside Perennial",
			"The log of the server says what; please report it.")
	}
	return newProblem(status, code, e.Message, e.Hint)
}

// writeProblem answers outside Huma: in middleware and for unknown paths.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

func noSuchResource(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, newProblem(http.StatusNotFound, value.NotFound,
		"There is no "+r.Method+" "+r.URL.Path, "GET /api/v1/docs lists what there is."))
}
