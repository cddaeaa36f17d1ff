package file

import (
	"bytes"
	"io"
)

// text copies delimited text; lines end with line feeds afterwards.
func (w *copier) text(in io.Reader) error {
	buf := make([]byte, 256<<10)
	held := false
	for {
		n, err := in.Read(buf)
		chunk := buf[:n]
		if w.f.loneCR {
			for i, c := range chunk {
				if c == '\r' {
					chunk[i] = '\n'
				}
			}
		} else {
			chunk, held = w.dropCR(chunk, held)
		}
		if fault := w.guard(chunk); fault != nil {
			return fault
		}
		if _, fault := w.Write(chunk); fault != nil {
			return fault
		}
		if err == io.EOF {
			if held {
				w.WriteByte('\r')
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// dropCR writes CR LF as LF. A carriage return that ends the chunk is held
// back until the next byte is known.
func (w *copier) dropCR(chunk []byte, held bool) (rest []byte, stillHeld bool) {
	if len(chunk) == 0 {
		return chunk, held
	}
	if held && chunk[0] != '\n' {
		w.WriteByte('\r')
	}
	if chunk[len(chunk)-1] == '\r' {
		stillHeld = true
		chunk = chunk[:len(chunk)-1]
	}
	if bytes.IndexByte(chunk, '\r') >= 0 {
		chunk = bytes.ReplaceAll(chunk, []byte("\r\n"), []byte("\n"))
	}
	return chunk, stillHeld
}

// guard counts lines and refuses one that never ends.
func (w *copier) guard(chunk []byte) error {
	last := bytes.LastIndexByte(chunk, '\n')
	if last < 0 {
		w.pending += len(chunk)
	} else {
		w.lines += int64(bytes.Count(chunk, []byte{'\n'}))
		w.pending = len(chunk) - last - 1
	}
	if w.pending > maxLine {
		return longLine(w.f.named, w.lines+1)
	}
	return nil
}

// spaced copies aligned columns as CSV.
func (w *copier) spaced(in io.Reader) error {
	r := newRecords(in, dialect{}, 1<<18)
	var line bytes.Buffer
	for {
		raw, n, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if raw == nil {
			return longLine(w.f.named, n)
		}
		line.Reset()
		respaceLine(&line, raw)
		line.WriteByte('\n')
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
		w.lines++
	}
}
