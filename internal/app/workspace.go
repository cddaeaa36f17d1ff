package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/api"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// Workspace is an open data directory. One process has it open at a time.
type Workspace struct {
	dir string
	db  *duckdb.Store
}

const databaseFile = "perennial.duckdb"

// OpenWorkspace opens a data directory, making it when it is not there.
func OpenWorkspace(ctx context.Context, dir string, memoryMB int) (*Workspace, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fileError("make", dir, err)
	}
	temp := filepath.Join(dir, "tmp")
	db, err := duckdb.Open(ctx, duckdb.Options{Path: filepath.Join(dir, databaseFile), TempDir: temp, MemoryMB: memoryMB})
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir, db}
	// What a killed process left can go now that nobody else has the store.
	if err := errors.Join(os.RemoveAll(temp), os.MkdirAll(temp, 0o755)); err != nil {
		return nil, errors.Join(fileError("clear", temp, err), w.Close())
	}
	return w, nil
}

// ExistingWorkspace opens a data directory that must be there.
func ExistingWorkspace(ctx context.Context, dir string, memoryMB int) (*Workspace, error) {
	if _, err := os.Stat(filepath.Join(dir, databaseFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, value.Errorf(value.NotFound, "%s is not a Perennial data directory", dir).
			WithHint("Import orders into it with `perennial import FILE --data %s`", dir)
	}
	return OpenWorkspace(ctx, dir, memoryMB)
}

// Close closes the data directory for others to open.
func (w *Workspace) Close() error { return w.db.Close() }

// Import takes files in: all of them, or none. Files the store knows by
// content are passed over.
func (w *Workspace) Import(ctx context.Context, files []string, o value.ImportOptions, p Progress) (value.Imported, error) {
	return w.importAs(ctx, files, nil, o, p)
}

// importAs imports files that are to be remembered under other names.
func (w *Workspace) importAs(ctx context.Context, files []string, name func(string) string, o value.ImportOptions, p Progress) (value.Imported, error) {
	return w.Take(ctx, ImportRequest{
		Files: files, Format: o.Format, Kind: o.Kind, Map: o.Map, DryRun: o.DryRun, Name: name,
		Table: o.Table, Query: o.Query, Cursor: o.Cursor, Again: o.Again,
		Reading: Reading{Customer: o.Customer, Time: o.Time, Amount: o.Amount, Order: o.Order, Dates: o.Dates, Currency: o.Currency, Zone: o.Zone},
	}, p)
}

// Undo takes an import back.
func (w *Workspace) Undo(ctx context.Context, batch int64) (value.Batch, error) {
	b, err := w.db.Undo(ctx, batch)
	if err == nil {
		err = os.RemoveAll(filepath.Join(w.dir, rejectedDir, strconv.FormatInt(batch, 10)))
	}
	return b, err
}

// rename gives a plan's files other names for people.
func rename(plan source.Plan, name func(string) string) {
	for _, t := range plan.Tables {
		for i := range t.Files {
			f := &t.Files[i]
			f.Path = name(f.Path)
			for j := range f.Rejected {
				f.Rejected[j].File = name(f.Rejected[j].File)
			}
		}
	}
}

// Score scores everything imported.
func (w *Workspace) Score(ctx context.Context, o score.Options, p Progress) (value.Run, error) {
	batches, err := w.db.Batches(ctx)
	if err != nil {
		return value.Run{}, err
	}
	var in value.Input
	var said []string
	for i := len(batches) - 1; i >= 0; i-- {
		b := batches[i]
		if !b.UndoneAt.IsZero() {
			continue
		}
		in.Files = append(in.Files, b.Files...)
		in.Rows, in.Accepted, in.Rejected = in.Rows+b.Rows, in.Accepted+b.Accepted, in.Rejected+b.Rejected
		if len(said) == 0 || said[len(said)-1] != b.Understood {
			said = append(said, b.Understood)
		}
	}
	in.Understood = strings.Join(said, " ")
	return scoreWith(ctx, w.db, o, in, nil, p)
}

// Run is the latest scoring.
func (w *Workspace) Run(ctx context.Context) (value.Run, error) { return w.db.Run(ctx) }

// Batches lists imports, newest first.
func (w *Workspace) Batches(ctx context.Context) ([]value.Batch, error) { return w.db.Batches(ctx) }

// Customers is one page of a selection.
func (w *Workspace) Customers(ctx context.Context, q value.CustomerQuery) (value.CustomerPage, error) {
	run, err := w.db.Run(ctx)
	if err != nil {
		return value.CustomerPage{}, err
	}
	page, err := w.db.Customers(ctx, q)
	page.Definition = run.Definition
	return page, err
}

// Customer is everything about one customer.
func (w *Workspace) Customer(ctx context.Context, id string) (value.CustomerDetail, error) {
	run, err := w.db.Run(ctx)
	if err != nil {
		return value.CustomerDetail{}, err
	}
	c, err := w.customer(ctx, id, run.Definition.Zone)
	if err != nil {
		return value.CustomerDetail{}, err
	}
	return score.Detail(run, c), nil
}

// customer is a customer by any of the person's identifiers.
func (w *Workspace) customer(ctx context.Context, id, zone string) (store.Customer, error) {
	c, err := w.db.Customer(ctx, id, zone)
	if err == nil {
		return c, nil
	}
	if x, unknown := w.db.Identity(ctx, id); unknown == nil && x.Person != id {
		return w.db.Customer(ctx, x.Person, zone)
	}
	return c, err
}

// posteriorCustomers is how many customers a posterior on the dashboard is
// drawn from, at most: more would only narrow it, and take longer.
const posteriorCustomers = 10_000

// Posterior is what is known of a model's parameters on the latest scoring's
// data.
func (w *Workspace) Posterior(ctx context.Context, model string) (value.Posterior, error) {
	run, err := w.db.Run(ctx)
	if err != nil {
		return value.Posterior{}, err
	}
	shapes, err := w.db.Histories(ctx, posteriorCustomers)
	if err != nil {
		return value.Posterior{}, err
	}
	d := models.Data{Unit: run.Definition.Unit}
	for _, s := range shapes {
		d.AddShape(s)
	}
	p, err := models.Infer(ctx, model, d, 1)
	if err == nil && run.Input.Customers > posteriorCustomers {
		p.Warnings = append(p.Warnings, fmt.Sprintf("Drawn from a sample of %.0f of %d customers: with all of them it would be narrower.", p.Customers, run.Input.Customers))
	}
	return p, err
}

// ExportCustomers writes a selection as CSV.
func (w *Workspace) ExportCustomers(ctx context.Context, q value.CustomerQuery, to io.Writer) error {
	if _, err := w.db.Run(ctx); err != nil {
		return err
	}
	return w.db.ExportCustomers(ctx, q, to)
}

// ExportScores writes all scores to a file, whole or not at all.
func (w *Workspace) ExportScores(ctx context.Context, path string) error {
	if _, err := w.db.Run(ctx); err != nil {
		return err
	}
	format := "csv"
	if strings.EqualFold(filepath.Ext(path), ".parquet") {
		format = "parquet"
	}
	return writeWhole(path, func(partial string) error {
		return w.db.ExportScores(ctx, store.ScoreFile{Path: partial, Format: format})
	})
}

// ExportRejected writes the rows an import left out; 0 means the latest.
func (w *Workspace) ExportRejected(ctx context.Context, batch int64, path string) (value.Batch, error) {
	all, err := w.db.Batches(ctx)
	if err != nil {
		return value.Batch{}, err
	}
	for _, b := range all {
		if batch == 0 || b.ID == batch {
			return b, writeWhole(path, func(partial string) error { return w.db.ExportRejections(ctx, b.ID, partial) })
		}
	}
	return value.Batch{}, value.Errorf(value.NotFound, "there is no import %d", batch).WithHint("There are %d, numbered from 1", len(all))
}

// dashboardIntake lets the dashboard import and score with the settings of
// the latest run, and days as the workspace's definition has them.
type dashboardIntake struct{ *Workspace }

// Import takes uploaded files in, remembered by their own names.
func (d dashboardIntake) Import(ctx context.Context, files []string, o value.ImportOptions, progress func(api.Progress)) (value.Imported, error) {
	return d.importAs(ctx, files, filepath.Base, o, apiProgress(progress))
}

// Score scores again.
func (d dashboardIntake) Score(ctx context.Context, progress func(api.Progress)) (value.Run, error) {
	return d.Workspace.Score(ctx, d.options(ctx), apiProgress(progress))
}

// options are those of the latest run, or the defaults. What a definition has
// is not among them: scoring takes it from the workspace's own.
func (d dashboardIntake) options(ctx context.Context) score.Options {
	o := score.Options{Discount: score.DefaultDiscount}
	if run, err := d.db.Run(ctx); err == nil {
		def := run.Definition
		o.Unit, o.Horizon, o.Discount, o.Margin = def.Unit, def.Horizon, def.Discount, def.Margin
	}
	return o
}

// apiProgress speaks the API's progress.
func apiProgress(report func(api.Progress)) Progress {
	return func(e Event) {
		p := api.Progress{Step: e.Step}
		if e.Share >= 0 {
			p.Done, p.Total = int64(e.Share*100), 100
		}
		report(p)
	}
}
