package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/source/database"
	"github.com/perennial-clv/perennial/internal/source/object"
	"github.com/perennial-clv/perennial/internal/value"
)

// overlap is how far an incremental question to a database steps back in
// time, for rows that were stamped earlier than they could be seen.
const overlap = 10 * time.Minute

// fetched are the files behind an import's URLs.
type fetched struct {
	names map[string]string // what a fetched file is called, by its path
	marks map[string]any    // how far databases were read, by setting
	empty []string          // sources that had nothing new
}

// fetch brings what URLs name into the spool directory and puts the files in
// their place. Other names stay as they are.
func (q *ImportRequest) fetch(ctx context.Context, db settings, spool string, p Progress) (fetched, error) {
	f := fetched{names: map[string]string{}, marks: map[string]any{}}
	var files []string
	for _, name := range q.Files {
		var paths []string
		var err error
		switch {
		case database.Is(name):
			paths, err = f.query(ctx, db, *q, name, spool, p)
		case object.Is(name):
			paths, err = f.download(ctx, name, spool, p)
		default:
			paths = []string{name}
		}
		if err != nil {
			return f, err
		}
		files = append(files, paths...)
	}
	q.Files = files
	if given := q.Name; len(f.names) > 0 {
		q.Name = func(path string) string {
			if name, ok := f.names[path]; ok {
				return name
			}
			if given != nil {
				return given(path)
			}
			return path
		}
	}
	return f, nil
}

// settings are those of a workspace; nil where nothing is kept.
type settings interface {
	Setting(ctx context.Context, name string, into any) (bool, error)
}

// query streams a database's answer into a file.
func (f *fetched) query(ctx context.Context, db settings, q ImportRequest, url, spool string, p Progress) ([]string, error) {
	if (q.Table == "") == (q.Query == "") {
		return nil, value.Errorf(value.Invalid, "%s needs a table or a query", database.Redacted(url)).WithHint("Add --table with its name, or --query with one in SQL")
	}
	what := q.Table
	if what == "" {
		what = "query"
	}
	name := database.Redacted(url) + " " + what
	key := strings.Join([]string{"read", database.Redacted(url), q.Table, q.Query, q.Cursor}, ":")
	var after string
	if q.Cursor != "" && !q.Again {
		if _, err := db.Setting(ctx, key, &after); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp(spool, "database-")
	if err != nil {
		return nil, fileError("write in", spool, err)
	}
	path := filepath.Join(dir, safeBase(what)+".csv")
	to, err := os.Create(path)
	if err != nil {
		return nil, fileError("write", path, err)
	}
	step := "reading " + what
	got, err := database.Fetch(ctx, database.Request{
		URL: url, Table: q.Table, Query: q.Query, Cursor: q.Cursor, After: after, Overlap: overlap,
		Progress: func(rows int64) { p.step(fmt.Sprintf("%s: %d rows", step, rows)) },
	}, to)
	if closing := to.Close(); err == nil && closing != nil {
		err = fileError("write", path, closing)
	}
	if err != nil {
		return nil, err
	}
	if q.Cursor != "" {
		f.marks[key] = got.Last
	}
	if got.Rows == 0 {
		f.empty = append(f.empty, name)
		return nil, nil
	}
	f.names[path] = name
	return []string{path}, nil
}

// download brings an object or a file of the web.
func (f *fetched) download(ctx context.Context, url, spool string, p Progress) ([]string, error) {
	dir, err := os.MkdirTemp(spool, "object-")
	if err != nil {
		return nil, fileError("write in", spool, err)
	}
	all, err := object.Fetch(ctx, url, dir, func(url string, done, total int64) {
		if total > 0 {
			p.share("fetching "+filepath.Base(url), total)(float64(done) / float64(total))
		}
	})
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, o := range all {
		paths = append(paths, o.Path)
		f.names[o.Path] = object.Redacted(o.URL)
	}
	return paths, nil
}

// nothing is the answer when no source had anything new.
func (f *fetched) nothing() value.Imported {
	return value.Imported{Batch: value.Batch{Understood: "Nothing new."}, Notices: []value.Notice{{
		Level: "info", Code: "nothing-new", Text: "There is nothing new in " + strings.Join(f.empty, ", ") + ".",
	}}}
}

// safeBase makes a name of a table fit for a file.
func safeBase(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == 0 || r == '"' {
			return '_'
		}
		return r
	}, name)
}
