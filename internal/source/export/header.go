package export

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// header is a file's columns by normalised name, with a sample of the rows
// below it.
type header struct {
	names  []string
	index  map[string]int
	sample [][]string
	twins  [][2]int // further columns of a name, such as orderId beside order_id, by the first's number
	known  int      // how many names are in the index
	narrow bool     // rows may have fewer cells than there are names, as those of JSON have
}

func newHeader(columns []string, sample [][]string) *header {
	h := &header{index: map[string]int{}, sample: sample}
	h.learn(columns)
	return h
}

// learn takes in columns that came later.
func (h *header) learn(columns []string) {
	h.names = columns
	for ; h.known < len(columns); h.known++ {
		n := normal(columns[h.known])
		first, have := h.index[n]
		switch {
		case n == "":
		case have:
			h.twins = append(h.twins, [2]int{first, h.known})
		default:
			h.index[n] = h.known
		}
	}
}

// normal is a column name without case, accents, blanks and punctuation:
// "Created (UTC)" and "created_utc" are the same. A dot, which JSON's nested
// names have, stays.
func normal(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.TrimPrefix(name, "\ufeff")) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '.', r == '#':
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Trim(b.String(), ".")
}

// has reports whether all the columns are there. Names are normalised ones.
func (h *header) has(names ...string) bool {
	for _, n := range names {
		if _, ok := h.index[n]; !ok {
			return false
		}
	}
	return true
}

// alias makes columns findable under English names, where these are free.
func (h *header) alias(names map[string]string) {
	for c, name := range h.names {
		if english, ok := names[normal(name)]; ok && !h.has(english) {
			h.index[english] = c
		}
	}
}

// any reports whether one of the columns is there.
func (h *header) any(names ...string) bool {
	for _, n := range names {
		if _, ok := h.index[n]; ok {
			return true
		}
	}
	return false
}

// prefixed is the first column whose normalised name begins with a prefix.
func (h *header) prefixed(prefix string) (column int, ok bool) {
	for i, name := range h.names {
		if strings.HasPrefix(normal(name), prefix) {
			return i, true
		}
	}
	return 0, false
}

// values are the filled cells of the named columns in the sample.
func (h *header) values(names ...string) []string {
	var out []string
	for _, n := range names {
		c, ok := h.index[n]
		if !ok {
			continue
		}
		for _, row := range h.sample {
			if c < len(row) {
				if v := clean(row[c]); v != "" {
					out = append(out, v)
				}
			}
		}
	}
	return out
}

// clean is a cell without the blanks around it and the apostrophe with which
// spreadsheets mark text; "--", "-", "n/a" and "null" are blank.
func clean(cell string) string {
	cell = strings.TrimSpace(cell)
	if strings.HasPrefix(cell, "'") {
		cell = strings.TrimSpace(strings.TrimLeft(cell, "'"))
	}
	switch cell {
	case "--", "-", "—", "–", "N/A", "n/a", "null", "NULL", "nil", "None", "\\N":
		return ""
	}
	return cell
}
