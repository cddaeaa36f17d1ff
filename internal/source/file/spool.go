package file

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/perennial-clv/perennial/internal/value"
)

// rewrite settles what the store opens for a file: the file itself, or a
// copy in plain CSV.
func (in *inspection) rewrite(f *input) error {
	f.out.Path, f.out.Read, f.out.Size = f.named, f.path, f.size
	if !f.spool {
		return nil
	}
	out, err := os.CreateTemp(in.opt.SpoolDir, "copy-*.csv")
	if err != nil {
		return spoolError(err)
	}
	w := &copier{Writer: bufio.NewWriterSize(spoolFile{out}, 1<<18), f: f}
	err = in.copyTo(w)
	if err == nil {
		err = w.Flush()
	}
	if closing := out.Close(); err == nil && closing != nil {
		err = spoolError(closing)
	}
	if err != nil {
		os.Remove(out.Name())
		return in.copyError(w, err)
	}
	f.out.Read = out.Name()
	return nil
}

// copier writes one file's copy.
type copier struct {
	*bufio.Writer
	f       *input
	lines   int64 // complete lines or records read
	pending int   // bytes of a line not yet ended
}

// spoolFile marks faults of writing.
type spoolFile struct{ *os.File }

// Write implements io.Writer.
func (s spoolFile) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	if err != nil {
		err = spoolError(err)
	}
	return n, err
}

// spoolError is the error of a copy that cannot be written.
func spoolError(err error) error {
	var e *value.Error
	if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return value.Errorf(value.Unavailable, "the disk is full: %w", err).WithHint("Free some space, or set TMPDIR to a disk that has room.")
	}
	return value.Errorf(value.Unavailable, "write a copy of the file: %w", err).WithHint("Check that the temporary folder exists and may be written.")
}

// copyTo rewrites a file as its shape asks.
func (in *inspection) copyTo(w *copier) error {
	s, err := in.open(w.f, in.progress("rewrite", w.f.size))
	if err != nil {
		return err
	}
	defer s.Close()
	text := decoded(s, w.f.encoding)
	switch w.f.shape {
	case shapeLines, shapeArray:
		return w.objects(text)
	case shapeSpaces:
		return w.spaced(text)
	}
	return w.text(text)
}

// copyError makes an error of copying fit for people.
func (in *inspection) copyError(w *copier, err error) error {
	var p *packError
	if errors.As(err, &p) {
		rows := w.lines
		if w.f.shape == shapeDelimited || w.f.shape == shapeSpaces {
			rows = w.f.dataRows(w.lines)
		}
		return damaged(w.f, p, rows)
	}
	if err := in.ctx.Err(); err != nil {
		return fmt.Errorf("rewrite %s: %w", w.f.named, err)
	}
	return err
}
