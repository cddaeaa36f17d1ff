package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// WriteWhole makes a file that is there whole or not at all.
func WriteWhole(path string, write func(io.Writer) error) error {
	return writeWhole(path, func(partial string) error {
		f, err := os.Create(partial)
		if err != nil {
			return fileError("write", path, err)
		}
		err = errors.Join(write(f), f.Close())
		var known *value.Error
		if err == nil || errors.Is(err, context.Canceled) || errors.As(err, &known) {
			return err
		}
		return fileError("write", path, err)
	})
}

// writeWhole has a file made in a hidden directory beside its place and moves
// it there.
func writeWhole(path string, write func(partial string) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return value.Errorf(value.Invalid, "%s is no file that can be written anew", path).WithHint("Name a file")
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".partial-")
	if err != nil {
		return fileError("write", path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	partial := filepath.Join(dir, filepath.Base(path))
	if err := write(partial); err != nil {
		var known *value.Error
		if errors.As(err, &known) {
			e := *known
			e.Message = strings.ReplaceAll(e.Message, partial, path)
			return &e
		}
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return fileError("write", path, err)
	}
	return nil
}
