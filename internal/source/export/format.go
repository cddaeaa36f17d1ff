package export

import (
	"context"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// Format is one kind of export.
type Format struct {
	Name   string      // stable, such as shopify-orders
	Title  string      // for people, such as "Shopify orders"
	Kind   record.Kind // what it mostly holds
	Source string      // the namespace of its ids, such as shopify
	// Note says, for people, what the format cannot tell or how it is read;
	// empty when there is nothing to know.
	Note string

	// times are columns in whose sample the order of day and month is found,
	// for formats whose readers do not find it themselves.
	times []string
	// match tells how sure it is that a header is this format's: 0 is not,
	// and of several the highest wins. Equal marks go to the earlier format.
	match func(h *header) int
	// reader makes a reader of one file's rows.
	reader func(h *header, o Options, out *output) (rows, error)
}

// Options say what a file does not.
type Options struct {
	Zone string // IANA zone in which times without an offset were written; empty is UTC
	// Dates is the order of day, month and year where it cannot be told from
	// the file: dmy, mdy, ymd, or empty for the format's own habit.
	Dates    string
	Currency string // of amounts without one; empty leaves them without
	// Columns is a person's mapping, field to column name, for the formats
	// that are mapped and not known; see Mapping.
	Columns map[string]string
	// Latest is the latest time an event can have; zero is not checked.
	Latest time.Time
}

// Sink takes what was read. A record is valid during the call only.
type Sink interface {
	Put(record.Record) error
	Reject(value.Rejection) error
}

// Source hands out a file's rows.
type Source interface {
	// Narrow reports whether rows may have fewer fields than there are
	// columns, as those of JSON have.
	Narrow() bool
	// Columns are the names so far; JSON may bring further ones.
	Columns() []string
	// Next is the next row and the line it begins on; io.EOF at the end. The
	// fields are valid until the call after it, fewer or more than columns in
	// a ragged row, and none for a text that is no record.
	Next() (fields []string, line int64, err error)
}

// Tally is what became of a file's rows. Totals, comments and blank rows are
// no rows.
type Tally struct {
	Rows, Accepted, Rejected int64
	Notices                  []value.Notice
}

// Recognise finds the format of a file by its header, and by its first rows
// only where two formats share one; nil when none fits.
func Recognise(columns []string, sample [][]string) *Format {
	h := newHeader(columns, sample)
	var best *Format
	most := 0
	for _, f := range Formats() {
		if m := f.match(h); m > most {
			best, most = f, m
		}
	}
	return best
}

// ByName is the format of a name, or nil.
func ByName(name string) *Format {
	for _, f := range Formats() {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Read reads a file's rows into records. name is the file's for messages, and
// sample its first rows. An error stops the file; what is wrong with a row
// goes to the sink, once a row.
func (f *Format) Read(ctx context.Context, name string, from Source, sample [][]string, o Options, to Sink) (Tally, error) {
	return read(ctx, f, name, from, sample, o, to)
}
