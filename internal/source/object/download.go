package object

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// source is one object, which can be read from any byte on.
type source interface {
	name() string // as people see it
	// open reads from a byte on, if the object still has the tag; from the
	// beginning when it has not, or the server cannot.
	open(ctx context.Context, from int64, tag string) (*body, error)
}

// body is an object being read.
type body struct {
	io.ReadCloser
	from int64  // where it begins
	size int64  // of the whole object, or -1
	tag  string // that changes with the object, or empty
	file string // its file name
}

// transient is an error that another try may not meet.
type transient struct{ error }

func (t transient) Unwrap() error { return t.error }

type fetcher struct {
	dir      string
	progress Progress
	pause    time.Duration // before the first new try; doubled with each
	stall    time.Duration // without a byte until a try is given up
}

const (
	tries        = 5 // without a byte in between
	firstPause   = 200 * time.Millisecond
	longestStall = time.Minute
)

// download is one object on its way.
type download struct {
	fetcher
	source source
	out    *os.File // the hidden file
	done   int64
	size   int64
	tag    string
	file   string
}

// bring downloads one object.
func (f fetcher) bring(ctx context.Context, s source) (Fetched, error) {
	d := &download{fetcher: f, source: s}
	defer func() {
		if d.out != nil {
			d.out.Close()
		}
	}()
	for try := 1; ; try++ {
		before := d.done
		err := d.attempt(ctx)
		if err == nil {
			return d.keep()
		}
		if d.done > before {
			try = 1
		}
		var again transient
		if !errors.As(err, &again) || ctx.Err() != nil || try == tries {
			return Fetched{}, d.explain(err)
		}
		select {
		case <-ctx.Done():
			return Fetched{}, ctx.Err()
		case <-time.After(f.pause << (try - 1)):
		}
	}
}

// explain makes an error that is nobody's yet fit for people.
func (d *download) explain(err error) error {
	var known *value.Error
	if errors.As(err, &known) {
		return known
	}
	e := value.Errorf(value.Unavailable, "the download of %s broke off after %d bytes: %w", d.source.name(), d.done, err).
		WithHint("Try again: it goes on where it stopped.")
	if errors.Is(err, errDisk) {
		e = value.Errorf(value.Unavailable, "%s cannot be kept in %s: %w", d.source.name(), d.dir, err)
	}
	return e
}

var errDisk = errors.New("the disk does not take it")

func disk(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errDisk, err)
}

// attempt reads on from where the last one stopped.
func (d *download) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(d.stall, func() { cancel(fmt.Errorf("no byte for %v", d.stall)) })
	defer watch.Stop()
	b, err := d.resume(ctx)
	if err != nil {
		return stalled(ctx, err)
	}
	defer b.Close()
	buf := make([]byte, 1<<17)
	for {
		n, err := b.Read(buf)
		if n > 0 {
			watch.Reset(d.stall)
			if _, err := d.out.WriteAt(buf[:n], d.done); err != nil {
				return disk(err)
			}
			d.done += int64(n)
			if d.progress != nil {
				d.progress(d.source.name(), d.done, d.size)
			}
		}
		if err == io.EOF || err != nil && d.done == d.size {
			return d.whole()
		}
		if err != nil {
			return stalled(ctx, transient{err})
		}
	}
}

// stalled says that nothing came instead of that the wait was given up.
func stalled(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return transient{cause}
	}
	return err
}

// whole objects to an end before the end.
func (d *download) whole() error {
	if d.size >= 0 && d.done != d.size {
		return transient{fmt.Errorf("%d bytes came of %d", d.done, d.size)}
	}
	return nil
}

// resume opens the object at the byte after the last one there is.
func (d *download) resume(ctx context.Context) (*body, error) {
	from := d.done
	if d.tag == "" {
		from = 0 // nothing tells whether it is still the same
	}
	b, err := d.source.open(ctx, from, d.tag)
	if err != nil {
		return nil, err
	}
	if d.out == nil {
		if err := d.begin(b); err != nil {
			b.Close()
			return nil, err
		}
		if d.done > 0 {
			b.Close()
			return d.resume(ctx)
		}
	}
	if b.from > 0 && (b.from != d.done || b.tag != d.tag) {
		b.Close()
		return nil, value.Errorf(value.Unavailable, "%s answers with other bytes than those asked for", d.source.name())
	}
	if d.done > b.from { // it has changed, or comes only as a whole
		d.done = 0
		if err := d.out.Truncate(0); err != nil {
			b.Close()
			return nil, disk(err)
		}
	}
	d.size, d.tag, d.file = b.size, b.tag, b.file
	return b, nil
}

// begin opens the hidden file, which may have what an earlier fetch of the
// same object left.
func (d *download) begin(b *body) error {
	sum := sha256.Sum256([]byte(d.source.name() + "\n" + b.tag))
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return disk(err)
	}
	out, err := os.OpenFile(filepath.Join(d.dir, ".partial-"+hex.EncodeToString(sum[:8])), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return disk(err)
	}
	d.out, d.size, d.tag, d.file = out, b.size, b.tag, b.file
	left, err := out.Stat()
	if err != nil {
		return disk(err)
	}
	if b.tag != "" && left.Size() < b.size {
		d.done = left.Size()
		return nil
	}
	return disk(out.Truncate(0))
}

// keep gives the file its name.
func (d *download) keep() (Fetched, error) {
	at, err := d.place(d.file)
	if err == nil {
		err = d.out.Close()
	}
	if err == nil {
		err = os.Rename(d.out.Name(), at)
	}
	d.out = nil
	if err != nil {
		return Fetched{}, d.explain(disk(err))
	}
	return Fetched{URL: d.source.name(), Path: at, Size: d.done, ETag: d.tag}, nil
}
