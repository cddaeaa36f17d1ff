package file

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/perennial-clv/perennial/internal/value"
)

// maxPreamble is the most lines that may stand before the header.
const maxPreamble = 30

// lookText finds out how a file of delimited or aligned text is laid out.
func (in *inspection) lookText(f *input, h head) error {
	text := h.text
	if !h.whole {
		if i := bytes.LastIndexAny(text, "\r\n"); i >= 0 {
			text = text[:i+1]
		}
	}
	f.loneCR = bytes.IndexByte(text, '\n') < 0
	text = oneBreak(text)
	g := dialectOf(text)
	f.shape, f.dialect = shapeDelimited, g.dialect
	if width, ok := aligned(text); ok && (g.width < 2 || g.share < 0.8) {
		f.shape, f.dialect, g.width = shapeSpaces, dialect{',', '"', '"'}, width
		text = respaced(text)
	}
	f.spool = f.packing != packedNot || f.encoding != utf8Plain || f.shape != shapeDelimited || oddBreaks(h.text)
	rows, lines := sampled(text, f.dialect)
	if len(rows) == 0 {
		return value.Errorf(value.BadInput, "%q has no rows", f.named).WithHint("Export the orders again.")
	}
	f.frame(rows, lines, g.width)
	if len(f.rows) == 0 {
		return value.Errorf(value.BadInput, "%q has a header (%s) and no rows", f.named, strings.Join(firstFew(f.columns, 8), ", ")).
			WithHint("Export the orders again, with a range of dates that has some.")
	}
	if !f.spool {
		f.addSlices()
	}
	return nil
}

// firstFew are at most n of the names.
func firstFew(names []string, n int) []string {
	if len(names) > n {
		return append(append([]string{}, names[:n]...), "…")
	}
	return names
}

// oneBreak ends lines with line feeds only, as the copies do.
func oneBreak(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if bytes.IndexByte(text, '\n') < 0 {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}

// oddBreaks reports line ends that are not all line feeds or all carriage
// return and line feed.
func oddBreaks(text []byte) bool {
	feeds, both := bytes.Count(text, []byte{'\n'}), bytes.Count(text, []byte("\r\n"))
	if feeds == 0 {
		return bytes.IndexByte(text, '\r') >= 0
	}
	return both != 0 && both != feeds
}

// sampled are the records of a text, and the line each begins on. Blank
// lines are left out.
func sampled(text []byte, d dialect) (rows [][]string, lines []int64) {
	r := recordsOf(text, d)
	for {
		raw, line, err := r.next()
		if err != nil {
			return rows, lines
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		fields := r.split(raw)
		row := make([]string, len(fields))
		for i, f := range fields {
			row[i] = string(f)
		}
		rows, lines = append(rows, row), append(lines, line)
	}
}

// frame separates preamble, header and data, and names the columns.
func (f *input) frame(rows [][]string, lines []int64, width int) {
	at := 0
	for at < len(rows) && at < maxPreamble && len(rows[at]) != width {
		at++
	}
	if at == len(rows) || at == maxPreamble {
		at = 0
	}
	if at > 0 && len(rows[at-1]) < width && len(rows[at-1]) > 1 && synonyms(rows[at-1]) >= 2 && !isHeader(rows[at:]) {
		f.shortHeader(rows, lines, at, width)
		return
	}
	f.skip = int(lines[at]) - 1
	f.header = isHeader(rows[at:])
	f.titled = f.header
	names := make([]string, len(rows[at]))
	if f.header {
		copy(names, rows[at])
		at++
	}
	f.columns = unique(names)
	f.keep(rows[at:])
}

// shortHeader handles a header with fewer names than the rows have fields:
// nameless columns, row numbers before or blanks behind.
func (f *input) shortHeader(rows [][]string, lines []int64, at, width int) {
	f.skip = int(lines[at]) - 1
	names := make([]string, width)
	from := width - len(rows[at-1])
	last := 0
	for _, row := range rows[at:] {
		if len(row) == width && strings.TrimSpace(row[width-1]) != "" {
			last++
		}
	}
	if last == 0 {
		from = 0
	}
	copy(names[from:], rows[at-1])
	f.titled = true
	f.columns = unique(names)
	f.keep(rows[at:])
}

// keep stores the sample's rows that have as many fields as there are
// columns, and one ragged row at least when there is nothing else.
func (f *input) keep(rows [][]string) {
	for _, row := range rows {
		if len(row) == len(f.columns) {
			f.rows = append(f.rows, row)
		}
	}
}

// addSlices adds rows from the middle and the end of a big file.
func (f *input) addSlices() {
	for _, piece := range slices256(f.path, f.size) {
		piece = afterBreak(piece)
		if i := bytes.LastIndexByte(piece, '\n'); i >= 0 {
			rows, _ := sampled(oneBreak(piece[:i+1]), f.dialect)
			f.keep(rows)
		}
	}
}

// unique makes names of columns: trimmed, none empty, none twice.
func unique(names []string) []string {
	out := make([]string, len(names))
	taken := make(map[string]bool, len(names))
	for i, n := range names {
		n = strings.TrimSpace(strings.TrimPrefix(n, string(bom)))
		if !utf8.ValidString(n) {
			n = strings.ToValidUTF8(n, "?")
		}
		if n == "" {
			n = fmt.Sprintf("column%d", i+1)
		}
		base := n
		for k := 2; taken[strings.ToLower(n)]; k++ {
			n = fmt.Sprintf("%s_%d", base, k)
		}
		taken[strings.ToLower(n)] = true
		out[i] = n
	}
	return out
}
