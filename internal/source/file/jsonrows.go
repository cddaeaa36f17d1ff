package file

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/perennial-clv/perennial/internal/value"
)

// jsonRecords reads the records of a JSON file, however they lie in it.
type jsonRecords struct {
	lines  *records    // one object a line
	values *jsonValues // or one value after the other
	array  bool
}

// newJSONRecords reads from in as the input's shape says.
func (f *input) newJSONRecords(in io.Reader) (*jsonRecords, error) {
	if f.shape == shapeLines && f.perLine {
		return &jsonRecords{lines: newRecords(in, dialect{}, 1<<18)}, nil
	}
	r := &jsonRecords{values: newJSONValues(in), array: f.shape == shapeArray}
	if r.array {
		return r, r.values.enter(f.wrapper)
	}
	return r, nil
}

// next returns a record's text and the line it begins on. A line too long to
// be a record comes back as nil.
func (r *jsonRecords) next() (raw []byte, line int64, err error) {
	if r.lines != nil {
		for {
			raw, line, err = r.lines.next()
			if err != nil || raw == nil || len(bytes.TrimSpace(raw)) > 0 {
				return raw, line, err
			}
		}
	}
	c, err := r.values.peek(",")
	if err == io.EOF && r.array {
		return nil, r.values.line, errTruncated
	}
	if err != nil {
		return nil, r.values.line, err
	}
	if r.array && c == ']' {
		if _, err := io.Copy(io.Discard, r.values.in); err != nil {
			return nil, r.values.line, err
		}
		return nil, r.values.line, io.EOF
	}
	return r.values.value()
}

// lookJSON samples a JSON file.
func (in *inspection) lookJSON(f *input, h head, shape string) error {
	f.shape, f.spool, f.header, f.titled, f.dialect = shape, true, true, true, dialect{',', '"', '"'}
	text := bytes.TrimLeft(h.text, " \t\r\n")
	f.perLine = shape == shapeLines && wholeLines(text) > 0
	if shape == shapeArray && text[0] == '{' {
		f.wrapper = wrapperOf(text)
	}
	text = h.text
	if f.perLine && !h.whole {
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	r, err := f.newJSONRecords(bytes.NewReader(text))
	fl := newFlattener()
	var rows [][]string
	records, line := int64(0), int64(0)
	for err == nil {
		var raw []byte
		if raw, line, err = r.next(); err != nil {
			break
		}
		if cells, ok := fl.row(raw); ok {
			rows = append(rows, append(texts(cells), strconv.FormatInt(line, 10)))
			records++
		}
	}
	if err != io.EOF && (h.whole || !errors.Is(err, errTruncated)) {
		return jsonError(f, err, line, records)
	}
	if len(rows) == 0 {
		return value.Errorf(value.BadInput, "%q is JSON but holds no records", f.named).
			WithHint("Export orders as an array of objects, or one object a line.")
	}
	f.paths = fl.columns
	f.columns = unique(append(append([]string{}, fl.columns...), lineColumn))
	f.out.LineColumn = f.columns[len(f.columns)-1]
	f.rows = padded(rows, len(f.columns))
	return nil
}

// texts copies cells.
func texts(cells [][]byte) []string {
	out := make([]string, len(cells), len(cells)+1)
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

// padded makes rows of equal width; their last cell stays last.
func padded(rows [][]string, width int) [][]string {
	for i, row := range rows {
		if len(row) < width {
			wide := make([]string, width)
			copy(wide, row[:len(row)-1])
			wide[width-1] = row[len(row)-1]
			rows[i] = wide
		}
	}
	return rows
}

// jsonError explains why a JSON file cannot be read to its end.
func jsonError(f *input, err error, line, records int64) error {
	switch {
	case errors.Is(err, errTooLong):
		return value.Errorf(value.BadInput, "the record that begins on line %d of %q is longer than 16 MB", line, f.named).
			WithHint("Export orders as an array of objects, or one object a line.")
	case errors.Is(err, errTruncated):
		return value.Errorf(value.BadInput, "the JSON in %q ends before it is complete: what begins on line %d is not closed, %d complete records come before it", f.named, line, records).
			WithHint("The file was cut short: export or copy it again.")
	}
	return err
}
