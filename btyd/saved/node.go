package saved

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// node is a value within a text, which knows where it stands. The decoder of
// the standard library takes names in any case, keeps the last of two members
// of one name and tells no lines; a model deserves better.
type node struct {
	whole      []byte
	start, end int
	name, path string
}

// parse checks the syntax of the whole text.
func parse(text []byte) (node, error) {
	n := node{whole: text, end: len(text)}
	var raw json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			n.start = int(max(syntax.Offset-1, 0))
		}
		return n, n.errorf("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return n, nil
}

func (n node) text() []byte { return n.whole[n.start:n.end] }

// errorf says what is wrong at the node. Columns count characters from 1.
func (n node) errorf(format string, arguments ...any) error {
	before := n.whole[:min(n.start, len(n.whole))]
	line := 1 + bytes.Count(before, []byte{'\n'})
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Errorf("%w: line %d, column %d: %s", ErrMalformed, line, column, fmt.Sprintf(format, arguments...))
}

// members lists the values of an object by name, in order.
func (n node) members() ([]node, error) {
	d := json.NewDecoder(bytes.NewReader(n.text()))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, n.errorf("%s must be an object", n.title())
	}
	var out []node
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, n.errorf("%v", err)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, n.errorf("%v", err)
		}
		name, _ := key.(string)
		end := n.start + int(d.InputOffset())
		m := node{whole: n.whole, start: end - len(raw), end: end, name: name, path: name}
		if n.path != "" {
			m.path = n.path + "." + name
		}
		out = append(out, m)
	}
	return out, nil
}

// distinct lists members whose names are not known beforehand.
func (n node) distinct() ([]node, error) {
	all, err := n.members()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.name] {
			return nil, m.errorf("%s is given twice", m.path)
		}
		seen[m.name] = true
	}
	return all, nil
}

func (n node) title() string {
	if n.path == "" {
		return "a saved model"
	}
	return n.path
}

// decode turns the value into a Go value; null is refused.
func (n node) decode(to any, want string) error {
	if string(n.text()) == "null" || json.Unmarshal(n.text(), to) != nil {
		return n.errorf("%s must be %s", n.path, want)
	}
	return nil
}

// field is a member that an object may have, and what becomes of it.
type field struct {
	name     string
	read     func(node) error
	optional bool
}

// fill reads an object that has the given fields, each at most once, and
// no others.
func (n node) fill(fields []field) error {
	all, err := n.members()
	if err != nil {
		return err
	}
	seen := make([]bool, len(fields))
	for _, m := range all {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == m.name })
		switch {
		case i < 0:
			return m.errorf("unknown field %q", m.path)
		case seen[i]:
			return m.errorf("%s is given twice", m.path)
		}
		seen[i] = true
		if err := fields[i].read(m); err != nil {
			return err
		}
	}
	for i, f := range fields {
		if !seen[i] && !f.optional {
			return n.errorf("%s has no field %q", n.title(), f.name)
		}
	}
	return nil
}

// UnmarshalJSON reads a number; null is one that was not finite.
func (n *number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(n))
}
