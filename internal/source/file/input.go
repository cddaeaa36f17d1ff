package file

import (
	"context"
	"fmt"
	"slices"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// inspection is one call of Inspect.
type inspection struct {
	ctx     context.Context
	opt     Options
	files   []*input
	notices []value.Notice
}

// Shapes a file's text can have.
const (
	shapeDelimited = "delimited"
	shapeSpaces    = "spaces"
	shapeLines     = "json lines" // one object after the other
	shapeArray     = "json array" // an array of objects, perhaps wrapped
	shapeParquet   = "parquet"
)

// input is one file as it was found.
type input struct {
	named    string // as the user named it
	path     string // what to open
	size     int64
	packing  packing
	encoding encoding
	shape    string
	dialect  dialect
	skip     int
	header   bool
	titled   bool // the columns' names come from the file
	columns  []string
	types    []string   // Parquet
	rows     [][]string // the sample
	wrapper  []string   // JSON: keys that lead to the array of objects
	perLine  bool       // JSON: every line is an object
	paths    []string   // JSON: the columns before they were made unique
	spool    bool       // has to be rewritten
	loneCR   bool       // lines end with carriage returns alone
	out      source.File
}

// group is the files of one layout.
type group struct {
	files []*input
	table source.Table
	notes []value.Notice
	hints sideHints
}

// check refuses options that cannot be right.
func (in *inspection) check() error {
	switch in.opt.Dates {
	case "", "dmy", "mdy", "ymd":
		return nil
	}
	return value.Errorf(value.Invalid, "%q is not an order of day, month and year", in.opt.Dates).
		WithHint("Use --dates dmy, mdy or ymd.")
}

// notice adds an assumption once.
func (in *inspection) notice(level, code, format string, args ...any) {
	n := value.Notice{Level: level, Code: code, Text: fmt.Sprintf(format, args...)}
	if !slices.Contains(in.notices, n) {
		in.notices = append(in.notices, n)
	}
}

// group puts files of one layout together, in the order they were named.
func (in *inspection) group() []*group {
	var out []*group
	for _, f := range in.files {
		i := slices.IndexFunc(out, func(g *group) bool { return g.files[0].alike(f) })
		if i < 0 {
			out = append(out, &group{files: []*input{f}})
			continue
		}
		out[i].files = append(out[i].files, f)
	}
	return out
}

// alike reports whether two files can share a table.
func (f *input) alike(g *input) bool {
	return f.shape == g.shape && f.dialect == g.dialect && f.skip == g.skip &&
		f.header == g.header && slices.Equal(f.columns, g.columns) && slices.Equal(f.types, g.types)
}

// plan collects the answer.
func (in *inspection) plan(groups []*group) source.Plan {
	p := source.Plan{Understood: understood(groups)}
	for _, g := range groups {
		for _, f := range g.files {
			g.table.Files = append(g.table.Files, f.out)
		}
		p.Tables = append(p.Tables, g.table)
		for _, n := range g.notes {
			in.notice(n.Level, n.Code, "%s", n.Text)
		}
	}
	p.Notices = in.notices
	return p
}
