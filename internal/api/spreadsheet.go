package api

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// spreadsheetWriter passes CSV on with every text cell that a spreadsheet
// would run as a formula marked as text by a leading apostrophe. Customer
// ids come from outside: one may read =HYPERLINK(…). Numbers stay as they
// are, also negative ones.
type spreadsheetWriter struct {
	in   *io.PipeWriter
	done chan error
}

func newSpreadsheetWriter(out io.Writer) *spreadsheetWriter {
	r, w := io.Pipe()
	s := &spreadsheetWriter{in: w, done: make(chan error, 1)}
	go func() {
		err := copySafe(out, r)
		r.CloseWithError(err)
		s.done <- err
	}()
	return s
}

func (s *spreadsheetWriter) Write(b []byte) (int, error) { return s.in.Write(b) }

// finish waits until everything is passed on; after an error nothing more is.
func (s *spreadsheetWriter) finish(err error) error {
	_ = s.in.CloseWithError(err) // nil means the end
	return <-s.done
}

func copySafe(out io.Writer, in io.Reader) error {
	r := csv.NewReader(in)
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	w := csv.NewWriter(out)
	for {
		record, err := r.Read()
		if err == io.EOF {
			w.Flush()
			return w.Error()
		}
		if err != nil {
			return err
		}
		for i, cell := range record {
			if runsAsFormula(cell) {
				record[i] = "'" + cell
			}
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
}

func runsAsFormula(cell string) bool {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return false
	}
	_, err := strconv.ParseFloat(cell, 64)
	return err != nil
}
