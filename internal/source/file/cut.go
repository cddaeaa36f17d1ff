package file

import "bytes"

// cut finds the end of the record w begins with, and where the next begins.
// It is not ok when more text is needed to tell.
func (r *records) cut(w []byte, eof bool) (end, after int, ok bool) {
	term := byte('\n')
	if r.loneCR {
		term = '\r'
	}
	i := bytes.IndexByte(w, term)
	line := w
	if i >= 0 {
		line = w[:i]
	}
	if r.quote == 0 || bytes.IndexByte(line, r.quote) < 0 {
		if i < 0 {
			return trimCR(w), len(w), eof
		}
		return trimCR(line), i + 1, true
	}
	return r.cutQuoted(w, term, eof)
}

// trimCR is the length of a line without a carriage return at its end.
func trimCR(line []byte) int {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return n - 1
	}
	return len(line)
}

// cutQuoted is cut for a record in which quotes occur.
func (r *records) cutQuoted(w []byte, term byte, eof bool) (end, after int, ok bool) {
	fresh := true // at the start of a field
	for i := 0; i < len(w); {
		switch c := w[i]; {
		case c == term:
			return trimCR(w[:i]), i + 1, true
		case c == r.delimiter:
			fresh = true
			i++
		case fresh && c == r.quote:
			n, closed := r.quoted(w[i+1:], eof)
			if !closed {
				return trimCR(w), len(w), eof
			}
			fresh = false
			i += 1 + n
		case fresh && c == ' ': // blanks before a quote do not count
			i++
		default:
			fresh = false
			i++
		}
	}
	return trimCR(w), len(w), eof
}

// quoted is the length of a quoted field's rest, its closing quote included.
// It is not closed when the text ends first, or ends on a quote that may turn
// out doubled.
func (r *records) quoted(w []byte, eof bool) (n int, closed bool) {
	for n < len(w) {
		i := bytes.IndexByte(w[n:], r.quote)
		if i < 0 {
			return len(w), false
		}
		if r.escape != r.quote && r.escape != 0 {
			if e := bytes.IndexByte(w[n:n+i], r.escape); e >= 0 {
				n += e + 2
				continue
			}
		}
		n += i + 1
		if r.escape != r.quote {
			return n, true
		}
		if n == len(w) {
			return n, eof
		}
		if w[n] != r.quote {
			return n, true
		}
		n++
	}
	return len(w), false
}

// split cuts a raw record into its fields, quotes taken off. The fields are
// valid until the next call of split or next.
func (r *records) split(raw []byte) [][]byte {
	r.fields = r.fields[:0]
	if r.quote == 0 || bytes.IndexByte(raw, r.quote) < 0 {
		for {
			i := bytes.IndexByte(raw, r.delimiter)
			if i < 0 {
				r.fields = append(r.fields, raw)
				return r.fields
			}
			r.fields = append(r.fields, raw[:i])
			raw = raw[i+1:]
		}
	}
	if cap(r.scratch) < len(raw) {
		r.scratch = make([]byte, 0, 2*len(raw))
	}
	r.scratch = r.scratch[:0]
	for {
		field, n, more := r.field(raw)
		r.fields = append(r.fields, field)
		if !more {
			return r.fields
		}
		raw = raw[n:]
	}
}

// field takes the first field off raw; n is where the next begins.
func (r *records) field(raw []byte) (field []byte, n int, more bool) {
	if bare := bytes.TrimLeft(raw, " "); len(bare) < len(raw) && len(bare) > 0 && bare[0] == r.quote {
		field, n, more = r.field(bare)
		return field, n + len(raw) - len(bare), more
	}
	if len(raw) == 0 || raw[0] != r.quote {
		i := bytes.IndexByte(raw, r.delimiter)
		if i < 0 {
			return raw, len(raw), false
		}
		return raw[:i], i + 1, true
	}
	n, closed := r.quoted(raw[1:], true)
	inside := raw[1 : 1+n]
	if closed {
		inside = inside[:n-1]
	}
	rest := raw[1+n:]
	tail := bytes.IndexByte(rest, r.delimiter)
	more = tail >= 0
	if !more {
		tail = len(rest)
	}
	if r.escape == 0 || bytes.IndexByte(inside, r.escape) < 0 {
		if len(bytes.Trim(rest[:tail], " ")) == 0 {
			return inside, 1 + n + tail + 1, more
		}
	}
	field = r.unescape(inside, rest[:tail])
	return field, 1 + n + tail + 1, more
}

// unescape writes a field's text, escapes undone and what follows its
// closing quote added, into the scratch space.
func (r *records) unescape(inside, tail []byte) []byte {
	at := len(r.scratch)
	for i := 0; i < len(inside); i++ {
		if inside[i] == r.escape && i+1 < len(inside) {
			i++
		}
		r.scratch = append(r.scratch, inside[i])
	}
	if len(bytes.Trim(tail, " ")) > 0 {
		r.scratch = append(r.scratch, tail...)
	}
	return r.scratch[at:len(r.scratch):len(r.scratch)]
}
