package file

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// watched is a reader that stops with its context and tells how far it is.
type watched struct {
	in   io.Reader
	ctx  context.Context
	tell func(done int64)
	done int64
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.in.Read(p)
	w.done += int64(n)
	if w.tell != nil {
		w.tell(w.done)
	}
	return n, err
}

// progress is a callback for one stage, or nil when nobody listens.
func (in *inspection) progress(stage string, total int64) func(int64) {
	if in.opt.Progress == nil {
		return nil
	}
	return func(done int64) { in.opt.Progress(stage, done, total) }
}

// position is a byte reader that knows exactly how much was taken from it.
type position struct {
	*bufio.Reader
	at int64
}

// Read implements io.Reader.
func (p *position) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	p.at += int64(n)
	return n, err
}

// ReadByte implements io.ByteReader, which decompressors use so as not to
// read ahead.
func (p *position) ReadByte() (byte, error) {
	c, err := p.Reader.ReadByte()
	if err == nil {
		p.at++
	}
	return c, err
}

// packError is a fault of a compressed file, at a byte of it.
type packError struct {
	at  int64
	err error
}

// Error implements error.
func (e *packError) Error() string { return fmt.Sprintf("unpack at byte %d: %v", e.at, e.err) }

// Unwrap returns the cause.
func (e *packError) Unwrap() error { return e.err }

// unpacked reads a compressed stream and marks its faults.
type unpacked struct {
	in  io.Reader
	raw *position
	ctx context.Context
}

// Read implements io.Reader.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	if err != nil && err != io.EOF && u.ctx.Err() == nil {
		err = &packError{at: u.raw.at, err: err}
	}
	return n, err
}

// stream is a file open for reading from its start, unpacked.
type stream struct {
	io.Reader
	close []func()
}

// Close closes what the stream opened.
func (s *stream) Close() {
	for _, c := range s.close {
		c()
	}
}

// open reads a file from its start, unpacked but not decoded.
func (in *inspection) open(f *input, tell func(int64)) (*stream, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.named, err)
	}
	s := &stream{close: []func(){func() { file.Close() }}}
	raw := &position{Reader: bufio.NewReaderSize(&watched{in: file, ctx: in.ctx, tell: tell}, 1<<18)}
	s.Reader = raw
	switch f.packing {
	case packedGzip:
		err = s.gunzip(raw, in.ctx)
	case packedZstd:
		err = s.unzstd(raw, in.ctx)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// gunzip unpacks gzip, of however many members.
func (s *stream) gunzip(raw *position, ctx context.Context) error {
	z, err := gzip.NewReader(raw)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return &packError{at: raw.at, err: err}
	}
	s.Reader = &unpacked{in: z, raw: raw, ctx: ctx}
	return nil
}

// unzstd unpacks Zstandard.
func (s *stream) unzstd(raw *position, ctx context.Context) error {
	z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(256<<20))
	if err != nil {
		return &packError{at: raw.at, err: err}
	}
	s.close = append(s.close, z.Close)
	s.Reader = &unpacked{in: z, raw: raw, ctx: ctx}
	return nil
}
