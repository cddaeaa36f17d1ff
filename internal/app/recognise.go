package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source/export"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Names of ways to read a file that are no format of an export.
const (
	orderLog   = "order-log"
	mappedFile = "mapped"
)

// understanding is how a file is to be read.
type understanding struct {
	format     *export.Format // nil: a plain order log, which the store reads by itself
	mapping    export.Mapping // how it is mapped, or could be
	mapped     bool
	remembered bool
	chosen     remembered // what a person said that the next file of its header is to know
	unsure     error      // nothing tells how it is to be read
}

// remembered is what is kept for the next file of a header.
type remembered struct {
	Format  string          `json:"format"`
	Mapping *export.Mapping `json:"mapping,omitempty"`
}

// rejectedBecause is the column in which rows that are sent back say why; it is
// no part of the file's own header.
const rejectedBecause = "rejected_because"

// signature tells files of one header.
func signature(columns []string) string {
	own := slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return c == rejectedBecause })
	return "mapping:" + export.Signature(own)
}

// understand decides how a file is read: as a person says, as an earlier file
// of its header was, as the export it is by its header, by the names of its
// columns when these leave no doubt, or as a plain order log. known may be nil.
func understand(ctx context.Context, known store.Remembered, f *file.Found, c value.Choice) (u understanding, err error) {
	if f.Parquet() {
		if c.Format == "" || c.Format == orderLog {
			return u, nil
		}
		return u, value.Errorf(value.Invalid, "%s is a Parquet file, which is read as a plain order log only", f.Name()).WithHint("Write it as CSV to map it.")
	}
	var sure bool
	u.mapping, sure = export.Guess(f.Columns(), f.Sample())
	if c.Format != "" && c.Format != mappedFile {
		return u.asFormat(c)
	}
	if c.Format == mappedFile || c.Kind != "" || len(c.Map) > 0 {
		return u.asMapped(f, c)
	}
	if found, err := u.recall(ctx, known, f, c); found || err != nil {
		return u, err
	}
	if u.format = export.Recognise(f.Columns(), f.Sample()); u.format != nil {
		return u, nil
	}
	plain := f.OrderLog()
	switch {
	case plain == nil && c.Details():
		return u.asMapped(f, value.Choice{Kind: string(record.Orders), Dates: c.Dates, Decimal: c.Decimal, Currency: c.Currency})
	case plain == nil && (!sure || u.mapping.Kind == record.Orders):
		return u, nil
	case sure:
		u.detail(c)
		u.readMapped()
	default:
		u.unsure = plain
	}
	return u, nil
}

// asFormat reads a file as a person says it is.
func (u understanding) asFormat(c value.Choice) (understanding, error) {
	u.chosen.Format = c.Format
	if c.Format == orderLog {
		return u, nil
	}
	if u.format = export.ByName(c.Format); u.format == nil {
		return u, value.Errorf(value.Invalid, "unknown format %q", c.Format).WithHint("Use one of %s", strings.Join(formatNames(), ", "))
	}
	return u, nil
}

// asMapped reads a file as a person maps it.
func (u understanding) asMapped(f *file.Found, c value.Choice) (understanding, error) {
	kind := u.mapping.Kind
	if c.Kind != "" {
		kind = record.Kind(c.Kind)
	}
	fields := maps.Clone(c.Map)
	u.mapping = export.GuessKind(kind, f.Columns(), f.Sample())
	if len(fields) > 0 {
		u.mapping.Fields = fields
	}
	maps.DeleteFunc(u.mapping.Fields, func(_, column string) bool { return column == "" })
	u.detail(c)
	columns := f.Columns()
	if f.JSON() {
		columns = nil
	}
	u.readMapped()
	u.chosen = remembered{Format: mappedFile, Mapping: &u.mapping}
	return u, u.mapping.Check(columns)
}

// detail puts in what a person says of dates and amounts.
func (u *understanding) detail(c value.Choice) {
	if c.Dates != "" {
		u.mapping.Dates = c.Dates
	}
	if c.Decimal != "" {
		u.mapping.Decimal = c.Decimal
	}
	if c.Currency != "" {
		u.mapping.Currency = strings.ToUpper(c.Currency)
	}
}

func (u *understanding) readMapped() { u.format, u.mapped = export.Mapped(u.mapping), true }

// recall reads a file as an earlier one of its header was.
func (u *understanding) recall(ctx context.Context, known store.Remembered, f *file.Found, c value.Choice) (bool, error) {
	var r remembered
	if known == nil || !f.Titled() {
		return false, nil
	}
	found, err := known.Setting(ctx, signature(f.Columns()), &r)
	if !found || err != nil {
		return false, err
	}
	switch {
	case r.Format == mappedFile && r.Mapping != nil:
		u.mapping = *r.Mapping
		u.detail(c)
		if u.mapping.Check(f.Columns()) != nil {
			return false, nil
		}
		u.readMapped()
	case r.Format == orderLog:
	default:
		if u.format = export.ByName(r.Format); u.format == nil {
			return false, nil
		}
	}
	u.remembered = true
	return true, nil
}

// remember keeps what a person said for the next file of the same header.
func (u understanding) remember(ctx context.Context, known store.Remembered, f *file.Found) error {
	if u.chosen.Format == "" || !f.Titled() {
		return nil
	}
	return known.KeepSetting(ctx, signature(f.Columns()), u.chosen)
}

// understood says what the files read row by row are.
func (t *taking) understood() string {
	var parts []string
	for _, r := range t.exports {
		parts = append(parts, fmt.Sprintf("%s: %s.", t.Name(r.found.Name()), r.how.format.Title))
	}
	return strings.Join(parts, " ")
}
