package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/source/export"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// formatOf decides how a file is read; nil leaves it to the store as a plain
// order log.
func (t *taking) formatOf(ctx context.Context, f *file.Found) (*export.Format, error) {
	if t.Format == "order-log" {
		return nil, nil
	}
	if t.Format != "" {
		format := export.ByName(t.Format)
		if format == nil {
			return nil, value.Errorf(value.Invalid, "unknown format %q", t.Format).WithHint("`perennial import --help` lists them")
		}
		return format, nil
	}
	if f.Parquet() {
		return nil, nil
	}
	return export.Recognise(f.Columns(), f.Sample()), nil
}

// understood says what the files read row by row are.
func (t *taking) understood() string {
	var parts []string
	for _, r := range t.exports {
		parts = append(parts, fmt.Sprintf("%s: %s.", t.Name(r.found.Name()), r.format.Title))
	}
	return strings.Join(parts, " ")
}
