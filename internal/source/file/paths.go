package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// expand turns patterns into files, each file once.
func (in *inspection) expand(patterns []string) error {
	var seen []os.FileInfo
	for _, p := range patterns {
		if p == "-" {
			f, err := in.stdin(os.Stdin)
			if err != nil {
				return err
			}
			in.files = append(in.files, f)
			continue
		}
		paths, err := matches(p)
		if err != nil {
			return err
		}
		for _, path := range paths {
			info, err := readable(path)
			if err != nil {
				return err
			}
			if sameAs(seen, info) {
				in.notice("info", "file_twice", "%s was named twice and is read once.", path)
				continue
			}
			seen = append(seen, info)
			in.files = append(in.files, &input{named: path, path: path, size: info.Size()})
		}
	}
	if len(in.files) == 0 {
		return value.Errorf(value.Invalid, "no file was named").WithHint("Name at least one file of orders, or - for standard input.")
	}
	return nil
}

// sameAs reports whether a file is among those seen.
func sameAs(seen []os.FileInfo, info os.FileInfo) bool {
	for _, s := range seen {
		if os.SameFile(s, info) {
			return true
		}
	}
	return false
}

// matches are the paths a pattern names. A path that exists is itself, even
// if it looks like a pattern.
func matches(pattern string) ([]string, error) {
	if _, err := os.Lstat(pattern); err == nil || !strings.ContainsAny(pattern, "*?[") {
		return []string{pattern}, nil
	}
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return nil, value.Errorf(value.Invalid, "%q is not a pattern of file names: %w", pattern, err)
	}
	if len(paths) == 0 {
		return nil, value.Errorf(value.NotFound, "no file matches %q", pattern).
			WithHint("Check the spelling and the folder.")
	}
	return paths, nil
}

// readable makes sure that a path is a file with something in it that may be
// read.
func readable(path string) (os.FileInfo, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, value.Errorf(value.NotFound, "there is no file %q", path).WithHint("Check the spelling and the folder.")
	case errors.Is(err, fs.ErrPermission):
		return nil, value.Errorf(value.Denied, "%q may not be read", path).WithHint("Ask for read permission, or copy the file.")
	case err != nil:
		return nil, value.Errorf(value.BadInput, "%q cannot be opened: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, value.Errorf(value.BadInput, "%q cannot be opened: %w", path, err)
	}
	switch {
	case info.IsDir():
		return nil, value.Errorf(value.BadInput, "%q is a folder", path).
			WithHint("Name the files in it, for example %q.", filepath.Join(path, "*.csv"))
	case !info.Mode().IsRegular():
		return nil, value.Errorf(value.BadInput, "%q is not a regular file", path).
			WithHint("Pipe it to standard input and name - instead.")
	case info.Size() == 0:
		return nil, empty(path)
	}
	return info, nil
}

// empty is the error of a file with nothing in it.
func empty(path string) error {
	return value.Errorf(value.BadInput, "%q is empty", path).WithHint("Export the orders again.")
}

// stdin keeps standard input in the spool directory, so that it can be read
// more than once.
func (in *inspection) stdin(r io.Reader) (*input, error) {
	f, err := os.CreateTemp(in.opt.SpoolDir, "stdin-*")
	if err != nil {
		return nil, spoolError(err)
	}
	defer f.Close()
	n, err := io.Copy(f, &watched{in: r, ctx: in.ctx, tell: in.progress("read", 0)})
	if err != nil {
		return nil, spoolError(err)
	}
	if err := f.Close(); err != nil {
		return nil, spoolError(err)
	}
	if n == 0 {
		return nil, empty("standard input")
	}
	return &input{named: "-", path: f.Name(), size: n}, nil
}
