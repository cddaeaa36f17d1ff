package file

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

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
