package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/perennial-clv/perennial/internal/value"
)

// uploadInput takes the body as a stream: files may be larger than memory.
type uploadInput struct {
	Format   string   `query:"format" doc:"Read every file as this format, such as shopify-orders"`
	Kind     string   `query:"kind" doc:"What the files hold, for those that are mapped"`
	Map      []string `query:"map,explode" doc:"field=column, for files that are mapped"`
	Customer string   `query:"customer" doc:"Column of the customer in a plain order log"`
	Time     string   `query:"time" doc:"Column of the date or time in a plain order log"`
	Amount   string   `query:"amount" doc:"Column of the amount in a plain order log"`
	Order    string   `query:"order" doc:"Column of the order id in a plain order log"`
	Dates    string   `query:"dates" doc:"Order of day, month and year: dmy, mdy or ymd"`
	Currency string   `query:"currency" doc:"Keep only orders in this currency"`
	Zone     string   `query:"zone" doc:"Time zone of the business"`
	DryRun   bool     `query:"dry_run" doc:"Say what would be taken in, and keep nothing"`

	parts *multipart.Reader
}

// options are the query's.
func (in *uploadInput) options() (value.ImportOptions, error) {
	o := value.ImportOptions{
		Format: in.Format, Kind: in.Kind, Customer: in.Customer, Time: in.Time, Amount: in.Amount, Order: in.Order,
		Dates: in.Dates, Currency: in.Currency, Zone: in.Zone, DryRun: in.DryRun,
	}
	for _, m := range in.Map {
		field, column, ok := strings.Cut(m, "=")
		if !ok {
			return o, value.Errorf(value.Invalid, "map=%q names no column", m).WithHint("Write field=column.")
		}
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[field] = column
	}
	return o, nil
}

// Resolve opens the stream.
func (in *uploadInput) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	allowLong(w)
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && media == "multipart/form-data" && params["boundary"] != "" {
		in.parts = multipart.NewReader(r.Body, params["boundary"])
	}
	return nil
}

func registerUpload(api huma.API, f faults, o Options, now *activity) {
	op := operation(http.MethodPost, "/imports", "import", "Imports",
		"Upload files of any kind and take them in: all of them or none",
		http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Middlewares = append(op.Middlewares, limitBody(o.MaxUpload))
	huma.Register(api, op, handle(f, func(ctx context.Context, in *uploadInput) (value.Imported, error) {
		if o.Intake == nil || o.SpoolDir == "" {
			return value.Imported{}, readOnly()
		}
		how, err := in.options()
		if err != nil {
			return value.Imported{}, err
		}
		progress, done, err := now.start("import")
		if err != nil {
			return value.Imported{}, err
		}
		defer done()
		return takeIn(ctx, o, in.parts, how, progress)
	}))
	// Said afterwards: Huma would read a body it knows of into memory.
	api.OpenAPI().Paths[op.Path].Post.RequestBody = uploadBody()
}

func takeIn(ctx context.Context, o Options, parts *multipart.Reader, how value.ImportOptions, progress func(Progress)) (value.Imported, error) {
	if parts == nil {
		return value.Imported{}, value.Errorf(value.Invalid, "The upload is not multipart/form-data").
			WithHint("Send the files as parts named files.")
	}
	if err := os.MkdirAll(o.SpoolDir, 0o700); err != nil {
		return value.Imported{}, diskError(err)
	}
	dir, err := os.MkdirTemp(o.SpoolDir, "upload-")
	if err != nil {
		return value.Imported{}, diskError(err)
	}
	defer os.RemoveAll(dir)

	files, err := spool(parts, dir, progress)
	if err != nil {
		return value.Imported{}, err
	}
	b, err := o.Intake.Import(ctx, files, how, progress)
	return b, withoutDir(err, dir)
}

// spool writes every file of the upload below dir, each in a folder of its
// own, so that two may have one name.
func spool(parts *multipart.Reader, dir string, progress func(Progress)) ([]string, error) {
	var files []string
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, uploadError(err)
		}
		if part.FileName() == "" {
			continue
		}
		progress(Progress{Step: "Receiving " + part.FileName()})
		sub := filepath.Join(dir, strconv.Itoa(len(files)+1))
		if err := os.Mkdir(sub, 0o700); err != nil {
			return nil, diskError(err)
		}
		path := filepath.Join(sub, safeName(part.FileName()))
		if err := writeFile(path, part); err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	if len(files) == 0 {
		return nil, value.Errorf(value.Invalid, "The upload has no file").WithHint("Send the files as parts named files.")
	}
	return files, nil
}

func writeFile(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return diskError(err)
	}
	_, err = io.Copy(f, from)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	var disk *os.PathError
	if errors.As(err, &disk) {
		return diskError(err)
	}
	return uploadError(err)
}

// safeName is a name without folders or control characters.
func safeName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, name)
	if name == "." || name == ".." || name == "/" || len(name) > 200 {
		return "upload"
	}
	return name
}

func uploadError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &tooLarge):
		return newProblem(http.StatusRequestEntityTooLarge, value.Invalid,
			"The upload is larger than this server takes",
			"Import the file with the command line: perennial import FILE")
	default:
		return &value.Error{Code: value.Invalid, Message: "The upload broke off", Hint: "Send it again.", Err: err}
	}
}

func diskError(err error) error {
	e := &value.Error{Code: value.Unavailable, Message: "The upload could not be stored", Hint: "The log of the server says why.", Err: err}
	if errors.Is(err, syscall.ENOSPC) {
		e.Message, e.Hint = "The disk of the server is full", "Free some space and send the file again."
	}
	return e
}

// withoutDir keeps the server's folders out of messages about a file.
func withoutDir(err error, dir string) error {
	var e *value.Error
	if !errors.As(err, &e) {
		return err
	}
	clean := *e
	clean.Message = withoutSpool(e.Message, dir)
	clean.Hint = withoutSpool(e.Hint, dir)
	clean.Err = err
	return &clean
}

func withoutSpool(s, dir string) string {
	for {
		before, after, found := strings.Cut(s, dir+string(filepath.Separator))
		if !found {
			return s
		}
		_, after, _ = strings.Cut(after, string(filepath.Separator)) // the numbered folder
		s = before + after
	}
}

func limitBody(most int64) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next(ctx)
	}
}

func uploadBody() *huma.RequestBody {
	file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	files := &huma.Schema{Type: huma.TypeArray, Items: file, Description: "Exports, logs and tables, as they are"}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"files": files}, Required: []string{"files"},
		}},
	}}
}
