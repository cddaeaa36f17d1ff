package app

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
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
	// Files are paths and patterns, "-" for standard input, and URLs of
	// databases (with Table or Query), S3 buckets and the web.
	Files []string
	// Table or Query says what is asked of a database. With Cursor, a column
	// that grows, only what is new since the last import is, unless Again.
	Table, Query, Cursor string
	Again                bool
	Reading              Reading
	Format               string            // read every file as this format; empty finds out
	Kind                 string            // what the files hold, for those that are mapped
	Map                  map[string]string // field to column, for those that are mapped
	// Choose says how the file of a path is to be read, beyond the above; nil
	// for all alike.
	Choose func(path string) value.Choice
	DryRun bool // say what would be taken in, and keep nothing
	// Name is what a file is remembered as; nil keeps its path.
	Name func(path string) string
	// sentBack is where rows that are left out are kept for mending.
	sentBack string
}

// taking is one import under way.
type taking struct {
	ImportRequest
	db       *duckdb.Store // what is kept; nil when nothing is
	progress Progress
	spool    string
	looked   *file.Looked
	plain    []*file.Found // order logs the store reads by itself
	exports  []*reading    // files read row by row
	chosen   []*reading    // all that are read, however
	known    []value.FileReport
	prints   map[string]string // of the files, by name
	marks    map[string]any    // how far databases were read, to be kept with the import
	notices  []value.Notice
	only     string // currency of the orders that are wanted; empty wants all
}

// reading is one file that is read row by row.
type reading struct {
	found  *file.Found
	how    understanding
	choice value.Choice
	report value.FileReport
	first  []value.PreviewRecord
	most   int64 // rows to read; 0 for all
	cut    bool  // there are more
}

// Take takes files of any kind in: all of them, or none. Files the store knows
// by content are passed over.
func (w *Workspace) Take(ctx context.Context, q ImportRequest, p Progress) (value.Imported, error) {
	spool, err := os.MkdirTemp(filepath.Join(w.dir, "tmp"), "import-")
	if err != nil {
		return value.Imported{}, fileError("write in", w.dir, err)
	}
	defer os.RemoveAll(spool)
	q.sentBack = filepath.Join(w.dir, rejectedDir)
	if q.Reading.Zone == "" {
		own, err := w.db.Terms(ctx)
		if err != nil {
			return value.Imported{}, err
		}
		q.Reading.Zone = own.Zone
	}
	return take(ctx, w.db, spool, q, p)
}

// take imports into a store, or into one that is thrown away.
func take(ctx context.Context, db *duckdb.Store, spool string, q ImportRequest, p Progress) (out value.Imported, err error) {
	got, err := q.fetch(ctx, db, spool, p)
	if err != nil {
		return out, err
	}
	if len(q.Files) == 0 && len(got.empty) > 0 {
		return got.nothing(), nil
	}
	t := newTaking(q, db, p)
	t.spool, t.marks = spool, got.marks
	p.step("looking at the files")
	if t.looked, err = file.Look(ctx, q.Files, q.Reading.options(spool, p)); err != nil {
		return out, err
	}
	if err := t.sort(ctx); err != nil {
		return out, err
	}
	plan, err := t.plan()
	if err != nil {
		return out, err
	}
	prints := t.printsOf(plan)
	rename(plan, t.Name)
	if len(t.plain)+len(t.exports) == 0 {
		return t.nothingNew(), nil
	}
	if q.DryRun {
		if db, err = duckdb.Open(ctx, duckdb.Options{TempDir: spool}); err != nil {
			return out, err
		}
		defer db.Close()
	}
	return t.imported(ctx, db, plan, prints)
}

// newTaking begins an import.
func newTaking(q ImportRequest, db *duckdb.Store, p Progress) *taking {
	if q.Name == nil {
		q.Name = func(path string) string { return path }
	}
	return &taking{ImportRequest: q, db: db, progress: p, prints: map[string]string{}}
}

// plan is how the plain order logs are read, and what all files are in words.
func (t *taking) plan() (plan source.Plan, err error) {
	if len(t.plain) > 0 {
		if plan, err = t.looked.Plan(t.plain); err != nil {
			return plan, err
		}
	}
	plan.Understood = strings.TrimSpace(t.understood() + " " + plan.Understood)
	if len(t.plain) == 0 { // else the plan has them, too
		t.notices = append(t.notices, t.looked.Notices()...)
	}
	t.notices = append(t.notices, plan.Notices...)
	return plan, nil
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
		if err := t.assign(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// assign decides how one file is read.
func (t *taking) assign(ctx context.Context, f *file.Found) error {
	c := t.choice(f)
	var known store.Remembered
	if t.db != nil {
		known = t.db
	}
	how, err := understand(ctx, known, f, c)
	if err != nil {
		return err
	}
	t.chosen = append(t.chosen, &reading{found: f, how: how, choice: c})
	if how.format == nil {
		t.plain = append(t.plain, f)
	} else {
		t.exports = append(t.exports, t.chosen[len(t.chosen)-1])
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
		for k, n := range r.Records {
			if k != string(record.Lines) && k != string(record.SubscriptionChanges) { // parts of others
				b.Unchanged += n
			}
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
func (t *taking) load(ctx context.Context, db *duckdb.Store, plan source.Plan, prints []string) (store.Loaded, error) {
	opt := store.LoadOptions{Replace: true, Unidentified: true, Fingerprints: prints, Settings: t.marks}
	if len(t.exports) > 0 {
		opt.Records, opt.Reports = t.readAll, t.reports
	}
	l, err := t.Reading.load(ctx, db, plan, opt, t.progress)
	l.Notices = append(t.notices, l.Notices...)
	for _, r := range t.exports {
		for _, n := range r.report.Notices {
			if len(t.chosen) > 1 {
				n.Text = r.report.File + ": " + n.Text
			}
			l.Notices = append(l.Notices, n)
		}
	}
	return l, err
}

// imported runs the import and says what came of it.
func (t *taking) imported(ctx context.Context, db *duckdb.Store, plan source.Plan, prints []string) (value.Imported, error) {
	l, err := t.load(ctx, db, plan, prints)
	if err != nil {
		return value.Imported{}, err
	}
	out := value.Imported{Batch: l.Batch, Notices: l.Notices}
	if len(t.known) > 0 {
		out.Notices = append(out.Notices, value.Notice{Level: "info", Code: "some-known", Text: "Files that were imported before are passed over: " + namesOf(t.known) + "."})
		out.Batch.Reports = append(out.Batch.Reports, t.known...)
	}
	out.Files = t.inOrder(out.Batch.Reports)
	if !t.DryRun {
		return out, t.settle(ctx, plan, out.Batch)
	}
	if out.Preview, err = t.preview(ctx, db, plan); err == nil {
		out.Rejected, err = t.left(ctx, db, out.Batch)
	}
	out.Batch.ID = 0
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
		File: name, Kind: string(r.how.format.Kind), Format: r.how.format.Name, Title: r.how.format.Title, Records: map[string]int64{}, Currencies: []string{},
	}
	tell := t.progress.share("reading "+filepath.Base(name), r.found.Size())
	rows, err := r.found.Open(func(done int64) { tell(float64(done) / float64(max(r.found.Size(), 1))) })
	if err != nil {
		return err
	}
	defer rows.Close()
	opt := export.Options{
		Zone: t.Reading.Zone, Dates: cmp.Or(r.choice.Dates, t.Reading.Dates), Currency: strings.ToUpper(cmp.Or(r.choice.Currency, t.Reading.Currency)),
		Latest: time.Now().UTC().Add(36 * time.Hour),
	}
	counted := newCounting(to, &r.report, t.Reading.Zone)
	counted.only = t.only
	counted.seen = func(x record.Record) {
		if t.DryRun && len(r.first) < previewed {
			r.first = append(r.first, previewOf(x))
		}
	}
	from := &fileRows{Rows: rows, narrow: r.found.JSON(), most: r.most}
	tally, err := r.how.format.Read(ctx, name, from, r.found.Sample(), opt, counted)
	if err != nil {
		return err
	}
	r.cut = from.cut
	r.report.Rows, r.report.Accepted, r.report.Rejected, r.report.Notices = tally.Rows, tally.Accepted, tally.Rejected, tally.Notices
	counted.finish()
	if counted.left > 0 {
		r.report.Notices = append(r.report.Notices, value.Notice{Level: "warning", Code: "other-currency",
			Text: leftOut(counted.left, counted.only)})
	}
	if tally.Rows == 0 {
		return value.Errorf(value.BadInput, "there are no rows in %s", name).WithHint("The file has a header but no rows under it")
	}
	if tally.Accepted == 0 && !r.cut {
		return counted.nothingUsable(r)
	}
	return nil
}
