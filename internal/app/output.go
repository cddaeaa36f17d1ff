package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/perennial-clv/perennial/internal/value"
)

// output is a directory that gets all of its files or none: they are made in
// a hidden place beside their destination and moved when all are whole.
type output struct {
	dir     string
	partial string
	created bool // the directory did not exist before
	files   []string
}

// newOutput prepares a directory.
func newOutput(dir string) (*output, error) {
	o := &output{dir: dir}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.created = true
	case err != nil:
		return nil, fileError("look at", dir, err)
	case !info.IsDir():
		return nil, value.Errorf(value.Invalid, "--out %s is a file", dir).WithHint("Name a directory for the results")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fileError("make", dir, err)
	}
	if o.partial, err = os.MkdirTemp(dir, ".partial-"); err != nil {
		return nil, fileError("write in", dir, err)
	}
	return o, nil
}

// path is where a file of the output is to be made.
func (o *output) path(name string) string {
	o.files = append(o.files, name)
	return filepath.Join(o.partial, name)
}

// temp makes a directory for work that is thrown away.
func (o *output) temp(name string) (string, error) {
	dir := filepath.Join(o.partial, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", fileError("make", dir, err)
	}
	return dir, nil
}

// commit moves the files into place and removes what an earlier run left
// under the names given.
func (o *output) commit(stale ...string) error {
	for _, name := range o.files {
		if err := os.Rename(filepath.Join(o.partial, name), filepath.Join(o.dir, name)); err != nil {
			return fileError("write", filepath.Join(o.dir, name), err)
		}
	}
	o.created = false
	for _, name := range stale {
		if err := os.Remove(filepath.Join(o.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError("remove", filepath.Join(o.dir, name), err)
		}
	}
	return nil
}

// named gives an error of writing the name of the file as it was to be.
func (o *output) named(err error) error {
	var e *value.Error
	if !errors.As(err, &e) {
		return err
	}
	known := *e
	known.Message = strings.ReplaceAll(known.Message, o.partial, o.dir)
	return &known
}

// close removes what is not part of the result; after a failure that is
// everything.
func (o *output) close() {
	_ = os.RemoveAll(o.partial)
	if o.created {
		_ = os.Remove(o.dir) // only if empty
	}
}

// fileError explains a failure of the file system.
func fileError(doing, path string, err error) error {
	e := &value.Error{Code: value.Internal, Message: fmt.Sprintf("cannot %s %s: %v", doing, path, err), Err: err}
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		e.Message = fmt.Sprintf("cannot %s %s: %v", doing, path, pe.Err)
	case errors.As(err, &le):
		e.Message = fmt.Sprintf("cannot %s %s: %v", doing, path, le.Err)
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Code, e.Hint = value.Denied, "Check its permissions, or choose another place"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		e.Code, e.Hint = value.Invalid, "Choose another place"
	case errors.Is(err, fs.ErrNotExist):
		e.Code, e.Hint = value.NotFound, "Check the name"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG), errors.Is(err, syscall.EDQUOT):
		e.Code, e.Hint = value.Unavailable, "Free some space, or choose another disk; nothing was changed"
	}
	return e
}
