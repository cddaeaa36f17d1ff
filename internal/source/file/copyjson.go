package file

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/perennial-clv/perennial/internal/value"
)

// keptRejections bounds how many broken records are kept in memory.
const keptRejections = 100_000

// objects copies JSON records as CSV, each with the line it came from.
func (w *copier) objects(in io.Reader) error {
	r, err := w.f.newJSONRecords(in)
	if err != nil {
		return jsonError(w.f, err, 1, 0)
	}
	fl := &flattener{columns: w.f.paths, index: make(map[string]int, len(w.f.paths))}
	for i, p := range w.f.paths {
		fl.index[p] = i
	}
	var line bytes.Buffer
	names := make([][]byte, len(w.f.columns)-1)
	for i := range names {
		names[i] = []byte(w.f.columns[i])
	}
	writeRow(&line, names, w.f.out.LineColumn)
	for {
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
		line.Reset()
		raw, at, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return jsonError(w.f, err, at, w.lines)
		}
		cells, ok := fl.row(raw)
		if !ok {
			w.f.reject(raw, at)
			continue
		}
		writeRow(&line, cells, strconv.FormatInt(at, 10))
		w.lines++
	}
}

// writeRow writes cells and a last one.
func writeRow(out *bytes.Buffer, cells [][]byte, last string) {
	for _, c := range cells {
		writeField(out, c)
		out.WriteByte(',')
	}
	out.WriteString(last)
	out.WriteByte('\n')
}

// reject notes a record that is no JSON object.
func (f *input) reject(raw []byte, line int64) {
	if len(f.out.Rejected) >= keptRejections {
		f.out.RejectedMore++
		return
	}
	reason := "not valid JSON"
	if raw == nil {
		reason = "longer than 16 MB"
	} else if json.Valid(raw) {
		reason = "not a JSON object"
	}
	f.out.Rejected = append(f.out.Rejected, value.Rejection{
		File: f.named, Line: line, Value: shorten(clean(raw), 200), Reason: reason,
	})
}

// clean is a piece of text fit for a report.
func clean(raw []byte) string {
	if len(raw) > 1000 {
		raw = raw[:1000]
	}
	return string(bytes.ToValidUTF8(bytes.TrimSpace(raw), []byte("?")))
}
