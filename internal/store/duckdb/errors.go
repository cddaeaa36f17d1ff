package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// symptoms are the texts by which the engine tells what people can act on.
var symptoms = []struct {
	text    string
	code    value.Code
	message string
	hint    string
}{
	{"No space left on device", value.Unavailable, "the disk is full", "Free some space, or point --out and TMPDIR at another disk; nothing was changed"},
	{"File too large", value.Unavailable, "a file grew past the size this system allows", "Raise the file size limit (ulimit -f); nothing was changed"},
	{"Could not set lock on file", value.Unavailable, "another process has the data directory open", "Stop it, or talk to it: while `perennial serve` runs, commands go through it by themselves"},
	{"Out of Memory", value.Unavailable, "the memory limit was reached and the temporary directory could not take the rest", "Free disk space for temporary files or raise --memory"},
	{"failed to offload", value.Unavailable, "the temporary directory could not take what does not fit in memory", "Free disk space or set TMPDIR to a larger disk"},
	{"Permission denied", value.Denied, "a file may not be read or written", "Check the permissions of the file and of its directory"},
	{"No magic bytes found at end of file", value.BadInput, "a Parquet file is cut short or damaged", "Export it again"},
	{"to type DECIMAL(18,6) failed: value is out of range", value.BadInput, "an amount is a trillion or more", "Report in a currency of larger units, or see whether a rate or a cost is right"},
	{"not a valid DuckDB database file", value.BadInput, "the data directory's database is damaged or is not one", "Restore it from a backup, or use another --data directory"},
}

// explain turns an engine error into one a person can act on. The engine's
// own words stay in the chain for the log.
func explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *value.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "INTERRUPT") {
		return fmt.Errorf("%s: %w", doing, context.Canceled)
	}
	for _, s := range symptoms {
		if strings.Contains(err.Error(), s.text) {
			return &value.Error{Code: s.code, Message: "cannot " + doing + ": " + s.message, Hint: s.hint, Err: err}
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
