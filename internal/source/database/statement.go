package database

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/perennial-clv/perennial/internal/value"
)

// check objects to what cannot be asked, before any server is.
func (r *Request) check() (mark, error) {
	if (r.Table == "") == (r.Query == "") {
		return mark{}, value.Errorf(value.Invalid, "a database is read by a table or by a query, one of them").
			WithHint("Name a table, such as orders, or write a query.")
	}
	if r.Query != "" {
		r.Query = strings.TrimRight(r.Query, "; \t\r\n")
		if word := firstWord(r.Query); !slices.Contains([]string{"SELECT", "WITH", "VALUES", "TABLE", "("}, word) {
			return mark{}, value.Errorf(value.Invalid, "the query begins with %q, and only questions are asked of a database", word).
				WithHint("Write a query that begins with SELECT or WITH.")
		}
	} else if _, err := nameParts(r.Table); err != nil {
		return mark{}, err
	}
	if r.After != "" && r.Cursor == "" {
		return mark{}, value.Errorf(value.Invalid, "there is a value to go on from (%s) and no column to compare it with", r.After).
			WithHint("Name the cursor column.")
	}
	m, err := parseMark(r.After)
	if err != nil {
		return m, err
	}
	return m.back(r.Overlap)
}

// firstWord is the first word of a statement in capitals, comments aside.
func firstWord(q string) string {
	for {
		q = strings.TrimSpace(q)
		var ok bool
		switch {
		case strings.HasPrefix(q, "--"), strings.HasPrefix(q, "#"):
			_, q, ok = strings.Cut(q, "\n")
		case strings.HasPrefix(q, "/*"):
			_, q, ok = strings.Cut(q, "*/")
		default:
			end := strings.IndexFunc(q, func(r rune) bool { return !(r|0x20 >= 'a' && r|0x20 <= 'z') })
			if end < 0 {
				end = len(q)
			}
			if end == 0 {
				_, end = utf8.DecodeRuneInString(q)
			}
			return strings.ToUpper(q[:end])
		}
		if !ok {
			return ""
		}
	}
}

// nameParts cuts sales."my.orders" at the dots between names, which may be
// quoted in the manner of either server.
func nameParts(name string) ([]string, error) {
	var parts []string
	for rest := name; ; {
		var part string
		if rest != "" && (rest[0] == '"' || rest[0] == '`') {
			q := rest[:1]
			end := closing(rest, rest[0])
			if end < 0 {
				break
			}
			part = strings.ReplaceAll(rest[1:end], q+q, q)
			rest = rest[end+1:]
		} else {
			end := strings.IndexByte(rest, '.')
			if end < 0 {
				end = len(rest)
			}
			part, rest = rest[:end], rest[end:]
		}
		if part == "" || strings.ContainsRune(part, 0) {
			break
		}
		parts = append(parts, part)
		if rest == "" {
			return parts, nil
		}
		if rest[0] != '.' {
			break
		}
		rest = rest[1:]
	}
	return nil, value.Errorf(value.Invalid, "%q is no name of a table", name).
		WithHint(`Write table, schema.table, or schema."a.name.with.dots".`)
}

// closing is where the quotation mark that begins s is closed; two in a row
// are one of the name.
func closing(s string, q byte) int {
	for i := 1; i < len(s); i++ {
		if s[i] != q {
			continue
		}
		if i+1 == len(s) || s[i+1] != q {
			return i
		}
		i++
	}
	return -1
}

// base is the statement without the cursor.
func (f *fetch) base() string {
	if f.Query != "" {
		return f.Query
	}
	parts, _ := nameParts(f.Table) // checked
	return "SELECT * FROM " + f.session.quote(parts)
}

// checkColumns finds the cursor and refuses what a CSV cannot hold.
func (f *fetch) checkColumns() error {
	f.cursor = -1
	var names []string
	for i, c := range f.columns {
		if slices.Contains(names, c.name) {
			return value.Errorf(value.Invalid, "the answer has two columns called %q", c.name).
				WithHint("Give one of them another name with AS.")
		}
		names = append(names, c.name)
		if c.name == f.Cursor {
			f.cursor = i
		}
		if c.kind == refused {
			return value.Errorf(value.BadInput, "column %q is of type %s, whose digits depend on the settings of the server", c.name, c.typ).
				WithHint("Use a query that turns it into a plain number, such as CAST(%s AS numeric).", c.name)
		}
	}
	if len(names) == 0 {
		return value.Errorf(value.Invalid, "the query answers with no columns").WithHint("Write a query that begins with SELECT.")
	}
	if f.Cursor == "" {
		return nil
	}
	if f.cursor < 0 {
		return value.Errorf(value.Invalid, "there is no column %q to go on from", f.Cursor).
			WithHint("The columns are %s.", strings.Join(names, ", "))
	}
	c := f.columns[f.cursor]
	if !slices.Contains(cursors, c.kind) {
		return value.Errorf(value.Invalid, "column %q is of type %s, which is no cursor", c.name, c.typ).
			WithHint("A cursor is a column that only grows: a whole number, a decimal, a day, a time or a text.")
	}
	if f.after.text != "" && f.after.kind != c.kind {
		return value.Errorf(value.Invalid, "column %q is of type %s, and the value to go on from is another kind: %s", c.name, c.typ, f.after).
			WithHint("Fetch once without it.")
	}
	return nil
}

// statement adds the cursor to a statement.
//
// Rows at the value itself come again: another with the same value may have
// been written after the last fetch (many rows share a second, or a statement's
// time), and would be lost to "greater than". The import recognises the ones
// it has. Rows whose cursor is NULL come every time, since nothing tells
// whether they were seen: a shop that sets updated_at on the first change
// only has its new orders there.
func (f *fetch) statement(base string) (string, []string) {
	if f.cursor < 0 {
		return base, nil
	}
	name := f.session.quote([]string{f.Cursor})
	// The line break ends a comment at the end of a query.
	base = "SELECT * FROM (" + base + "\n) AS fetched"
	order := " ORDER BY " + name
	if f.after.text == "" {
		return base + order, nil
	}
	condition, arg := f.session.from(f.columns[f.cursor], f.after.text)
	return base + " WHERE " + name + " >= " + condition + " OR " + name + " IS NULL" + order, []string{arg}
}

// missing adds the tables there are to an error that says one is not there.
func (f *fetch) missing(ctx context.Context, err *value.Error) error {
	if err.Code != value.NotFound || ctx.Err() != nil {
		return err
	}
	if names, e := f.session.tables(ctx); e == nil && len(names) > 0 {
		const most = 20
		more := ""
		if len(names) > most {
			names, more = names[:most], " and others"
		}
		return err.WithHint("The tables there are: %s%s.", strings.Join(names, ", "), more)
	}
	return err
}
