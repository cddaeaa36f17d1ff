package app

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/source/export"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// ImportRequest says what to take in and, where a person knows better, how.
type ImportRequest struct {
	Files   []string // paths and patterns; "-" is standard input
	Reading Reading
	Format  string            // read every file as this format; empty finds out
	Kind    string            // what the files hold, for those that are mapped
	Map     map[string]string // field to column, for those that are mapped
	DryRun  bool              // say what would be taken in, and keep nothing
	// Name is what a file is remembered as; nil keeps its path.
	Name func(path string) string
}

// taking is one import under way.
type taking struct {
	ImportRequest
	db       *duckdb.Store // what is kept; nil when nothing is
	progress Progress
	looked   *file.Looked
	plain    []*file.Found // order logs the store reads by itself
	exports  []*reading    // files read row by row
	known    []value.FileReport
	prints   map[string]string // of the files, by name
	notices  []value.Notice
}

// reading is one file that is read row by row.
type reading struct {
	found  *file.Found
	format *export.Format
	report value.FileReport
	first  []value.PreviewRecord
}

// Take takes files of any kind in: all of them, or none. Files the store knows
// by content are passed over.
func (w *Workspace) Take(ctx context.Context, q ImportRequest, p Progress) (value.Imported, error) {
	spool, err := os.MkdirTemp(filepath.Join(w.dir, "tmp"), "import-")
	if err != nil {
		return value.Imported{}, fileError("write in", w.dir, err)
	}
	defer os.RemoveAll(spool)
	return take(ctx, w.db, spool, q, p)
}

// take imports into a store, or into one that is thrown away.
func take(ctx context.Context, db *duckdb.Store, spool string, q ImportRequest, p Progress) (out value.Imported, err error) {
	t := &taking{ImportRequest: q, db: db, progress: p, prints: map[string]string{}}
	if t.Name == nil {
		t.Name = func(path string) string { return path }
	}
	p.step("looking at the files")
	opt := q.Reading.options(spool, p)
	if t.looked, err = file.Look(ctx, q.Files, opt); err != nil {
		return out, err
	}
	if err := t.sort(ctx); err != nil {
		return out, err
	}
	plan := source.Plan{Understood: t.understood()}
	if len(t.plain) > 0 {
		if plan, err = t.looked.Plan(t.plain); err != nil {
			return out, err
		}
		if len(t.exports) > 0 {
			plan.Understood = t.understood() + " " + plan.Understood
		}
	}
	prints := t.printsOf(plan)
	rename(plan, t.Name)
	t.notices = append(t.notices, t.looked.Notices()...)
	t.notices = append(t.notices, plan.Notices...)
	if len(t.plain)+len(t.exports) == 0 {
		return t.nothingNew(), nil
	}
	if q.DryRun {
		if db, err = duckdb.Open(ctx, duckdb.Options{TempDir: spool}); err != nil {
			return out, err
		}
		defer db.Close()
	}
	return t.load(ctx, db, plan, prints)
}

// sort decides file by file how it is read, and passes over those known.
func (t *taking) sort(ctx context.Context) error {
	var prints []string
	for _, f := range t.looked.Files {
		sum, _, err := file.Fingerprint(f.Path())
		if err != nil {
			return err
		}
		prints = append(prints, sum)
	}
	known := map[string]value.Batch{}
	if t.db != nil && !t.DryRun {
		var err error
		if known, err = t.db.Known(ctx, prints); err != nil {
			return err
		}
	}
	for i, f := range t.looked.Files {
		if b, have := known[prints[i]]; have {
			t.known = append(t.known, reportOf(b, prints[i], t.Name(f.Name())))
			continue
		}
		t.prints[f.Name()] = prints[i]
		format, err := t.formatOf(ctx, f)
		if err != nil {
			return err
		}
		if format == nil {
			t.plain = append(t.plain, f)
			continue
		}
		t.exports = append(t.exports, &reading{found: f, format: format})
	}
	return nil
}

// printsOf are the fingerprints of the files in the order in which the store
// numbers them.
func (t *taking) printsOf(plan source.Plan) (out []string) {
	for _, name := range planNames(plan) {
		out = append(out, t.prints[name])
	}
	for _, r := range t.exports {
		out = append(out, t.prints[r.found.Name()])
	}
	return out
}

// reportOf is what is on record of a file that was imported before.
func reportOf(b value.Batch, print, name string) value.FileReport {
	out := value.FileReport{File: name, Known: true, Records: map[string]int64{}, Currencies: []string{}}
	for _, r := range b.Reports {
		if r.Fingerprint == print {
			r.File, r.Known = name, true
			return r
		}
	}
	return out
}

// nothingNew is the answer when every file was imported before.
func (t *taking) nothingNew() value.Imported {
	text := "These files were imported before; nothing changed."
	if (t.Reading != Reading{Zone: t.Reading.Zone}) || len(t.Map) > 0 || t.Format != "" {
		text += " To have them read in another way, undo that import first."
	}
	var b value.Batch
	for _, r := range t.known {
		b.Files, b.Reports = append(b.Files, r.File), append(b.Reports, r)
		b.Rows, b.Accepted, b.Rejected = b.Rows+r.Rows, b.Accepted+r.Accepted, b.Rejected+r.Rejected
		for _, n := range r.Records {
			b.Unchanged += n
		}
	}
	b.Understood = "Known files."
	return value.Imported{Batch: b, Files: t.inOrder(b.Reports), Notices: append(t.notices, value.Notice{Level: "info", Code: "already-imported", Text: text})}
}

// inOrder are reports in the order in which the files were named.
func (t *taking) inOrder(reports []value.FileReport) []value.FileReport {
	out := make([]value.FileReport, 0, len(reports))
	for _, f := range t.looked.Files {
		name := t.Name(f.Name())
		for _, r := range reports {
			if r.File == name {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// load runs the import.
func (t *taking) load(ctx context.Context, db *duckdb.Store, plan source.Plan, prints []string) (value.Imported, error) {
	opt := store.LoadOptions{Replace: true, Unidentified: true, Fingerprints: prints}
	if len(t.exports) > 0 {
		opt.Records, opt.Reports = t.readAll, t.reports
	}
	l, err := t.Reading.load(ctx, db, plan, opt, t.progress)
	if err != nil {
		return value.Imported{}, err
	}
	out := value.Imported{Batch: l.Batch, Notices: append(t.notices, l.Notices...)}
	for _, r := range t.exports {
		out.Notices = append(out.Notices, r.report.Notices...)
	}
	if len(t.known) > 0 {
		out.Notices = append(out.Notices, value.Notice{Level: "info", Code: "some-known", Text: "Files that were imported before are passed over: " + namesOf(t.known) + "."})
		out.Batch.Reports = append(out.Batch.Reports, t.known...)
	}
	out.Files = t.inOrder(out.Batch.Reports)
	if t.DryRun {
		out.Preview, err = t.preview(ctx, db, plan)
		out.Batch.ID = 0
	}
	return out, err
}

// readAll reads the files that are read row by row.
func (t *taking) readAll(ctx context.Context, to store.RecordSink) error {
	for i, r := range t.exports {
		to.File(len(t.plain) + i)
		if err := r.read(ctx, t, to); err != nil {
			return err
		}
	}
	return nil
}

// reports are what the files read row by row held.
func (t *taking) reports() (out []value.FileReport) {
	for _, r := range t.exports {
		r.report.Fingerprint = t.prints[r.found.Name()]
		out = append(out, r.report)
	}
	return out
}

// read reads one file.
func (r *reading) read(ctx context.Context, t *taking, to store.RecordSink) error {
	name := t.Name(r.found.Name())
	r.report = value.FileReport{
		File: name, Kind: string(r.format.Kind), Format: r.format.Name, Title: r.format.Title, Records: map[string]int64{}, Currencies: []string{},
	}
	tell := t.progress.share("reading "+filepath.Base(name), r.found.Size())
	rows, err := r.found.Open(func(done int64) { tell(float64(done) / float64(max(r.found.Size(), 1))) })
	if err != nil {
		return err
	}
	defer rows.Close()
	opt := export.Options{
		Zone: t.Reading.Zone, Dates: t.Reading.Dates, Currency: t.Reading.Currency, Columns: t.Map,
		Latest: time.Now().UTC().Add(36 * time.Hour),
	}
	counted := newCounting(to, &r.report, t.Reading.Zone)
	counted.seen = func(x record.Record) {
		if t.DryRun && len(r.first) < previewed {
			r.first = append(r.first, previewOf(x))
		}
	}
	tally, err := r.format.Read(ctx, name, fileRows{rows, r.found.JSON()}, r.found.Sample(), opt, counted)
	if err != nil {
		return err
	}
	r.report.Rows, r.report.Accepted, r.report.Rejected, r.report.Notices = tally.Rows, tally.Accepted, tally.Rejected, tally.Notices
	counted.finish()
	if tally.Rows == 0 {
		return value.Errorf(value.BadInput, "there are no rows in %s", name).WithHint("The file has a header but no rows under it")
	}
	return nil
}
