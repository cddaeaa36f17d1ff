package file

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// read reads all records of a text in one go or byte by byte.
func read(text []byte, d dialect, slow bool) [][]string {
	var r *records
	if slow {
		r = newRecords(iotest.OneByteReader(bytes.NewReader(text)), d, 1)
	} else {
		r = newRecords(bytes.NewReader(text), d, 1<<16)
	}
	var out [][]string
	for {
		raw, _, err := r.next()
		if err != nil {
			return out
		}
		if len(raw) == 0 {
			continue
		}
		var row []string
		for _, f := range r.split(raw) {
			row = append(row, strings.ReplaceAll(string(f), "\r\n", "\n"))
		}
		out = append(out, row)
	}
}

// same reports whether two sets of records are equal.
func same(a, b [][]string) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

// FuzzRecords holds the record reader to encoding/csv wherever that accepts
// the text, and to itself however the text arrives.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\",\"c\nd\"\r\n,\n", "a\r\n\r\nb", "\"", "\"\"", "x,\"y", "\xef\xbb\xbfa,b\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d := dialect{',', '"', '"'}
		got := read(text, d, false)
		if slow := read(text, d, true); !bytes.ContainsRune(text, '\r') && !same(got, slow) {
			t.Fatalf("byte by byte: %q, want %q", slow, got)
		}
		if bytes.HasPrefix(text, bom) || bytes.Contains(text, []byte("\r")) && !onlyCRLF(text) {
			return
		}
		r := csv.NewReader(bytes.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err == nil && !same(got, want) {
			t.Fatalf("%q: got %q, want %q", text, got, want)
		}
	})
}

// onlyCRLF reports whether every carriage return stands before a line feed.
func onlyCRLF(text []byte) bool {
	return bytes.Count(text, []byte{'\r'}) == bytes.Count(text, []byte("\r\n")) && !bytes.Contains(text, []byte("\r\r"))
}

// FuzzDialect makes sure that no text upsets the search for a layout.
func FuzzDialect(f *testing.F) {
	for _, s := range []string{"a;b\n1;2\n", "sep=;\na;b", "1 2 3\n4 5 6\n", "'a','b'\n'c','d'\n", "\"\\\"\",x\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g := dialectOf(text)
		rows, lines := sampled(oneBreak(text), g.dialect)
		if len(rows) == 0 {
			return
		}
		in := &input{}
		in.frame(rows, lines, g.width)
		for _, row := range in.rows {
			if len(row) != len(in.columns) {
				t.Fatalf("row of %d in %d columns", len(row), len(in.columns))
			}
		}
		fd := newFinder(in.columns, in.titled, in.rows)
		fd.find()
		for _, c := range fd.roles {
			if c < 0 || c >= len(in.columns) {
				t.Fatalf("role for column %d of %d", c, len(in.columns))
			}
		}
	})
}

// FuzzMoney makes sure that any text is judged, and judged by its content.
func FuzzMoney(f *testing.F) {
	for _, s := range []string{"1.234,50 €", "($5.00)", "1'000", "-", "12,-", "\u22121", "kr 5", "1e5", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if _, ok := readMoney(v); ok && !strings.ContainsAny(v, "0123456789") {
			t.Fatalf("%q has no digit", v)
		}
		amountRule([]string{v, "1.50"}, "a", false)
		headerCurrency(v)
		for role := range dictionary {
			rank(role, v)
		}
	})
}

// FuzzTime makes sure that every value a rule was made of is covered by it.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"2026-05-01T10:00:00Z", "1/2/26 9:05 PM", "Mon, 05 Jan 2026", "20260501", "1577836800", "5-Jan-26", "1.2.2026,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, v string) {
		m := shapeOfTime(v)
		rule, _, ok := timeRule([]string{v}, sideHints{})
		if ok != m.ok() {
			t.Fatalf("%q: rule %v, shape %v", v, ok, m.ok())
		}
		if ok && rule.Kind == "patterns" && len(rule.Patterns) == 0 {
			t.Fatalf("%q: no pattern", v)
		}
		if ok && rule.Kind != "epoch_seconds" && rule.Kind != "epoch_millis" && rule.Kind != "epoch_micros" && len(rule.Patterns) <= 3 {
			duckReadsTimes(t, rule, []string{strings.TrimSpace(v)})
		}
	})
}

// FuzzJSON rewrites any text as JSON; every value that is an object must
// come through.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":{"b":1},"c":[1,{"d":"x"}]}`, `[{"a":1},{"b":"\u00e9"}]`, `{"orders":[{"id":1}]}`, `{"a":null}` + "\n" + `{"a":`, `[{]`, `{"a" : "\""}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, ok := newFlattener().row(text)
		if object := bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) && json.Valid(bytes.TrimSpace(text)); ok != object {
			t.Fatalf("%q: %v", text, ok)
		}
		for _, in := range []*input{{shape: shapeLines, perLine: true}, {shape: shapeLines}, {shape: shapeArray, wrapper: wrapperOf(text)}} {
			r, err := in.newJSONRecords(bytes.NewReader(text))
			for fl := newFlattener(); err == nil; {
				var raw []byte
				if raw, _, err = r.next(); err == nil {
					fl.row(raw)
				}
			}
			if !errors.Is(err, io.EOF) && !errors.Is(err, errTruncated) {
				t.Fatalf("%q: %v", text, err)
			}
		}
		jsonShape(head{text: text, whole: true})
	})
}

// FuzzThrift makes sure that no footer upsets the decoder.
func FuzzThrift(f *testing.F) {
	f.Add([]byte{0x15, 2, 0x19, 0x1c, 0x48, 1, 'a', 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		meta, err := (&thrift{b: b}).object()
		if err == nil {
			leaves := map[string]int{}
			_, types := topColumns(meta.list(2), leaves)
			statistics(meta.list(4), types, leaves)
		}
	})
}
