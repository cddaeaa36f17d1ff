package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/perennial-clv/perennial/internal/quality"
	"github.com/perennial-clv/perennial/internal/value"
)

// Quality is what to know of the data kept.
func (w *Workspace) Quality(ctx context.Context) (value.Quality, error) {
	zone := "UTC"
	if t, err := w.db.Terms(ctx); err == nil && t.Zone != "" {
		zone = t.Zone
	}
	if run, err := w.db.Run(ctx); err == nil && run.Definition.Zone != "" {
		zone = run.Definition.Zone
	}
	in, err := time.LoadLocation(zone)
	if err != nil {
		in, zone = time.UTC, "UTC"
	}
	return quality.Judge(ctx, w.db, zone, value.DateOf(time.Now().In(in)))
}

// Rejected are the rows an import left out, by reason.
func (w *Workspace) Rejected(ctx context.Context, batch int64) (out value.Rejected, err error) {
	if err := w.known(ctx, batch); err != nil {
		return out, err
	}
	if out.Reasons, err = w.db.RejectedReasons(ctx, batch); err != nil {
		return out, err
	}
	out.Mend, err = w.Mendable(batch)
	return out, err
}

// RejectedCSV writes the rows an import left out.
func (w *Workspace) RejectedCSV(ctx context.Context, batch int64, to io.Writer) error {
	if err := w.known(ctx, batch); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Join(w.dir, "tmp"), "rejected-")
	if err != nil {
		return fileError("write in", w.dir, err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "rejected.csv")
	if err := w.db.ExportRejections(ctx, batch, path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fileError("read", path, err)
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}

// known refuses the number of an import that never was.
func (w *Workspace) known(ctx context.Context, batch int64) error {
	all, err := w.db.Batches(ctx)
	if err != nil || slices.ContainsFunc(all, func(b value.Batch) bool { return b.ID == batch }) {
		return err
	}
	return value.Errorf(value.NotFound, "there is no import %d", batch).WithHint("`perennial imports` lists them")
}
