package database

import (
	"context"
	"io"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// Request says what to read.
type Request struct {
	// URL of the database: postgres://, postgresql://, mysql:// or
	// mariadb://user:password@host:port/database?sslmode=…
	URL string
	// Table or Query, exactly one. Names are taken as they are written, with
	// the schema before a dot: sales.orders, or sales."my.orders".
	Table, Query string
	// Cursor is the column that grows when a row is added or changed; with it
	// rows come in its order, and Result.Last says how far it came.
	Cursor string
	// After is the Last of an earlier fetch. Rows at that value or beyond it
	// are fetched, and those whose cursor is empty; so some come again (see
	// the condition in statement.go), which an idempotent import ignores.
	After string
	// Overlap steps back from a time in After: a row is stamped when it is
	// written and seen when its transaction ends, so others with later stamps
	// may have been seen before it.
	Overlap time.Duration
	// Progress, when set, hears of the rows read so far.
	Progress func(rows int64)
}

// Result is what was read.
type Result struct {
	Columns []string // as the database names them
	Rows    int64
	Last    string // the greatest value of Cursor with its kind, for After; After itself when nothing came
	Server  string // product and version, such as "PostgreSQL 15.8"
}

// session is one read-only snapshot of a database.
type session interface {
	product() string
	quote(name []string) string
	// columns describes what a statement would answer with.
	columns(ctx context.Context, statement string) ([]column, error)
	// from is the condition that a column is at least its placeholder, and
	// the argument for it.
	from(c column, after string) (condition, arg string)
	// stream hands out every row: cells as text, nil for NULL, valid until
	// the next. What stop returns ends it.
	stream(ctx context.Context, statement string, args []string, row func(cells [][]byte) error) error
	// tables are the names of the tables that can be seen.
	tables(ctx context.Context) ([]string, error)
	// explain makes an error of the server or driver fit for people.
	explain(err error) *value.Error
	close()
}

// progressEvery is how many rows pass between two calls of Progress.
const progressEvery = 1 << 14

// Fetch writes what was asked for as CSV: commas, quotation marks where
// RFC 4180 wants them, lines that end in LF, a header first. NULL is an empty
// field and an empty text a quoted one ("").
//
// Errors are value.Errors, or the context's. What was written before an error
// is not to be used.
func Fetch(ctx context.Context, r Request, w io.Writer) (Result, error) {
	after, err := r.check()
	if err != nil {
		return Result{}, err
	}
	s, err := open(ctx, r.URL)
	if err != nil {
		return Result{}, ended(ctx, err)
	}
	defer s.close()
	f := &fetch{Request: r, after: after, session: s, out: newCSV(w)}
	if err := f.run(ctx); err != nil {
		return Result{}, ended(ctx, err)
	}
	return f.result, nil
}

// ended prefers that somebody asked for the end to how it came about.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

type fetch struct {
	Request
	session session
	after   mark
	columns []column
	cursor  int // column, or -1
	last    []byte
	out     *csv
	result  Result
}

func (f *fetch) run(ctx context.Context) error {
	base := f.base()
	columns, err := f.session.columns(ctx, base)
	if err != nil {
		return f.missing(ctx, f.session.explain(err))
	}
	f.columns = columns
	if err := f.checkColumns(); err != nil {
		return err
	}
	f.result.Server = f.session.product()
	for _, c := range columns {
		f.result.Columns = append(f.result.Columns, c.name)
		f.out.field([]byte(c.name))
	}
	if err := f.out.end(); err != nil {
		return err
	}
	statement, args := f.statement(base)
	if err := f.stream(ctx, statement, args); err != nil {
		return err
	}
	if f.Progress != nil {
		f.Progress(f.result.Rows)
	}
	f.result.Last = f.After
	if f.last != nil {
		f.result.Last = mark{f.columns[f.cursor].kind, string(f.last)}.String()
	}
	return f.out.flush()
}

// stream writes the rows; what goes wrong with the writer or a value is not
// the server's to explain.
func (f *fetch) stream(ctx context.Context, statement string, args []string) error {
	var own error
	err := f.session.stream(ctx, statement, args, func(cells [][]byte) error {
		own = f.row(cells)
		return own
	})
	if own != nil || err == nil {
		return own
	}
	return f.session.explain(err)
}

// row writes one row.
func (f *fetch) row(cells [][]byte) error {
	for i, raw := range cells {
		if raw == nil {
			f.out.null()
			continue
		}
		c := &f.columns[i]
		text, err := c.text(raw)
		if err != nil {
			return value.Errorf(value.BadInput, "row %d of the answer: column %q holds %w", f.result.Rows+1, c.name, err).
				WithHint("Use a query that leaves such rows, or the column, out, or that turns them into something else.")
		}
		if i == f.cursor {
			f.last = append(f.last[:0], text...)
		}
		f.out.field(text)
	}
	f.result.Rows++
	if f.Progress != nil && f.result.Rows%progressEvery == 0 {
		f.Progress(f.result.Rows)
	}
	return f.out.end()
}
