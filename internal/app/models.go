package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"

	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/report"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// Bench is a data scientist's question: models fitted to an order log, or to
// a summary of customers.
type Bench struct {
	Files    []string // an order log
	Data     string   // or a data directory
	Summary  string   // or a CSV of frequency, recency and T; - for In
	In       io.Reader
	Reading  Reading
	AsOf     value.Date // zero: the last order's day
	Unit     string     // day or week
	MemoryMB int
}

// everybody asks for no fewer customers than there can be.
const everybody = 1 << 30

// FitModel fits one model; out, if any, gets the saved model.
func FitModel(ctx context.Context, b Bench, name, out string, p Progress) (value.ModelFit, error) {
	d, err := b.data(ctx, p)
	if err != nil {
		return value.ModelFit{}, err
	}
	p.step("fitting " + value.ModelTitle(name))
	fit, doc, err := models.Fit(ctx, name, d)
	if err != nil {
		return fit, err
	}
	return fit, saveModel(out, doc)
}

// saveModel writes a saved model, if anywhere.
func saveModel(out string, doc saved.Document) error {
	if out == "" {
		return nil
	}
	return writeWhole(out, func(partial string) error {
		f, err := os.Create(partial)
		if err != nil {
			return fileError("write", out, err)
		}
		return errors.Join(saved.Write(f, doc), f.Close())
	})
}

// InferModel draws from a model's posterior.
func InferModel(ctx context.Context, b Bench, name string, seed uint64, p Progress) (value.Posterior, error) {
	d, err := b.data(ctx, p)
	if err != nil {
		return value.Posterior{}, err
	}
	p.step("drawing from the posterior of " + value.ModelTitle(name))
	return models.Infer(ctx, name, d, seed)
}

// data reads what a model is fitted to.
func (b Bench) data(ctx context.Context, p Progress) (models.Data, error) {
	d := models.Data{Unit: b.Unit}
	if b.Summary != "" {
		s, err := b.readSummary()
		if err != nil {
			return d, err
		}
		d.Rows = s.Rows()
		if s.Monetary != nil {
			d.Spend, err = s.Spends()
		}
		return d, err
	}
	err := b.withLog(ctx, 0, p, func(bench store.Workbench, span store.Span, asOf value.Date) error {
		d.First, d.Last = span.First.String(), asOf.String()
		err := bench.Shapes(ctx, store.UpToAsOf, func(s store.Shape) error {
			d.AddShape(s)
			return nil
		})
		if err != nil {
			return err
		}
		return bench.Spends(ctx, store.UpToAsOf, store.RepeatDays, func(s store.Spend) error {
			d.Spend.X, d.Spend.M = append(d.Spend.X, float64(s.N)), append(d.Spend.M, s.Mean)
			d.Spend.W = append(d.Spend.W, float64(s.Customers))
			return nil
		})
	})
	return d, err
}

// unitDays is the length of the models' time unit.
func (b Bench) unitDays() float64 {
	if b.Unit == "day" {
		return 1
	}
	return 7
}

// readSummary reads the table of customers.
func (b Bench) readSummary(covariates ...string) (s models.Summary, err error) {
	err = b.reading(b.Summary, func(r io.Reader, name string) (err error) {
		s, err = models.ReadSummary(r, name, covariates...)
		return err
	})
	return s, err
}

// reading opens a table; - stands for In.
func (b Bench) reading(path string, read func(r io.Reader, name string) error) error {
	if path == "-" {
		return read(b.In, "standard input")
	}
	f, err := os.Open(path)
	if err != nil {
		return fileError("read", path, err)
	}
	defer f.Close()
	return read(f, path)
}

// withLog reads the order log, or opens the data directory, and cuts it at
// as-of; panel is how many customers are wanted day by day.
func (b Bench) withLog(ctx context.Context, panel int, p Progress, do func(store.Workbench, store.Span, value.Date) error) (err error) {
	db, done, err := b.open(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	bench, err := db.Workbench(ctx, b.unitDays())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()
	span, err := bench.Span(ctx, b.Reading.Zone)
	if err != nil {
		return err
	}
	asOf := b.AsOf
	if asOf.IsZero() {
		asOf = span.Last
	}
	if span.Rows == 0 || asOf.Before(span.First) {
		return value.Errorf(value.TooLittle, "there are no orders up to %s", asOf).WithHint("Check --as-of, or import orders first")
	}
	p.step("summarising customers")
	if _, err := bench.Summarise(ctx, store.Cut{Zone: b.Reading.Zone, AsOf: asOf, Panel: panel}); err != nil {
		return err
	}
	return do(bench, span, asOf)
}

// open gives the store with the orders, and what to do when it is done with.
func (b Bench) open(ctx context.Context, p Progress) (*duckdb.Store, func() error, error) {
	if len(b.Files) == 0 {
		w, err := ExistingWorkspace(ctx, b.Data, b.MemoryMB)
		if err != nil {
			return nil, nil, err
		}
		return w.db, w.Close, nil
	}
	work, err := os.MkdirTemp("", "perennial-")
	if err != nil {
		return nil, nil, fileError("write in", os.TempDir(), err)
	}
	clean := func() error { return os.RemoveAll(work) }
	plan, err := b.Reading.inspect(ctx, b.Files, work, p)
	if err != nil {
		return nil, nil, errors.Join(err, clean())
	}
	db, err := duckdb.Open(ctx, duckdb.Options{TempDir: work, MemoryMB: b.MemoryMB})
	if err != nil {
		return nil, nil, errors.Join(err, clean())
	}
	done := func() error { return errors.Join(db.Close(), clean()) }
	if _, err := b.Reading.load(ctx, db, plan, store.LoadOptions{}, p); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return db, done, nil
}

// Comparing says which models are compared, and how.
type Comparing struct {
	Models    []string // empty: all
	Horizon   value.Span
	Shares    []float64 // of the way through the log; empty: the usual
	Customers int       // of the panel
}

// CompareModels asks models from several earlier days what would follow.
func CompareModels(ctx context.Context, b Bench, c Comparing, p Progress) (out value.ModelComparison, err error) {
	families, err := named(c.Models)
	if err != nil {
		return out, err
	}
	if c.Customers <= 0 {
		c.Customers = everybody
	}
	if len(c.Shares) == 0 {
		c.Shares = models.DefaultShares
	}
	err = b.withLog(ctx, c.Customers, p, func(bench store.Workbench, span store.Span, asOf value.Date) error {
		sample, err := bench.Panel(ctx)
		if err != nil {
			return err
		}
		p.step("asking the models from earlier days")
		out, err = models.Compare(ctx, models.NewPanel(sample, b.unitDays()), families, models.Plan{
			First: span.First.Days(), End: asOf.Days(), HorizonDays: c.Horizon.Days(), Shares: c.Shares,
			MinDays: 14, MinRepeaters: 50, Scores: true,
		}, b.Unit)
		return err
	})
	return out, err
}

// WriteComparison writes a comparison as a page.
func WriteComparison(_ context.Context, path string, c value.ModelComparison) error {
	var page bytes.Buffer
	if err := report.Comparison(&page, c); err != nil {
		return err
	}
	return writeWhole(path, func(partial string) error { return writeFile(partial, page.Bytes()) })
}

// named are families by name; all of them without names.
func named(names []string) ([]models.Family, error) {
	if len(names) == 0 {
		return models.Families(), nil
	}
	var out []models.Family
	for _, n := range names {
		f, ok := models.Find(n)
		if !ok {
			return nil, value.Errorf(value.Invalid, "unknown model %q", n).WithHint("Models that can be compared: %s", familyNames())
		}
		out = append(out, f)
	}
	return out, nil
}

// familyNames lists the models of purchases.
func familyNames() (s string) {
	for i, f := range models.Families() {
		if i > 0 {
			s += ", "
		}
		s += f.Name
	}
	return s
}

// Predict writes what a saved model expects of the customers of a summary
// within a horizon, discounted at a rate, both in the model's time unit: to
// out, or to w when out is -.
func Predict(ctx context.Context, b Bench, modelFile, out string, w io.Writer, horizon, rate float64) error {
	ask := models.Asking{Horizon: horizon, Delta: math.Log1p(rate)}
	doc, err := LoadModel(modelFile)
	if err != nil {
		return err
	}
	s, err := b.readSummary(models.Wanted(doc)...)
	if err != nil {
		return err
	}
	if out == "-" {
		return models.Predict(ctx, w, doc, s, ask)
	}
	return writeWhole(out, func(partial string) error {
		f, err := os.Create(partial)
		if err != nil {
			return fileError("write", out, err)
		}
		return errors.Join(models.Predict(ctx, f, doc, s, ask), f.Close())
	})
}

// LoadModel reads a saved model.
func LoadModel(path string) (saved.Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return saved.Document{}, fileError("read", path, err)
	}
	defer f.Close()
	doc, err := saved.Read(f)
	if err != nil {
		return doc, value.Errorf(value.BadInput, "%s: %w", path, err).WithHint("`perennial models fit --out FILE` writes such a file")
	}
	return doc, nil
}

// SavedFit is a saved model as a fit.
func SavedFit(doc saved.Document) value.ModelFit { return models.Saved(doc) }
