package api

import (
	"context"
	"mime/multipart"
	"net/http"
	"os"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// maxRates is the most bytes a file of rates may have: the European Central
// Bank's, of all days since 1999, has one million.
const maxRates = 64 << 20

// RateList is what is known of rates of exchange.
type RateList struct {
	Rates []value.RateSeries `json:"rates" doc:"By base and currency"`
}

type ratesInput struct {
	Base    string `query:"base" doc:"Currency the rates are in, where the file does not say"`
	PerBase bool   `query:"per_base" doc:"Rates are units of the currency for one of the base"`

	parts *multipart.Reader
}

// Resolve opens the stream.
func (in *ratesInput) Resolve(ctx huma.Context) []error { in.parts = partsOf(ctx); return nil }

// registerRates lists and takes in rates of exchange.
func registerRates(api huma.API, f faults, o Options, now *activity) {
	op := operation(http.MethodGet, "/rates", "rates", "Value", "The rates of exchange there are", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (RateList, error) {
		if o.Definitions == nil {
			return RateList{}, noMoney()
		}
		all, err := o.Definitions.Rates(ctx)
		return RateList{all}, err
	}))
	op = operation(http.MethodPost, "/rates", "import-rates", "Value", "Upload a file of rates of exchange: all of them are kept, or none",
		http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "A CSV with the columns date, currency, rate and base, or with a date and a column a currency."
	op.Middlewares = append(op.Middlewares, limitBody(min(o.MaxUpload, maxRates)))
	huma.Register(api, op, handle(f, func(ctx context.Context, in *ratesInput) (value.Change, error) {
		if o.Intake == nil || o.Definitions == nil || o.SpoolDir == "" {
			return value.Change{}, readOnly()
		}
		in.Base = strings.ToUpper(in.Base)
		if in.Base != "" && !value.IsCurrency(in.Base) {
			return value.Change{}, value.Errorf(value.Invalid, "base: %q is not a currency code", in.Base).WithHint("Write three letters, such as EUR")
		}
		_, done, err := now.start("rates")
		if err != nil {
			return value.Change{}, err
		}
		defer done()
		return takeRates(ctx, o, in.parts, in.Base, in.PerBase)
	}))
	// Said afterwards: Huma would read a body it knows of into memory.
	api.OpenAPI().Paths[op.Path].Post.RequestBody = uploadBody()
}

// takeRates spools an upload and keeps the rates in it.
func takeRates(ctx context.Context, o Options, parts *multipart.Reader, base string, perBase bool) (value.Change, error) {
	if parts == nil {
		return value.Change{}, value.Errorf(value.Invalid, "The upload is not multipart/form-data").WithHint("Send the file as a part named files.")
	}
	if err := os.MkdirAll(o.SpoolDir, 0o700); err != nil {
		return value.Change{}, diskError(err)
	}
	dir, err := os.MkdirTemp(o.SpoolDir, "rates-")
	if err != nil {
		return value.Change{}, diskError(err)
	}
	defer os.RemoveAll(dir)
	files, err := spool(parts, dir, func(Progress) {})
	if err != nil {
		return value.Change{}, err
	}
	if len(files) > 1 {
		return value.Change{}, value.Errorf(value.Invalid, "The upload has %d files of rates", len(files)).WithHint("Send them one by one.")
	}
	n, err := o.Definitions.ImportRates(ctx, files[0], base, perBase)
	return n, withoutDir(err, dir)
}
