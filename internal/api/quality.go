package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

// Quality says what to know of the data.
type Quality interface {
	Quality(ctx context.Context) (value.Quality, error)
	// Rejected are the rows an import left out, by reason.
	Rejected(ctx context.Context, batch int64) (value.Rejected, error)
	// RejectedCSV writes them one by one: file, line, column, value, reason.
	RejectedCSV(ctx context.Context, batch int64, to io.Writer) error
	// MendRows writes the rows of one file as they stood, with the reason.
	MendRows(batch int64, no int, to io.Writer) error
}

func registerQuality(api huma.API, f faults, o Options) {
	op := operation(http.MethodGet, "/quality", "quality", "Data", "What to know of the data before figures made of it are trusted")
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (value.Quality, error) {
		if o.Quality == nil {
			return value.Quality{}, readOnly()
		}
		return o.Quality.Quality(ctx)
	}))
}

// mendPath names a file of an import.
type mendPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the import"`
	No int   `path:"no" minimum:"1" doc:"Number of the file in it"`
}

func registerRejected(api huma.API, f faults, o Options) {
	op := operation(http.MethodGet, "/imports/{id}/rejected", "rejected", "Imports", "Why rows of an import were left out", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *importPath) (value.Rejected, error) {
		if o.Quality == nil {
			return value.Rejected{}, readOnly()
		}
		return o.Quality.Rejected(ctx, in.ID)
	}))
	list := csvOperation("/imports/{id}/rejected.csv", "rejected-csv", "The rows an import left out: file, line, column, value, reason")
	huma.Register(api, list, func(ctx context.Context, in *importPath) (*huma.StreamResponse, error) {
		if o.Quality == nil {
			return nil, f.problem(ctx, readOnly())
		}
		return csvStream(ctx, f, fmt.Sprintf("rejected-%d.csv", in.ID), func(to io.Writer) error { return o.Quality.RejectedCSV(ctx, in.ID, to) }), nil
	})
	rows := csvOperation("/imports/{id}/mend/{no}", "mend-rows", "The rows of one file that an import left out, as they stood, with the reason: mend them and import the file")
	huma.Register(api, rows, func(ctx context.Context, in *mendPath) (*huma.StreamResponse, error) {
		if o.Quality == nil {
			return nil, f.problem(ctx, readOnly())
		}
		return csvStream(ctx, f, fmt.Sprintf("mend-%d-%d.csv", in.ID, in.No), func(to io.Writer) error { return o.Quality.MendRows(in.ID, in.No, to) }), nil
	})
}

// csvOperation answers with a file.
func csvOperation(path, id, summary string) huma.Operation {
	op := operation(http.MethodGet, path, id, "Imports", summary, http.StatusNotFound)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "CSV with a header line",
		Content:     map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	return op
}

// csvStream sends CSV that is safe to open in a spreadsheet.
func csvStream(ctx context.Context, f faults, name string, write func(io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hctx huma.Context) {
		_, w := humago.Unwrap(hctx)
		allowLong(w)
		out := &download{w: w, name: strings.ReplaceAll(name, `"`, "")}
		cells := newSpreadsheetWriter(out)
		err := cells.finish(write(cells))
		switch {
		case err == nil:
			out.start()
		case out.started: // too late to say so: break off, so that nobody takes it for whole
			_ = f.problem(ctx, err)
			panic(http.ErrAbortHandler)
		default:
			writeProblem(w, f.problem(ctx, err).(*Problem))
		}
	}}
}
