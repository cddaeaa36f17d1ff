package file

import (
	"bytes"
	"encoding/json"
)

// jsonShape tells whether a file is JSON and how its records lie in it.
// Empty means that it is not JSON.
func jsonShape(h head) string {
	text := bytes.TrimLeft(h.text, " \t\r\n")
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '[':
		rest := bytes.TrimLeft(text[1:], " \t\r\n")
		if len(rest) > 0 && (rest[0] == '{' || rest[0] == ']') {
			return shapeArray
		}
		return ""
	case text[0] != '{' || bytes.IndexByte(text, '"') < 0:
		return ""
	}
	if wholeLines(text) > 0 {
		return shapeLines
	}
	if wrapperOf(text) != nil {
		return shapeArray
	}
	return shapeLines
}

// wholeLines counts the first lines of a text that are objects by
// themselves, if they are at least two or half of the lines.
func wholeLines(text []byte) int {
	lines, valid := 0, 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		lines++
		if line[0] == '{' && json.Valid(line) {
			valid++
		}
		if lines == 100 {
			break
		}
	}
	if lines < 2 || valid*2 < lines {
		return 0
	}
	return valid
}

// wrapperOf finds the keys that lead to the one array of objects inside an
// object such as {"orders": [...]}, at most two levels down. Nil means that
// the object is a record itself.
func wrapperOf(text []byte) []string {
	v := newJSONValues(bytes.NewReader(text))
	if c, err := v.peek(""); err != nil || c != '{' {
		return nil
	}
	v.in.ReadByte()
	return v.wrapper(2)
}

// wrapper looks for an array of objects among the members at hand.
func (v *jsonValues) wrapper(levels int) []string {
	var scalars []string
	for {
		name, err := v.key()
		if err != nil {
			return nil
		}
		c, err := v.peek("")
		if err != nil {
			return nil
		}
		start, _ := v.in.Peek(64)
		switch {
		case c == '[' && len(start) > 1 && bytes.HasPrefix(bytes.TrimLeft(start[1:], " \t\r\n"), []byte("{")):
			if synonyms(scalars) >= 2 {
				return nil // a record with line items
			}
			return []string{name}
		case c == '{' && levels > 1:
			v.in.ReadByte()
			if path := v.wrapper(levels - 1); path != nil {
				return append([]string{name}, path...)
			}
			if c, err := v.peek(""); err != nil || c != '}' {
				return nil
			}
			v.in.ReadByte()
			continue
		case c != '[' && len(scalars) < 100:
			scalars = append(scalars, name)
		}
		if _, _, err := v.value(); err != nil {
			return nil
		}
	}
}
