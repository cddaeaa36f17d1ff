package file

import (
	"bytes"
	"errors"
	"io"

	"github.com/perennial-clv/perennial/internal/value"
)

// dataRows is how many of a number of lines are data.
func (f *input) dataRows(lines int64) int64 {
	lines -= int64(f.skip)
	if f.header {
		lines--
	}
	return max(lines, 0)
}

// damaged is the error of a compressed file that cannot be unpacked.
func damaged(f *input, p *packError, rows int64) error {
	if errors.Is(p.err, io.ErrUnexpectedEOF) {
		return value.Errorf(value.BadInput, "%q is cut short: the %s archive stops at byte %d, after %d complete rows", f.named, f.packing, p.at, rows).
			WithHint("Copy or download it again.")
	}
	return value.Errorf(value.BadInput, "%q is damaged: the %s archive cannot be unpacked beyond byte %d (%w), after %d complete rows", f.named, f.packing, p.at, p.err, rows).
		WithHint("Copy or download it again.")
}

// unpackError explains why the beginning of a file cannot be read.
func (in *inspection) unpackError(f *input, err error) error {
	var p *packError
	if !errors.As(err, &p) {
		return err
	}
	return damaged(f, p, in.rowsBefore(f))
}

// rowsBefore counts the complete rows that can be had from a damaged file.
func (in *inspection) rowsBefore(f *input) int64 {
	s, err := in.open(f, nil)
	if err != nil {
		return 0
	}
	defer s.Close()
	raw, _ := io.ReadAll(io.LimitReader(s, 2*maxLine))
	text, _ := io.ReadAll(decoded(bytes.NewReader(raw), encodingOf(raw, false)))
	text = oneBreak(text[:bytes.LastIndexByte(text, '\n')+1])
	total := int64(bytes.Count(text, []byte{'\n'}))
	if jsonShape(head{text: text}) != "" {
		return total
	}
	g := dialectOf(text)
	rows, lines := sampled(text, g.dialect)
	if len(rows) == 0 {
		return 0
	}
	look := *f
	look.frame(rows, lines, g.width)
	return look.dataRows(total)
}
