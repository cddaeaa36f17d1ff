package file

import (
	"bytes"
	"encoding/json"
)

// flattener turns JSON objects into rows: nested objects become columns with
// dotted names, arrays stay JSON text.
type flattener struct {
	columns []string
	index   map[string]int
	learn   bool // unknown names become columns
	cells   [][]byte
	path    []byte
}

// maxColumns bounds how many columns JSON may have.
const maxColumns = 10000

// newFlattener makes a flattener that learns its columns.
func newFlattener() *flattener { return &flattener{index: map[string]int{}, learn: true} }

// row is the cells of one object, valid until the next call. It is not ok
// when the text is not one JSON object.
func (f *flattener) row(raw []byte) (cells [][]byte, ok bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' || !json.Valid(raw) {
		return nil, false
	}
	f.cells = f.cells[:0]
	for range f.columns {
		f.cells = append(f.cells, nil)
	}
	f.path = f.path[:0]
	f.object(raw)
	return f.cells, true
}

// object walks the members of an object known to be valid and returns what
// follows it.
func (f *flattener) object(raw []byte) []byte {
	raw = blanks(raw[1:])
	for raw[0] != '}' {
		n := stringEnd(raw)
		before := len(f.path)
		if before > 0 {
			f.path = append(f.path, '.')
		}
		f.path = append(f.path, unquoteJSON(raw[:n])...)
		raw = blanks(blanks(raw[n:])[1:])
		raw = blanks(f.member(raw))
		f.path = f.path[:before]
		if raw[0] == ',' {
			raw = blanks(raw[1:])
		}
	}
	return raw[1:]
}

// member takes one value and returns what follows it.
func (f *flattener) member(raw []byte) []byte {
	switch raw[0] {
	case '{':
		return f.object(raw)
	case '"':
		n := stringEnd(raw)
		f.put(unquoteJSON(raw[:n]))
		return raw[n:]
	case '[':
		n := arrayEnd(raw)
		f.put(raw[:n])
		return raw[n:]
	}
	n := bytes.IndexAny(raw, ",} \t\r\n")
	if raw[0] == 'n' {
		f.put(nil)
	} else {
		f.put(raw[:n])
	}
	return raw[n:]
}

// put stores a cell under the path at hand.
func (f *flattener) put(cell []byte) {
	i, ok := f.index[string(f.path)]
	if !ok {
		if !f.learn || cell == nil || len(f.columns) == maxColumns {
			return
		}
		i = len(f.columns)
		f.columns = append(f.columns, string(f.path))
		f.index[string(f.path)] = i
		f.cells = append(f.cells, nil)
	}
	f.cells[i] = cell
}

// blanks skips JSON's white space.
func blanks(raw []byte) []byte {
	for len(raw) > 0 && (raw[0] == ' ' || raw[0] == '\t' || raw[0] == '\n' || raw[0] == '\r') {
		raw = raw[1:]
	}
	return raw
}

// stringEnd is the length of the string literal raw begins with.
func stringEnd(raw []byte) int {
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

// arrayEnd is the length of the array raw begins with.
func arrayEnd(raw []byte) int {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i += stringEnd(raw[i:]) - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(raw)
}

// unquoteJSON is the text of a string literal.
func unquoteJSON(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		if len(raw) >= 2 {
			return raw[1 : len(raw)-1]
		}
		return raw
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return raw
	}
	return []byte(s)
}
