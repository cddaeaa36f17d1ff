package app

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/perennial-clv/perennial/internal/api"
	"github.com/perennial-clv/perennial/internal/source/export"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// How much is looked at, and shown, of a file that waits to be taken in.
const (
	lookedRows   = 1000
	shownRows    = 8
	shownCell    = 80
	shownRejects = 12
	smallLog     = 200_000 // bytes of an order log that is looked at as it is
)

// Understand says what a file holds and how it would be read, from its first
// rows. What is wrong with the file is part of the answer.
func (w *Workspace) Understand(ctx context.Context, s api.Staged) (out value.StagedFile, err error) {
	spool, err := os.MkdirTemp(filepath.Join(w.dir, "tmp"), "look-")
	if err != nil {
		return out, fileError("write in", w.dir, err)
	}
	defer os.RemoveAll(spool)
	out = value.StagedFile{File: filepath.Base(s.Path), Choice: s.Choice, Report: value.FileReport{File: filepath.Base(s.Path), Fingerprint: s.Fingerprint}}
	if info, err := os.Stat(s.Path); err == nil {
		out.Size = info.Size()
	}
	err = w.look(ctx, s, spool, &out)
	var e *value.Error
	if errors.As(err, &e) && e.Code != value.Internal && e.Code != value.Unavailable {
		plain := strings.NewReplacer(s.Path, out.File)
		out.Problem = &value.Trouble{Code: e.Code, Message: plain.Replace(e.Message), Hint: plain.Replace(e.Hint)}
		if strings.Contains(e.Hint, "--") { // flags are for the command line
			out.Problem.Hint = "Say below what it holds and which column is which"
		}
		return out, nil
	}
	return out, err
}

// look fills in what is found out of a file.
func (w *Workspace) look(ctx context.Context, s api.Staged, spool string, out *value.StagedFile) error {
	if out.Report.Fingerprint == "" {
		sum, _, err := file.Fingerprint(s.Path)
		if err != nil {
			return err
		}
		out.Report.Fingerprint = sum
	}
	base := Reading{Zone: s.Zone}
	looked, err := file.Look(ctx, []string{s.Path}, base.options(spool, nil))
	if err != nil {
		return err
	}
	f := looked.Files[0]
	out.Columns, out.Sample = f.Columns(), sampleOf(f)
	how, err := understand(ctx, w.db, f, s.Choice)
	out.Mapping, out.Mapped, out.Remembered = mappingOf(how.mapping), how.mapped, how.remembered
	if how.mapped {
		out.Report.Kind, out.Report.Format, out.Report.Title = string(how.mapping.Kind), mappedFile, export.Mapped(how.mapping).Title
	}
	switch {
	case err != nil:
		return err
	case how.unsure != nil:
		return unclear(how.mapping, f)
	case how.format == nil:
		return w.lookAtLog(ctx, f, spool, base, out)
	}
	t := newTaking(ImportRequest{Reading: base, Name: filepath.Base, DryRun: true}, nil, nil)
	r := &reading{found: f, how: how, choice: s.Choice, most: lookedRows}
	left := &leaving{}
	err = r.read(ctx, t, left)
	print := out.Report.Fingerprint
	out.Report, out.Records, out.Rejected, out.Whole, out.Notices = r.report, r.first, left.rejected, !r.cut, r.report.Notices
	out.Report.Fingerprint = print
	if err != nil {
		return err
	}
	return w.recognised(ctx, out)
}

// lookAtLog looks at a plain order log by importing its beginning into a store
// that is thrown away.
func (w *Workspace) lookAtLog(ctx context.Context, f *file.Found, spool string, base Reading, out *value.StagedFile) error {
	path, whole := f.Path(), true
	if f.Size() > smallLog && !f.Parquet() {
		path = filepath.Join(spool, filepath.Base(strings.TrimSuffix(f.Path(), filepath.Ext(f.Path())))+".csv")
		var err error
		if whole, err = beginning(f, path); err != nil {
			return err
		}
	}
	done, err := take(ctx, nil, spool, ImportRequest{
		Files: []string{path}, Reading: base, DryRun: true, Name: filepath.Base, Choose: func(string) value.Choice { return value.Choice{Format: orderLog} },
	}, nil)
	if err != nil {
		return err
	}
	print := out.Report.Fingerprint
	out.Report, out.Rejected, out.Notices, out.Whole = done.Files[0], done.Rejected, done.Notices, whole
	out.Report.File, out.Report.Fingerprint = out.File, print
	if len(done.Preview) > 0 {
		out.Records = done.Preview[0].Records
	}
	return w.recognised(ctx, out)
}

// recognised says whether the file was imported before.
func (w *Workspace) recognised(ctx context.Context, out *value.StagedFile) error {
	known, err := w.db.Known(ctx, []string{out.Report.Fingerprint})
	_, out.Report.Known = known[out.Report.Fingerprint]
	return err
}

// beginning copies the first rows of a file, and says whether these are all.
func beginning(f *file.Found, path string) (whole bool, err error) {
	rows, err := f.Open(nil)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return whole, WriteWhole(path, func(to io.Writer) error {
		w := csv.NewWriter(to)
		if f.Titled() {
			if err := w.Write(f.Columns()); err != nil {
				return err
			}
		}
		for range lookedRows {
			row, err := rows.Next()
			if err == io.EOF {
				whole = true
				break
			}
			if err != nil {
				return err
			}
			if err := w.Write(row.Fields); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	})
}

// unclear is the trouble of a file that nothing tells the meaning of.
func unclear(guess export.Mapping, f *file.Found) error {
	if err := guess.Check(f.Columns()); err != nil {
		return value.Errorf(value.BadInput, "what this file holds cannot be told from its columns").
			WithHint("Say what it holds and which column is which")
	}
	return value.Errorf(value.BadInput, "this may be a file of %s, but its columns do not say so for sure", strings.ReplaceAll(string(guess.Kind), "_", " ")).
		WithHint("Look at the mapping and confirm it, or correct it")
}

// sampleOf are the first rows of a file as they stand in it.
func sampleOf(f *file.Found) [][]string {
	out := [][]string{}
	for _, row := range f.Sample() {
		if len(out) == shownRows {
			break
		}
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = shortened(c)
		}
		out = append(out, cells)
	}
	return out
}

// shortened is a cell fit for a table.
func shortened(s string) string {
	if utf8.RuneCountInString(s) <= shownCell {
		return s
	}
	return string([]rune(s)[:shownCell]) + "…"
}

// mappingOf is a mapping in the words of the API.
func mappingOf(m export.Mapping) value.Mapping {
	return value.Mapping{Kind: string(m.Kind), Fields: m.Fields, Dates: m.Dates, Decimal: m.Decimal, Currency: m.Currency}
}
