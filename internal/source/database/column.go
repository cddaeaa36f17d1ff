package database

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// kind is what the values of a column are, whatever their server calls it.
type kind string

const (
	integer   kind = "integer"
	decimal   kind = "decimal"
	float     kind = "float"
	boolean   kind = "boolean"
	date      kind = "date"
	timestamp kind = "timestamp" // a day and time without a zone
	instant   kind = "instant"   // a point in time
	text      kind = "text"
	jsonText  kind = "json"
	bits      kind = "bits"
	binary    kind = "binary"
	hexed     kind = "hexed" // binary, as PostgreSQL writes it: \x00ff
	array     kind = "array"
	refused   kind = "refused"
)

// cursors are the kinds whose order and equality survive being written down.
var cursors = []kind{integer, decimal, date, timestamp, instant, text}

// column is one column of an answer.
type column struct {
	name    string
	kind    kind
	typ     string  // as its server calls it
	element *column // of an array
	comma   byte    // between the elements
	scratch []byte
}

// longestBinary is the longest binary value that is written: ids and hashes
// are short, pictures belong elsewhere.
const longestBinary = 1 << 16

var (
	errNotUTF8  = errors.New("a text that is not UTF-8")
	errEndless  = errors.New("infinity, which is no day")
	errTooEarly = errors.New("a day before the year 1")
)

// text is a value as it stands in the CSV, in memory that may be used again.
func (c *column) text(raw []byte) ([]byte, error) {
	switch c.kind {
	case integer:
		return raw, nil
	case date, timestamp, instant:
		return c.moment(raw)
	case decimal:
		return raw, finite(raw)
	case float:
		return c.plain(raw)
	case boolean:
		c.scratch = strconv.AppendBool(c.scratch[:0], raw[0] == 't')
		return c.scratch, nil
	case bits:
		return c.number(raw), nil
	case binary:
		c.scratch = hex.AppendEncode(c.scratch[:0], raw[:min(len(raw), longestBinary)])
		return c.scratch, fits(len(raw))
	case hexed:
		return raw[2:], fits(len(raw)/2 - 1)
	case array:
		return c.list(raw)
	}
	if !utf8.Valid(raw) {
		return nil, errNotUTF8
	}
	return raw, nil
}

func fits(bytes int) error {
	if bytes > longestBinary {
		return fmt.Errorf("%d bytes of binary data, more than %d", bytes, longestBinary)
	}
	return nil
}

// finite objects to what is no number.
func finite(raw []byte) error {
	if last := raw[len(raw)-1]; last >= '0' && last <= '9' || last == '.' {
		return nil
	}
	return fmt.Errorf("%s, which cannot be added up", raw)
}

// plain is a binary number without an exponent, in the fewest digits that
// are it.
func (c *column) plain(raw []byte) ([]byte, error) {
	if err := finite(raw); err != nil {
		return nil, err
	}
	if bytes.IndexByte(raw, 'e') < 0 {
		return raw, nil
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return nil, err
	}
	c.scratch = strconv.AppendFloat(c.scratch[:0], x, 'f', -1, 64)
	return c.scratch, nil
}

// moment is a day or time in ISO 8601; it comes with a blank in place of the
// T, and an instant in UTC with +00 or nothing.
func (c *column) moment(raw []byte) ([]byte, error) {
	switch {
	case bytes.HasSuffix(raw, []byte("infinity")):
		return nil, errEndless
	case bytes.HasSuffix(raw, []byte(" BC")):
		return nil, errTooEarly
	}
	c.scratch = append(c.scratch[:0], bytes.TrimSuffix(raw, []byte("+00"))...)
	if i := bytes.IndexByte(c.scratch, ' '); i >= 0 {
		c.scratch[i] = 'T'
	}
	if c.kind == instant {
		c.scratch = append(c.scratch, "+00:00"...)
	}
	return c.scratch, nil
}

// number is a string of up to 64 bits as a number.
func (c *column) number(raw []byte) []byte {
	var n uint64
	for _, b := range raw {
		n = n<<8 | uint64(b)
	}
	c.scratch = strconv.AppendUint(c.scratch[:0], n, 10)
	return c.scratch
}
