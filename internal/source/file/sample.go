package file

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/perennial-clv/perennial/internal/value"
)

const (
	sampleSize = 1 << 20   // of a file's beginning
	sliceSize  = 256 << 10 // of its middle and of its end
	sliceFrom  = 4 << 20   // files smaller than this are judged by the beginning
)

// head is the beginning of a file, unpacked and decoded.
type head struct {
	text  []byte
	whole bool // the file is no longer than this
}

// look finds out how one file is written.
func (in *inspection) look(f *input) error {
	first, err := firstBytes(f.path)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.named, err)
	}
	if bytes.HasPrefix(first, []byte("PAR1")) {
		return in.lookParquet(f)
	}
	if err := refuseAlien(f.named, first); err != nil {
		return err
	}
	f.packing = packingOf(first)
	h, err := in.head(f)
	if err != nil {
		return err
	}
	switch jsonShape(h) {
	case shapeLines:
		return in.lookJSON(f, h, shapeLines)
	case shapeArray:
		return in.lookJSON(f, h, shapeArray)
	}
	if err := refuseLongLine(f.named, h.text); err != nil {
		return err
	}
	return in.lookText(f, h)
}

// firstBytes are the first bytes of a file.
func firstBytes(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 64<<10))
}

// head reads and decodes the beginning of a file.
func (in *inspection) head(f *input) (head, error) {
	raw, whole, err := in.beginning(f)
	if err != nil {
		return head{}, err
	}
	if err := refuseAlien(f.named, raw); err != nil {
		return head{}, err
	}
	if bytes.HasPrefix(raw, []byte("PAR1")) {
		return head{}, value.Errorf(value.BadInput, "%q holds a Parquet file inside an archive", f.named).WithHint("Unpack it first.")
	}
	f.encoding = encodingOf(raw, whole)
	if f.encoding == utf8Plain && f.packing == packedNot {
		for _, s := range slices256(f.path, f.size) {
			f.spool = f.spool || oddBreaks(afterBreak(s)) || bytes.Contains(s, []byte("\r\n")) != bytes.Contains(raw, []byte("\r\n"))
			if !validUTF8(afterBreak(s), false) {
				f.encoding = latin
			}
		}
	}
	text, err := io.ReadAll(decoded(bytes.NewReader(raw), f.encoding))
	if err != nil {
		return head{}, fmt.Errorf("decode %s: %w", f.named, err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		if !whole {
			return head{}, refuseBlank(f.named)
		}
		return head{}, value.Errorf(value.BadInput, "%q has no text in it", f.named).WithHint("Export the orders again.")
	}
	if err := refuseBinary(f.named, text); err != nil {
		return head{}, err
	}
	if f.encoding == latin {
		in.notice("info", "encoding", "%s is not UTF-8 and is read as Windows-1252 (Western European).", f.named)
	}
	return head{text: text, whole: whole}, nil
}

// refuseBlank is the error of a file that begins with a megabyte of nothing.
func refuseBlank(name string) error {
	return value.Errorf(value.BadInput, "%q begins with a megabyte of blanks", name).WithHint("Is this a file of orders?")
}

// beginning reads about a megabyte, or more while no line has ended.
func (in *inspection) beginning(f *input) (raw []byte, whole bool, err error) {
	s, err := in.open(f, nil)
	if err != nil {
		return nil, false, in.unpackError(f, err)
	}
	defer s.Close()
	for limit := sampleSize; ; limit *= 2 {
		more, err := io.ReadAll(io.LimitReader(s, int64(limit-len(raw))))
		raw = append(raw, more...)
		if err != nil {
			return nil, false, in.unpackError(f, err)
		}
		if len(raw) < limit {
			return raw, true, nil
		}
		if limit > maxLine || bytes.Count(raw, []byte{'\n'})+bytes.Count(raw, []byte{'\r'}) > 2 {
			return raw, false, nil
		}
	}
}

// refuseLongLine is the error for lines longer than text has.
func refuseLongLine(name string, text []byte) error {
	for line := int64(1); len(text) > 0; line++ {
		n := bytes.IndexAny(text, "\r\n")
		if n < 0 {
			n = len(text)
		}
		if n > maxLine {
			return longLine(name, line)
		}
		text = text[min(n+1, len(text)):]
	}
	return nil
}

// longLine is the error of a line longer than text has.
func longLine(name string, line int64) error {
	return value.Errorf(value.BadInput, "line %d of %q is longer than 16 MB: is this a text file with one order a line?", line, name).
		WithHint("Export the orders as CSV.")
}
