package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

const root = "/api/v1"

// register puts every resource on the mux and returns the description.
func register(mux *http.ServeMux, o Options) *huma.OpenAPI {
	api := humago.New(mux, config(o))
	f := faults{o.Log}
	now := newActivity()

	registerHealth(api)
	registerValue(api, f, o.Money)
	registerDefinition(api, f, o, now)
	registerRates(api, f, o, now)
	registerRun(api, f, o.Analytics)
	registerOverview(api, f, o.Analytics)
	registerModels(api, f, o.Analytics)
	registerPosterior(api, f, o.Analytics)
	registerCustomers(api, f, o.Analytics)
	registerExport(api, f, o.Analytics)
	registerCustomer(api, f, o.Analytics)
	registerIdentity(api, f, o, now)
	registerImports(api, f, o.Analytics)
	registerUpload(api, f, o, now)
	registerUndo(api, f, o, now)
	registerStaging(api, f, o, now)
	registerRejected(api, f, o)
	registerQuality(api, f, o)
	registerScore(api, f, o.Intake, now)
	registerActivity(api, now)

	doc := api.OpenAPI()
	nullWhereNil(doc.Components.Schemas)
	return doc
}

// config is Huma's, without its docs page (which loads scripts from the
// network), its schema links, and its own OpenAPI routes.
func config(o Options) huma.Config {
	version := o.Version
	if version == "" {
		version = "dev"
	}
	c := huma.DefaultConfig("Perennial", version)
	c.Info.Description = "Customer lifetime value from an order log. " +
		"Every number comes with the definition it was computed under."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.CreateHooks = nil
	c.Transformers = []huma.Transformer{emptyNotNull}
	c.RejectUnknownQueryParameters = true
	c.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[value.Amount](), reflect.TypeFor[float64]())
	return c
}

// operation is the common part of every operation.
func operation(method, path, id, tag, summary string, statuses ...int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: root + path, Summary: summary,
		Tags: []string{tag}, Errors: append(statuses, http.StatusInternalServerError),
		Middlewares: huma.Middlewares{noStore},
	}
}

func noStore(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("Cache-Control", "no-store")
	next(ctx)
}

// answer wraps a body.
type answer[T any] struct{ Body T }

// handle turns a question into a Huma handler.
func handle[In, T any](f faults, ask func(context.Context, *In) (T, error)) func(context.Context, *In) (*answer[T], error) {
	return func(ctx context.Context, in *In) (*answer[T], error) {
		v, err := ask(ctx, in)
		if err != nil {
			return nil, f.problem(ctx, err)
		}
		return &answer[T]{v}, nil
	}
}

// nullWhereNil corrects the schemas: a list is never null here, and a pointer
// to a record may be, which Huma does not say.
func nullWhereNil(r huma.Registry) {
	for name, s := range r.Map() {
		t := r.TypeFromRef("#/components/schemas/" + name)
		for field, p := range s.Properties {
			if p.Type == huma.TypeArray {
				noNullList(p)
			}
			if p.Ref != "" && pointerField(t, field) {
				*p = huma.Schema{
					Description: p.Description,
					OneOf:       []*huma.Schema{{Ref: p.Ref}, {Type: "null"}},
				}
			}
		}
	}
}

func noNullList(s *huma.Schema) {
	for ; s != nil && s.Type == huma.TypeArray; s = s.Items {
		s.Nullable = false
	}
}

func pointerField(t reflect.Type, jsonName string) bool {
	if t == nil || t.Kind() != reflect.Struct {
		return false
	}
	return slices.ContainsFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool {
		return jsonNameOf(f) == jsonName && f.Type.Kind() == reflect.Pointer
	})
}
