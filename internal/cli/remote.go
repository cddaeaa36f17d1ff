package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/value"
)

// remote is a data directory that a server has open: the same questions over
// its HTTP API.
type remote struct {
	url      string
	settings []string // flags given that a server does not heed
}

// Close has nothing to close.
func (remote) Close() error { return nil }

// call sends a request and decodes the answer; problems become value.Errors.
func (r remote) call(ctx context.Context, method, path, contentType string, body io.Reader, out any) error {
	resp, err := r.do(ctx, method, path, contentType, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return fmt.Errorf("read the server's answer: %w", err)
	}
	return nil
}

// do sends a request and refuses answers that are problems.
func (r remote) do(ctx context.Context, method, path, contentType string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.url+"/api/v1"+path, body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, value.Errorf(value.Unavailable, "the server at %s does not answer: %w", r.url, err).WithHint("It may have been stopped: try again")
	}
	if resp.StatusCode < 400 {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, problemOf(resp)
}

// problemOf is the error in an answer.
func problemOf(resp *http.Response) error {
	var p struct {
		Code         value.Code
		Detail, Hint string
	}
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Detail == "" {
		return value.Errorf(value.Internal, "the server answers %s", resp.Status)
	}
	return value.Errorf(p.Code, "%s", p.Detail).WithHint("%s", p.Hint)
}

// refuse says that the server would not heed flags.
func (r remote) refuse(how string) error {
	if len(r.settings) == 0 {
		return nil
	}
	return value.Errorf(value.Unavailable, "a server runs on this data directory, and it %s: it would not heed %s", how, strings.Join(r.settings, ", ")).
		WithHint("Leave that out, or stop the server first")
}

// Import uploads the files.
func (r remote) Import(ctx context.Context, files []string, o value.ImportOptions, _ app.Progress) (value.Imported, error) {
	var done value.Imported
	for _, f := range files {
		if strings.Contains(f, "://") {
			return done, value.Errorf(value.Unavailable, "a server runs on this data directory, and it takes files only, no URLs").WithHint("Stop the server first")
		}
	}
	paths, err := expand(files)
	if err != nil {
		return done, err
	}
	err = r.upload(ctx, "/imports?"+importQuery(o).Encode(), paths, &done)
	return done, err
}

// upload streams files.
func (r remote) upload(ctx context.Context, path string, files []string, out any) error {
	pr, pw := io.Pipe()
	form := multipart.NewWriter(pw)
	go func() { pw.CloseWithError(sendFiles(form, files)) }()
	err := r.call(ctx, http.MethodPost, path, form.FormDataContentType(), pr, out)
	_ = pr.Close()
	return err
}

// importQuery are options as the API takes them.
func importQuery(o value.ImportOptions) url.Values {
	q := url.Values{}
	for name, v := range map[string]string{
		"format": o.Format, "kind": o.Kind, "customer": o.Customer, "time": o.Time, "amount": o.Amount, "order": o.Order,
		"dates": o.Dates, "currency": o.Currency, "zone": o.Zone,
	} {
		if v != "" {
			q.Set(name, v)
		}
	}
	for field, column := range o.Map {
		q.Add("map", field+"="+column)
	}
	if o.DryRun {
		q.Set("dry_run", "true")
	}
	return q
}

// Batches lists imports.
func (r remote) Batches(ctx context.Context) ([]value.Batch, error) {
	var out struct{ Batches []value.Batch }
	err := r.call(ctx, http.MethodGet, "/imports", "", nil, &out)
	return out.Batches, err
}

// Undo takes an import back.
func (r remote) Undo(ctx context.Context, batch int64) (value.Batch, error) {
	var b value.Batch
	err := r.call(ctx, http.MethodPost, fmt.Sprintf("/imports/%d/undo", batch), "", nil, &b)
	return b, err
}

// expand resolves patterns and makes sure that every file can be sent. A path
// that exists is itself, even if it looks like a pattern.
func expand(patterns []string) ([]string, error) {
	var out []string
	for _, p := range patterns {
		found := []string{p}
		if _, err := os.Lstat(p); err != nil {
			if found, err = filepath.Glob(p); err != nil || len(found) == 0 {
				return nil, value.Errorf(value.NotFound, "there is no file %q", p).WithHint("Check the spelling and the folder")
			}
		}
		out = append(out, found...)
	}
	for _, p := range out {
		if err := readable(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readable refuses what cannot be sent.
func readable(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return value.Errorf(value.NotFound, "there is no file %q", path).WithHint("Check the spelling and the folder")
	}
	if err == nil && !info.Mode().IsRegular() {
		return value.Errorf(value.BadInput, "%q is not a file", path).WithHint("Name the files in it")
	}
	f, err := os.Open(path)
	if err != nil {
		return value.Errorf(value.Denied, "%q may not be read: %w", path, err).WithHint("Ask for read permission, or copy the file")
	}
	return f.Close()
}

// sendFiles streams files as a form.
func sendFiles(form *multipart.Writer, paths []string) error {
	for _, p := range paths {
		if err := sendFile(form, p); err != nil {
			return err
		}
	}
	return form.Close()
}

func sendFile(form *multipart.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	part, err := form.CreateFormFile("files", filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = io.Copy(part, f)
	return err
}

// Score scores on the server, with the settings of its latest run.
func (r remote) Score(ctx context.Context, _ score.Options, _ app.Progress) (value.Run, error) {
	var run value.Run
	if err := r.refuse("scores with the settings of its latest run"); err != nil {
		return run, err
	}
	err := r.call(ctx, http.MethodPost, "/score", "", nil, &run)
	return run, err
}

// Customer asks for one customer.
func (r remote) Customer(ctx context.Context, id string) (value.CustomerDetail, error) {
	var d value.CustomerDetail
	err := r.call(ctx, http.MethodGet, "/customers/"+url.PathEscape(id), "", nil, &d)
	return d, err
}

// ExportScores fetches all scores as CSV.
func (r remote) ExportScores(ctx context.Context, path string) error {
	if strings.EqualFold(filepath.Ext(path), ".parquet") {
		return value.Errorf(value.Unavailable, "a server runs on this data directory, and it exports CSV only").WithHint("Stop the server, or write a .csv file")
	}
	resp, err := r.do(ctx, http.MethodGet, "/customers.csv", "", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return app.WriteWhole(path, func(w io.Writer) error {
		_, err := io.Copy(w, resp.Body)
		return err
	})
}

// ExportRejected is not among what a server can be asked.
func (r remote) ExportRejected(context.Context, int64, string) (value.Batch, error) {
	return value.Batch{}, value.Errorf(value.Unavailable, "a server runs on this data directory, and it does not hand out rejected rows").
		WithHint("Stop the server first")
}
