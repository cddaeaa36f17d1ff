package file

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// Looked is what a first look at files found: how each is packed, encoded and
// cut, not yet what it means.
type Looked struct {
	in    *inspection
	Files []*Found
}

// Found is one file as it was found.
type Found struct {
	in *inspection
	f  *input
}

// Look finds out how the files that match the patterns are packed, encoded
// and cut into rows. "-" is standard input, kept in the spool directory.
func Look(ctx context.Context, patterns []string, opt Options) (*Looked, error) {
	in := &inspection{ctx: ctx, opt: opt}
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := in.expand(patterns); err != nil {
		return nil, err
	}
	out := &Looked{in: in}
	for _, f := range in.files {
		if err := in.look(f); err != nil {
			return nil, err
		}
		out.Files = append(out.Files, &Found{in, f})
	}
	return out, nil
}

// Notices are the assumptions made so far.
func (l *Looked) Notices() []value.Notice { return l.in.notices }

// Plan finds out what order logs among the files mean, and rewrites those
// that the store cannot read as they are.
func (l *Looked) Plan(files []*Found) (source.Plan, error) {
	l.in.files = nil
	for _, f := range files {
		l.in.files = append(l.in.files, f.f)
	}
	groups := l.in.group()
	for _, g := range groups {
		if err := l.in.assign(g); err != nil {
			return source.Plan{}, err
		}
	}
	for _, f := range l.in.files {
		if err := l.in.rewrite(f); err != nil {
			return source.Plan{}, err
		}
	}
	return l.in.plan(groups), nil
}

// Name is the file as the user named it.
func (f *Found) Name() string { return f.f.named }

// Path is where its bytes are.
func (f *Found) Path() string { return f.f.path }

// Size is its length in bytes.
func (f *Found) Size() int64 { return f.f.size }

// Columns are the names of its columns, unique; made up without a header.
// Nested JSON gives names such as properties.order_id.
func (f *Found) Columns() []string {
	if f.f.out.LineColumn != "" {
		return f.f.columns[:len(f.f.columns)-1]
	}
	return f.f.columns
}

// Titled reports whether the names come from the file.
func (f *Found) Titled() bool { return f.f.titled }

// Sample are rows from its beginning and, of a big file, from further on, cell
// by column.
func (f *Found) Sample() [][]string { return f.f.rows }

// Parquet reports whether it is a Parquet file, which has no rows to Read.
func (f *Found) Parquet() bool { return f.f.shape == shapeParquet }

// JSON reports whether it is JSON, whose later records may bring new columns.
func (f *Found) JSON() bool { return f.f.shape == shapeLines || f.f.shape == shapeArray }

// Row is one record of a file.
type Row struct {
	Line   int64    // on which it begins, from 1
	Fields []string // by column; fewer or more than there are columns where the file is ragged
}

// Rows reads a file from its beginning.
type Rows struct {
	f       *input
	in      *inspection
	s       *stream
	text    *records
	json    *jsonRecords
	flat    *flattener
	columns []string
	fields  []string
	header  bool
	read    int64
}

// Open begins to read a file; tell, when set, hears of the bytes read so far.
// Close the rows.
func (f *Found) Open(tell func(done int64)) (*Rows, error) {
	s, err := f.in.open(f.f, tell)
	if err != nil {
		return nil, err
	}
	r := &Rows{f: f.f, in: f.in, s: s, columns: f.Columns(), header: f.f.header}
	in := decoded(s, f.f.encoding)
	if f.JSON() {
		r.flat = newFlattener()
		if r.json, err = f.f.newJSONRecords(in); err != nil {
			s.Close()
			return nil, jsonError(f.f, err, 1, 0)
		}
		return r, nil
	}
	if f.f.shape == shapeSpaces {
		in = &spacing{in: newRecords(in, dialect{}, 1<<18)}
	}
	r.text = newRecords(in, f.f.dialect, 1<<18)
	return r, r.skip()
}

// skip passes over what stands before the header.
func (r *Rows) skip() error {
	quote := r.text.quote
	r.text.quote = 0
	defer func() { r.text.quote = quote }()
	for range r.f.skip {
		if _, _, err := r.text.next(); err != nil {
			return r.fault(err)
		}
	}
	return nil
}

// Columns are the names of the columns so far: those of JSON may grow with
// every row.
func (r *Rows) Columns() []string {
	if r.flat != nil {
		return r.flat.columns
	}
	return r.columns
}

// Next is the next row, valid until the call after it; io.EOF at the end. A
// JSON text that is no object comes as a row without fields.
func (r *Rows) Next() (Row, error) {
	if r.json != nil {
		return r.nextJSON()
	}
	for {
		raw, line, err := r.text.next()
		if err != nil {
			return Row{}, r.fault(err)
		}
		if raw == nil {
			return Row{}, longLine(r.f.named, line)
		}
		if len(raw) == 0 {
			continue
		}
		if r.header {
			r.header = false
			continue
		}
		r.read++
		return Row{line, r.texts(r.text.split(raw))}, nil
	}
}

// nextJSON is Next for JSON.
func (r *Rows) nextJSON() (Row, error) {
	raw, line, err := r.json.next()
	if err == io.EOF {
		return Row{}, err
	}
	if err != nil {
		return Row{}, r.fault(jsonError(r.f, err, line, r.read))
	}
	r.read++
	cells, ok := r.flat.row(raw)
	if !ok {
		return Row{Line: line}, nil
	}
	return Row{line, r.texts(cells)}, nil
}

// texts are cells as strings, in memory that is used again.
func (r *Rows) texts(cells [][]byte) []string {
	r.fields = r.fields[:0]
	for _, c := range cells {
		r.fields = append(r.fields, string(c))
	}
	return r.fields
}

// fault makes an error of reading fit for people.
func (r *Rows) fault(err error) error {
	var p *packError
	if errors.As(err, &p) {
		return damaged(r.f, p, r.read)
	}
	return err
}

// Close frees the file.
func (r *Rows) Close() { r.s.Close() }

// Where names a row for a message: its file and line.
func (f *Found) Where(line int64) string { return f.f.named + ", line " + strconv.FormatInt(line, 10) }
