package file

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// errTruncated says that JSON ended before it was complete.
var errTruncated = errors.New("the JSON ends before it is complete")

// errTooLong says that a record is longer than maxLine.
var errTooLong = errors.New("a record is longer than 16 MB")

// jsonValues reads JSON values one after the other, raw, and keeps the line each
// begins on.
type jsonValues struct {
	in   *bufio.Reader
	line int64
	buf  []byte
}

// newJSONValues reads from in.
func newJSONValues(in io.Reader) *jsonValues {
	return &jsonValues{in: bufio.NewReaderSize(in, 1<<16), line: 1}
}

// peek skips blanks and the bytes given, and shows the next byte.
func (v *jsonValues) peek(skip string) (byte, error) {
	for {
		c, err := v.in.ReadByte()
		if err != nil {
			return 0, err
		}
		switch {
		case c == '\n':
			v.line++
		case c == ' ', c == '\t', c == '\r', bytes.IndexByte([]byte(skip), c) >= 0:
		default:
			return c, v.in.UnreadByte()
		}
	}
}

// value reads one value of any kind. Strings and brackets are balanced;
// whether the inside is right is for others to tell.
func (v *jsonValues) value() (raw []byte, line int64, err error) {
	v.buf = v.buf[:0]
	line = v.line
	depth, inString := 0, false
	for {
		c, err := v.in.ReadByte()
		if err == io.EOF {
			if depth == 0 && !inString && len(v.buf) > 0 {
				return v.buf, line, nil
			}
			return v.buf, line, errTruncated
		}
		if err != nil {
			return v.buf, line, err
		}
		if !inString && depth == 0 && len(v.buf) > 0 && bytes.IndexByte([]byte(",]} \t\r\n:"), c) >= 0 {
			return v.buf, line, v.in.UnreadByte()
		}
		if len(v.buf) > maxLine {
			return nil, line, errTooLong
		}
		v.buf = append(v.buf, c)
		switch {
		case c == '\n':
			v.line++
		case inString && c == '\\':
			next, err := v.in.ReadByte()
			if err != nil {
				return v.buf, line, errTruncated
			}
			if next == '\n' {
				v.line++
			}
			v.buf = append(v.buf, next)
		case c == '"':
			inString = !inString
		case inString:
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth--
		}
		if depth <= 0 && !inString && (c == '"' || c == '}' || c == ']') {
			return v.buf, line, nil
		}
	}
}

// enter moves into the array at the end of a path of keys.
func (v *jsonValues) enter(path []string) error {
	for {
		c, err := v.peek("")
		if err != nil {
			return eofTruncated(err)
		}
		v.in.ReadByte()
		if len(path) == 0 {
			if c != '[' {
				return errTruncated
			}
			return nil
		}
		if c != '{' {
			return errTruncated
		}
		if err := v.find(path[0]); err != nil {
			return err
		}
		path = path[1:]
	}
}

// find moves to the value of a key of the object at hand.
func (v *jsonValues) find(key string) error {
	for {
		name, err := v.key()
		if err != nil {
			return err
		}
		if name == key {
			return nil
		}
		if _, _, err := v.value(); err != nil {
			return err
		}
	}
}

// key reads a key and the colon behind it.
func (v *jsonValues) key() (string, error) {
	c, err := v.peek(",")
	if err != nil {
		return "", eofTruncated(err)
	}
	if c != '"' {
		return "", errTruncated
	}
	raw, _, err := v.value()
	if err != nil {
		return "", err
	}
	name := string(unquoteJSON(raw))
	if c, err = v.peek(""); err != nil || c != ':' {
		return "", errTruncated
	}
	v.in.ReadByte()
	_, err = v.peek("")
	return name, eofTruncated(err)
}

// eofTruncated is the error of an end that comes too early.
func eofTruncated(err error) error {
	if err == io.EOF {
		return errTruncated
	}
	return err
}
