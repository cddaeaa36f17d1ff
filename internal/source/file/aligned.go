package file

import "bytes"

// aligned recognises columns kept apart by runs of spaces, as CDNOW's are,
// and counts them.
func aligned(text []byte) (width int, ok bool) {
	widths := map[int]int{}
	total := 0
	for line := range bytes.Lines(text) {
		if n := len(bytes.Fields(line)); n > 0 {
			widths[n]++
			total++
		}
		if total == dialectRecords {
			break
		}
	}
	for w, n := range widths {
		if w >= 3 && float64(n) >= 0.9*float64(total) {
			return w, true
		}
	}
	return 0, false
}

// respaced writes aligned columns as CSV, line by line.
func respaced(text []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		respaceLine(&out, line)
	}
	return out.Bytes()
}

// respaceLine writes one line of aligned columns as CSV.
func respaceLine(out *bytes.Buffer, line []byte) {
	for i, f := range bytes.Fields(line) {
		if i > 0 {
			out.WriteByte(',')
		}
		writeField(out, f)
	}
	if bytes.HasSuffix(line, []byte{'\n'}) {
		out.WriteByte('\n')
	}
}

// writeField writes one field of CSV, quoted where it has to be.
func writeField(out *bytes.Buffer, f []byte) {
	if !bytes.ContainsAny(f, "\",\r\n") {
		out.Write(f)
		return
	}
	out.WriteByte('"')
	for _, c := range f {
		if c == '"' {
			out.WriteByte('"')
		}
		out.WriteByte(c)
	}
	out.WriteByte('"')
}
