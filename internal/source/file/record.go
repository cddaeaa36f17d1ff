package file

import (
	"bytes"
	"io"
)

// maxLine is the longest line or record that is still taken for text.
const maxLine = 16 << 20

// dialect is how lines are cut into fields. A zero byte means "none".
type dialect struct {
	delimiter, quote, escape byte
}

// records reads delimited records and keeps the line each begins on. It
// holds one record at a time.
type records struct {
	dialect
	in       io.Reader
	buf      []byte
	from, to int
	eof      bool
	err      error
	line     int64 // of the next record
	loneCR   bool  // lines end with a carriage return alone
	begun    bool
	fields   [][]byte
	scratch  []byte
	size     int
}

// newRecords reads from in; size is the first buffer's.
func newRecords(in io.Reader, d dialect, size int) *records {
	return &records{dialect: d, in: in, line: 1, size: size}
}

// recordsOf reads records from memory.
func recordsOf(text []byte, d dialect) *records {
	r := &records{dialect: d, buf: text, to: len(text), eof: true, line: 1}
	r.start()
	return r
}

// start looks at the first bytes: a byte order mark is skipped and the way
// lines end noted.
func (r *records) start() {
	r.begun = true
	w := r.buf[r.from:r.to]
	if bytes.HasPrefix(w, bom) {
		r.from += len(bom)
	}
	r.loneCR = bytes.IndexByte(w, '\n') < 0 && bytes.IndexByte(w, '\r') >= 0
}

// next returns the raw record without its line end, and the line it begins
// on. A record longer than maxLine comes back as nil: the reader goes on at
// the next line. The bytes are valid until the following call.
func (r *records) next() (raw []byte, line int64, err error) {
	for {
		w := r.buf[r.from:r.to]
		if len(w) > 0 && r.begun {
			end, after, ok := r.cut(w, r.eof)
			if ok && end <= maxLine {
				line, raw = r.line, w[:end]
				r.from += after
				r.line += r.lines(w[:after])
				return raw, line, nil
			}
			if ok || len(w) > maxLine {
				return r.skipLine()
			}
		}
		if r.eof {
			if r.err != nil {
				return nil, r.line, r.err
			}
			return nil, r.line, io.EOF
		}
		r.fill()
		if !r.begun {
			r.start()
		}
	}
}

// fill reads until the buffer is full, making room first.
func (r *records) fill() {
	if r.buf == nil {
		r.buf = make([]byte, max(r.size, 64))
	}
	if r.from > 0 {
		r.to = copy(r.buf, r.buf[r.from:r.to])
		r.from = 0
	}
	if r.to == len(r.buf) {
		grown := make([]byte, 2*len(r.buf))
		copy(grown, r.buf[:r.to])
		r.buf = grown
	}
	for r.to < len(r.buf) {
		n, err := r.in.Read(r.buf[r.to:])
		r.to += n
		if err != nil {
			r.eof = true
			if err != io.EOF {
				r.err = err
			}
			return
		}
	}
}

// skipLine drops the line at hand, reading on until it ends.
func (r *records) skipLine() ([]byte, int64, error) {
	line, end := r.line, byte('\n')
	if r.loneCR {
		end = '\r'
	}
	for {
		if i := bytes.IndexByte(r.buf[r.from:r.to], end); i >= 0 {
			r.from += i + 1
			r.line++
			return nil, line, nil
		}
		if r.from = r.to; r.eof {
			return nil, line, nil
		}
		r.fill()
	}
}

// lines counts the line ends of a stretch that ends with its record.
func (r *records) lines(stretch []byte) int64 {
	end := byte('\n')
	if r.loneCR {
		end = '\r'
	}
	return max(1, int64(bytes.Count(stretch, []byte{end})))
}
