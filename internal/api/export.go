package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

func registerExport(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/customers.csv", "export-customers", "Customers",
		"The whole selection as CSV, safe to open in a spreadsheet",
		http.StatusNotFound, http.StatusUnprocessableEntity)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "CSV with a header line",
		Content:     map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	huma.Register(api, op, func(ctx context.Context, in *Selection) (*huma.StreamResponse, error) {
		q, err := in.query()
		if err != nil {
			return nil, f.problem(ctx, err)
		}
		return &huma.StreamResponse{Body: func(hctx huma.Context) {
			_, w := humago.Unwrap(hctx)
			allowLong(w)
			out := &download{w: w, name: "customers.csv"}
			cells := newSpreadsheetWriter(out)
			err := cells.finish(a.ExportCustomers(ctx, q, cells))
			switch {
			case err == nil:
				out.start()
			case out.started: // too late to say so: break off, so that nobody takes it for whole
				_ = f.problem(ctx, err)
				panic(http.ErrAbortHandler)
			default:
				writeProblem(w, f.problem(ctx, err).(*Problem))
			}
		}}, nil
	})
}

// download sends the headers with the first byte, so that an error before
// it can still be answered properly.
type download struct {
	w       http.ResponseWriter
	name    string
	started bool
}

func (d *download) start() {
	if d.started {
		return
	}
	d.started = true
	d.w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	d.w.WriteHeader(http.StatusOK)
}

func (d *download) Write(b []byte) (int, error) {
	d.start()
	return d.w.Write(b)
}
