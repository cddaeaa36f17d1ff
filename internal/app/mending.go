package app

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// rejectedDir holds, in the data directory, the rows that imports left out, as
// they stood in their files: import by import and file by file.
const rejectedDir = "rejected"

// mostSentBack is how many rows of a file are kept for mending.
const mostSentBack = 100_000

// sendBack keeps the rows that an import left out, with their header and the
// reason: a file that can be mended and imported by itself.
func (t *taking) sendBack(ctx context.Context, plan source.Plan, b value.Batch) error {
	if b.Rejected == 0 || t.sentBack == "" {
		return nil
	}
	list := filepath.Join(t.spool, "rejections.csv")
	if err := t.db.ExportRejections(ctx, b.ID, list); err != nil {
		return err
	}
	rejected, err := readRejections(list)
	if err != nil {
		return err
	}
	dir := filepath.Join(t.sentBack, strconv.FormatInt(b.ID, 10))
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return fileError("write in", t.sentBack, err)
	}
	for i, f := range t.looked.Files {
		reasons := rejected[t.Name(f.Name())]
		if len(reasons) == 0 || f.Parquet() {
			continue
		}
		rows := &mending{found: f, reasons: reasons, orders: orderColumn(plan, t.Name(f.Name()))}
		path := filepath.Join(dir, fmt.Sprintf("%d-%s.csv", i+1, strings.TrimSuffix(filepath.Base(t.Name(f.Name())), filepath.Ext(t.Name(f.Name())))))
		if err := WriteWhole(path, rows.write); err != nil {
			return err
		}
	}
	return nil
}

// readRejections are the reasons by file and line.
func readRejections(path string) (map[string]map[int64]string, error) {
	out := map[string]map[int64]string{}
	return out, eachRejection(path, func(r value.Rejection) bool {
		if out[r.File] == nil {
			out[r.File] = map[int64]string{}
		}
		if r.Column != "" {
			r.Reason = r.Column + ": " + r.Reason
		}
		if r.Line > 0 && len(out[r.File]) < mostSentBack {
			out[r.File][r.Line] = r.Reason
		}
		return true
	})
}

// eachRejection hands out the rows of a list of rejected rows, until do has
// enough.
func eachRejection(path string, do func(value.Rejection) bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fileError("read", path, err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	for n := 0; ; n++ {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the list of rejected rows: %w", err)
		}
		line, err := strconv.ParseInt(row[1], 10, 64)
		if n == 0 || err != nil {
			continue
		}
		if !do(value.Rejection{File: row[0], Line: line, Column: row[2], Value: row[3], Reason: row[4]}) {
			return nil
		}
	}
}

// orderColumn is the column with which a plain order log says which rows are
// one order, or -1.
func orderColumn(plan source.Plan, name string) int {
	for _, t := range plan.Tables {
		if c, ok := t.Roles[source.Order]; ok && slices.ContainsFunc(t.Files, func(f source.File) bool { return f.Path == name }) {
			return c
		}
	}
	return -1
}

// mending writes the rows of a file that were left out.
type mending struct {
	found   *file.Found
	reasons map[int64]string // by line
	orders  int              // column of the order, or -1
}

// write writes header and rows. Rows that are one order with a row left out
// come along: an order that arrives again is replaced as a whole.
func (m *mending) write(to io.Writer) error {
	together := map[string]bool{}
	if m.orders >= 0 {
		err := m.each(func(row file.Row) error {
			if m.reasons[row.Line] != "" && m.orders < len(row.Fields) && row.Fields[m.orders] != "" {
				together[row.Fields[m.orders]] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	w := csv.NewWriter(to)
	if m.found.Titled() {
		if err := w.Write(append(m.own(m.found.Columns()), rejectedBecause)); err != nil {
			return err
		}
	}
	err := m.each(func(row file.Row) error {
		why := m.reasons[row.Line]
		if why == "" && (m.orders < 0 || m.orders >= len(row.Fields) || !together[row.Fields[m.orders]]) {
			return nil
		}
		out := m.own(row.Fields)
		if m.found.Titled() {
			for len(out) < len(m.own(m.found.Columns())) {
				out = append(out, "")
			}
			out = append(out, why)
		}
		return w.Write(out)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// own are cells without the reason of an earlier time.
func (m *mending) own(cells []string) []string {
	out := slices.Clone(cells)
	if i := slices.Index(m.found.Columns(), rejectedBecause); i >= 0 && i < len(out) {
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// each hands out the file's rows.
func (m *mending) each(do func(file.Row) error) error {
	rows, err := m.found.Open(nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = do(row)
		}
		if err != nil {
			return err
		}
	}
}

// Mendable lists the files of rows that an import left out.
func (w *Workspace) Mendable(batch int64) ([]value.MendFile, error) {
	dir := filepath.Join(w.dir, rejectedDir, strconv.FormatInt(batch, 10))
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return []value.MendFile{}, nil
	}
	if err != nil {
		return nil, fileError("read", dir, err)
	}
	out := []value.MendFile{}
	for _, e := range entries {
		no, name, ok := strings.Cut(e.Name(), "-")
		n, err := strconv.Atoi(no)
		if ok && err == nil {
			out = append(out, value.MendFile{No: n, File: name})
		}
	}
	return out, nil
}

// MendRows writes one of these files.
func (w *Workspace) MendRows(batch int64, no int, to io.Writer) error {
	files, err := w.Mendable(batch)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.No != no {
			continue
		}
		path := filepath.Join(w.dir, rejectedDir, strconv.FormatInt(batch, 10), fmt.Sprintf("%d-%s", f.No, f.File))
		in, err := os.Open(path)
		if err != nil {
			return fileError("read", path, err)
		}
		defer in.Close()
		_, err = io.Copy(to, in)
		return err
	}
	return value.Errorf(value.NotFound, "no rows are kept of file %d of import %d", no, batch).WithHint("Download the list of what was wrong instead, and mend the file itself.")
}
