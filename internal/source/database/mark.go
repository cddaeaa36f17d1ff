package database

import (
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// mark is how far a cursor has come: a kind and a value in the form of the
// CSV. The kind is kept so that a mark is never compared with a column that
// has become another, in which nothing or everything would be later.
type mark struct {
	kind kind
	text string
}

func (m mark) String() string { return string(m.kind) + " " + m.text }

// parseMark reads what String wrote.
func parseMark(s string) (mark, error) {
	if s == "" {
		return mark{}, nil
	}
	k, text, _ := strings.Cut(s, " ")
	m := mark{kind(k), text}
	if !slices.Contains(cursors, m.kind) || text == "" {
		return mark{}, value.Errorf(value.Invalid, "%q is not where an earlier fetch ended", s).
			WithHint("It is a kind and a value, such as %q.", mark{instant, "2025-01-31T00:00:00+00:00"})
	}
	return m, nil
}

// forms are how times are written in marks; fractions are read with each.
var forms = map[kind]string{
	date:      "2006-01-02",
	timestamp: "2006-01-02T15:04:05",
	instant:   "2006-01-02T15:04:05-07:00",
}

// back is a mark a while earlier; days go back by at least one. Marks that
// are not times stay.
func (m mark) back(d time.Duration) (mark, error) {
	form, ok := forms[m.kind]
	if !ok || d <= 0 {
		return m, nil
	}
	t, err := time.Parse(form, m.text)
	if err != nil {
		return m, value.Errorf(value.Invalid, "%q is no %s", m.text, m.kind).
			WithHint("Fetch once without the value that an earlier fetch ended with.")
	}
	t = t.Add(-d)
	if m.kind != date {
		form = strings.Replace(form, "05", "05.000000", 1)
	}
	m.text = t.Format(form)
	return m, nil
}
