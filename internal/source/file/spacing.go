package file

import (
	"bytes"
	"io"
)

// spacing reads aligned columns as delimited text, line for line.
type spacing struct {
	in   *records
	line bytes.Buffer
}

// Read implements io.Reader.
func (s *spacing) Read(p []byte) (int, error) {
	for s.line.Len() == 0 {
		raw, _, err := s.in.next()
		if err != nil {
			return 0, err
		}
		if raw == nil {
			return 0, io.ErrShortBuffer
		}
		respaceLine(&s.line, raw)
		s.line.WriteByte('\n')
	}
	return s.line.Read(p)
}
