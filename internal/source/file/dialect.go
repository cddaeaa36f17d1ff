package file

import (
	"bytes"
	"math"
)

// delimiters are tried in this order; earlier ones win ties.
var delimiters = []byte{',', ';', '\t', '|'}

const (
	dialectRecords = 500
	dialectBytes   = 512 << 10
)

// guess is how well a dialect fits a piece of text.
type guess struct {
	dialect
	width int     // the commonest number of fields
	share float64 // of records with that many
	bad   int     // fields whose quotes do not pair
	good  int     // fields whose quotes do
}

// fit is better the more records agree and the more columns there are.
func (g guess) fit() float64 {
	if g.width < 2 {
		return 0
	}
	return g.share * g.share * (1 + math.Log2(float64(min(g.width, 64)))/4)
}

// dialectOf finds the delimiter, the quote and the escape of a text.
func dialectOf(text []byte) guess {
	if len(text) > dialectBytes {
		text = text[:dialectBytes]
	}
	quote := quoteOf(text)
	best := guess{dialect: dialect{delimiter: ','}, width: 1}
	for _, d := range delimiters {
		if bytes.IndexByte(text, d) < 0 {
			continue
		}
		g := measure(text, dialect{d, quote, quote})
		if bare := measure(text, dialect{d, 0, 0}); g.bad > g.good && bare.share >= g.share {
			g = bare
		}
		if g.fit() > best.fit() {
			best = g
		}
	}
	if best.width < 2 {
		best.dialect = dialect{',', quote, quote}
	}
	if best.quote != 0 && escapesByBackslash(text, best.quote) {
		best.escape = '\\'
	}
	return best
}

// quoteOf is the single quote when fields are wrapped in it and no double
// quote wraps any.
func quoteOf(text []byte) byte {
	if bytes.IndexByte(text, '"') >= 0 {
		return '"'
	}
	wrapped := 0
	for _, d := range delimiters {
		wrapped = max(wrapped, bytes.Count(text, []byte{'\'', d, '\''}))
	}
	if wrapped >= max(1, bytes.Count(text, []byte{'\n'})/2) {
		return '\''
	}
	return '"'
}

// escapesByBackslash reports whether quotes inside fields follow a backslash
// and are never doubled.
func escapesByBackslash(text []byte, quote byte) bool {
	slashed := bytes.Count(text, []byte{'\\', quote})
	if slashed == 0 {
		return false
	}
	doubled := 0
	for i := 1; i+2 < len(text); i++ {
		if text[i] == quote && text[i+1] == quote && isWordByte(text[i-1]) && isWordByte(text[i+2]) {
			doubled++
		}
	}
	return slashed > doubled
}

// isWordByte reports whether a byte belongs to a word rather than to the
// structure around fields.
func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == ' '
}

// measure reads a text in a dialect and sees how regular it comes out.
func measure(text []byte, d dialect) guess {
	g := guess{dialect: d}
	r := recordsOf(text, d)
	widths := map[int]int{}
	total := 0
	for total < dialectRecords {
		raw, _, err := r.next()
		if err != nil {
			break
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		widths[len(r.split(raw))]++
		total++
		good, bad := pairs(raw, d)
		g.good, g.bad = g.good+good, g.bad+bad
	}
	for w, n := range widths {
		if share := float64(n) / float64(total); share > g.share || share == g.share && w > g.width {
			g.width, g.share = w, share
		}
	}
	return g
}

// pairs counts the fields of a record that begin with a quote by whether the
// quote that closes them stands before a delimiter or the end.
func pairs(raw []byte, d dialect) (good, bad int) {
	if d.quote == 0 || bytes.IndexByte(raw, d.quote) < 0 {
		return 0, 0
	}
	r := records{dialect: d}
	for at := 0; at <= len(raw); {
		rest := raw[at:]
		if len(rest) > 0 && rest[0] == d.quote {
			n, closed := r.quoted(rest[1:], true)
			if closed && (1+n == len(rest) || rest[1+n] == d.delimiter) {
				good++
			} else {
				bad++
			}
			at += 1 + n
			rest = raw[at:]
		}
		i := bytes.IndexByte(rest, d.delimiter)
		if i < 0 {
			break
		}
		at += i + 1
	}
	return good, bad
}
