package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/report"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/store/duckdb"
	"github.com/perennial-clv/perennial/internal/value"
)

// Analysis is one question over files: no server, no state.
type Analysis struct {
	Files    []string
	Out      string
	Reading  Reading
	Scoring  score.Options
	MemoryMB int
}

// Names of the files an analysis writes.
const (
	scoresCSV     = "scores.csv"
	scoresParquet = "scores.parquet"
	summaryJSON   = "summary.json"
	reportHTML    = "report.html"
	rejectedCSV   = "rejected.csv"
)

// Analyze reads order files and writes scores, summary and report into a
// directory: all of them, or nothing.
func Analyze(ctx context.Context, a Analysis, p Progress) (run value.Run, err error) {
	if err := validScoring(a.Scoring); err != nil {
		return run, err
	}
	out, err := newOutput(a.Out)
	if err != nil {
		return run, err
	}
	defer out.close()
	work, err := out.temp("work")
	if err != nil {
		return run, err
	}
	began := time.Now()
	db, err := duckdb.Open(ctx, duckdb.Options{TempDir: work, MemoryMB: a.MemoryMB})
	if err != nil {
		return run, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	loaded, err := a.read(ctx, db, work, p)
	if err != nil {
		return run, err
	}
	read := time.Since(began).Seconds()
	a.Scoring.Zone = a.Reading.Zone
	run, err = scoreWith(ctx, db, a.Scoring, inputOf(loaded), loaded.Notices, p)
	if err != nil {
		return run, err
	}
	run.Seconds["read"] = read
	return run, out.named(a.write(ctx, db, out, &run, p))
}

// read takes the files in: plain order logs alone by the shortest way, anything
// else as an import into a store of its own.
func (a Analysis) read(ctx context.Context, db *duckdb.Store, work string, p Progress) (l store.Loaded, err error) {
	p.step("looking at the files")
	t := newTaking(ImportRequest{Reading: a.Reading}, nil, p)
	t.only = strings.ToUpper(a.Reading.Currency)
	if t.looked, err = file.Look(ctx, a.Files, a.Reading.options(work, p)); err != nil {
		return l, err
	}
	for _, f := range t.looked.Files {
		if err := t.assign(ctx, f); err != nil {
			return l, err
		}
	}
	if err := t.needOrders(); err != nil {
		return l, err
	}
	plan, err := t.plan()
	if err != nil {
		return l, err
	}
	if len(t.exports) > 0 {
		if l, err = t.load(ctx, db, plan, nil); err != nil {
			return l, err
		}
		return l, oneCurrency(ctx, db)
	}
	l, err = a.Reading.load(ctx, db, plan, store.LoadOptions{}, p)
	l.Notices = append(t.notices, l.Notices...)
	return l, err
}

// oneCurrency refuses what cannot be added up: an analysis has no rates.
func oneCurrency(ctx context.Context, db *duckdb.Store) error {
	mixed, err := db.Mixed(ctx)
	if err != nil || len(mixed) == 0 {
		return err
	}
	named := mixed[slices.IndexFunc(mixed, value.IsCurrency)]
	return value.Errorf(value.BadInput, "the orders are in %d currencies, which cannot be added up: %s", len(mixed), strings.Join(mixed, ", ")).
		WithHint("Take one with --currency %s, or import the files and rates of exchange: see `perennial import` and `perennial rates`", named)
}

// validScoring refuses impossible options before any file is read.
func validScoring(o score.Options) error {
	_, err := o.WithDefaults()
	return err
}

// scoreWith scores what a store holds.
func scoreWith(ctx context.Context, db *duckdb.Store, o score.Options, input value.Input, notices []value.Notice, p Progress) (run value.Run, err error) {
	if o.Terms, err = db.Terms(ctx); err != nil {
		return run, err
	}
	if o, err = o.WithDefaults(); err != nil {
		return run, err
	}
	bench, err := db.Workbench(ctx, o.UnitDays())
	if err != nil {
		return run, err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()
	return score.Run(ctx, bench, o, input, notices, func(step string) { p.step(step) })
}

// write makes the files of an analysis.
func (a Analysis) write(ctx context.Context, db *duckdb.Store, out *output, run *value.Run, p Progress) error {
	p.step("writing results")
	began := time.Now()
	err := db.ExportScores(ctx, store.ScoreFile{Path: out.path(scoresCSV), Format: "csv"},
		store.ScoreFile{Path: out.path(scoresParquet), Format: "parquet"})
	if err != nil {
		return err
	}
	stale := []string{rejectedCSV}
	if run.Input.Rejected > 0 {
		stale = nil
		if err := db.ExportRejections(ctx, 1, out.path(rejectedCSV)); err != nil {
			return err
		}
	}
	run.Seconds["write"] = time.Since(began).Seconds()
	var page bytes.Buffer
	if err := report.Write(ctx, &page, *run); err != nil {
		return err
	}
	if err := writeFile(out.path(reportHTML), page.Bytes()); err != nil {
		return err
	}
	summary, err := json.MarshalIndent(run, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(out.path(summaryJSON), append(summary, '\n')); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return out.commit(stale...)
}

// writeFile writes a whole file.
func writeFile(path string, body []byte) error {
	if err := os.WriteFile(path, body, 0o644); err != nil {
		return fileError("write", path, err)
	}
	return nil
}
