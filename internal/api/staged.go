package api

import (
	"context"
	"mime"
	"mime/multipart"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

// stageInput takes files as a stream.
type stageInput struct {
	ID    string `path:"id"`
	parts *multipart.Reader
}

// newUploadInput is stageInput of an upload that is not there yet.
type newUploadInput struct {
	Zone  string `query:"zone" doc:"Time zone of the business; found out when left out"`
	parts *multipart.Reader
}

// Resolve opens the stream.
func (in *stageInput) Resolve(ctx huma.Context) []error { in.parts = partsOf(ctx); return nil }

// Resolve opens the stream.
func (in *newUploadInput) Resolve(ctx huma.Context) []error { in.parts = partsOf(ctx); return nil }

// partsOf is the form of a request, nil when it is none.
func partsOf(ctx huma.Context) *multipart.Reader {
	r, w := humago.Unwrap(ctx)
	allowLong(w)
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" || params["boundary"] == "" {
		return nil
	}
	return multipart.NewReader(r.Body, params["boundary"])
}

// uploadPath names an upload.
type uploadPath struct {
	ID string `path:"id"`
}

// Resolve lets an import take its time.
func (*uploadPath) Resolve(ctx huma.Context) []error {
	_, w := humago.Unwrap(ctx)
	allowLong(w)
	return nil
}

// Choices are how files of an upload are to be read.
type Choices struct {
	Zone  string       `json:"zone,omitempty" doc:"Time zone of the business; stays when left out"`
	Files []FileChoice `json:"files,omitempty" doc:"Files to be read otherwise; the others stay"`
}

type choicesInput struct {
	ID   string `path:"id"`
	Body Choices
}

func registerStaging(api huma.API, f faults, o Options, now *activity) {
	if o.Staging == nil {
		o.Staging = noStaging{}
	}
	all := newUploads(o)
	writes := []int{http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}
	at := func(method, path, id, summary string) huma.Operation {
		return operation(method, path, id, "Data", summary, writes...)
	}

	post := at(http.MethodPost, "/uploads", "upload", "Send files once, to be looked at before they are taken in")
	post.Middlewares = append(post.Middlewares, limitBody(o.MaxUpload))
	huma.Register(api, post, handle(f, func(ctx context.Context, in *newUploadInput) (Upload, error) {
		return all.add(ctx, nil, in.parts, in.Zone)
	}))
	more := at(http.MethodPost, "/uploads/{id}/files", "upload-more", "Send further files to an upload")
	more.Middlewares = append(more.Middlewares, limitBody(o.MaxUpload))
	huma.Register(api, more, handle(f, func(ctx context.Context, in *stageInput) (Upload, error) {
		x, err := all.find(in.ID)
		if err != nil {
			return Upload{}, err
		}
		return all.add(ctx, x, in.parts, "")
	}))
	api.OpenAPI().Paths[post.Path].Post.RequestBody = uploadBody()
	api.OpenAPI().Paths[more.Path].Post.RequestBody = uploadBody()

	huma.Register(api, at(http.MethodGet, "/uploads/{id}", "get-upload", "An upload as it is understood, and what became of it"),
		handle(f, func(_ context.Context, in *uploadPath) (Upload, error) {
			x, err := all.find(in.ID)
			if err != nil {
				return Upload{}, err
			}
			return x.see(), nil
		}))
	huma.Register(api, at(http.MethodPost, "/uploads/{id}/preview", "preview-upload", "Say how files are to be read, and see what comes of it"),
		handle(f, func(ctx context.Context, in *choicesInput) (Upload, error) {
			x, err := all.find(in.ID)
			if err != nil {
				return Upload{}, err
			}
			return all.preview(ctx, x, in.Body.Zone, in.Body.Files)
		}))
	huma.Register(api, at(http.MethodPost, "/uploads/{id}/import", "import-upload", "Take the files of an upload in, as they are understood: all of them or none. The import goes on when the request is given up"),
		handle(f, func(ctx context.Context, in *uploadPath) (Upload, error) { return all.importNow(ctx, in.ID, now) }))
	huma.Register(api, at(http.MethodDelete, "/uploads/{id}", "drop-upload", "Forget an upload and its files"),
		handle(f, func(_ context.Context, in *uploadPath) (struct{}, error) { return struct{}{}, all.drop(in.ID) }))

	formats := operation(http.MethodGet, "/formats", "formats", "Data", "What files can be read as")
	huma.Register(api, formats, handle(f, func(context.Context, *struct{}) (value.Formats, error) { return o.Staging.Formats(), nil }))
}

// importNow takes an upload in and waits for the end.
func (u *uploads) importNow(ctx context.Context, id string, now *activity) (Upload, error) {
	x, err := u.find(id)
	if err != nil {
		return Upload{}, err
	}
	ended, err := u.take(ctx, x, now)
	if err != nil {
		return Upload{}, err
	}
	select {
	case <-ended:
		return x.see(), nil
	case <-ctx.Done():
		return Upload{}, ctx.Err()
	}
}

// noStaging stands where nothing looks at files.
type noStaging struct{}

// Understand implements Staging.
func (noStaging) Understand(context.Context, Staged) (value.StagedFile, error) {
	return value.StagedFile{}, readOnly()
}

// ImportStaged implements Staging.
func (noStaging) ImportStaged(context.Context, []Staged, string, func(Progress)) (value.Imported, error) {
	return value.Imported{}, readOnly()
}

// Zone implements Staging.
func (noStaging) Zone(context.Context) string { return "UTC" }

// Formats implements Staging.
func (noStaging) Formats() value.Formats { return value.Formats{} }
