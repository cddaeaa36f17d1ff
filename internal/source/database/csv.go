package database

import (
	"bytes"
	"io"
)

// csv writes records: RFC 4180, except that lines end in LF alone, as
// programs read it fastest.
type csv struct {
	w     io.Writer
	buf   []byte
	start int // of the record
	count int // fields of the record
}

const csvBuffer = 1 << 17

func newCSV(w io.Writer) *csv { return &csv{w: w, buf: make([]byte, 0, csvBuffer+1<<14)} }

func (c *csv) comma() {
	if c.count > 0 {
		c.buf = append(c.buf, ',')
	}
	c.count++
}

// null writes a field without anything in it.
func (c *csv) null() { c.comma() }

// field writes text. Quotation marks tell an empty text from NULL, and keep
// blanks at the ends.
func (c *csv) field(text []byte) {
	c.comma()
	if !quoted(text) {
		c.buf = append(c.buf, text...)
		return
	}
	c.buf = append(c.buf, '"')
	for {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			break
		}
		c.buf = append(append(c.buf, text[:i+1]...), '"')
		text = text[i+1:]
	}
	c.buf = append(append(c.buf, text...), '"')
}

func quoted(text []byte) bool {
	if len(text) == 0 || text[0] <= ' ' || text[len(text)-1] <= ' ' {
		return true
	}
	for _, b := range text {
		if b == ',' || b == '"' || b == '\n' || b == '\r' {
			return true
		}
	}
	return false
}

// end finishes the record. A line with nothing on it would be no record.
func (c *csv) end() error {
	if len(c.buf) == c.start {
		c.buf = append(c.buf, '"', '"')
	}
	c.buf = append(c.buf, '\n')
	c.count = 0
	if len(c.buf) >= csvBuffer {
		return c.flush()
	}
	c.start = len(c.buf)
	return nil
}

func (c *csv) flush() error {
	_, err := c.w.Write(c.buf)
	c.buf, c.start = c.buf[:0], 0
	return err
}
