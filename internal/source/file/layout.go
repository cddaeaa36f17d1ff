package file

import (
	"bytes"
	"strings"

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
	f.spool = f.spool || in.opt.Copy || f.packing != packedNot || f.encoding != utf8Plain || f.shape != shapeDelimited || oddBreaks(h.text)
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
