package file

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

const simple = "customer_id,date,amount,note\nA,2026-01-01,1.50,grün\nB,2026-01-02,2.50,x\nA,2026-01-03,3.50,y\n"

// TestPacked reads one text in every packing and encoding.
func TestPacked(t *testing.T) {
	utf16 := func(e unicode.Endianness, p unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, p).NewEncoder().Bytes([]byte(simple))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latin1, err := charmap.Windows1252.NewEncoder().Bytes([]byte(simple))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	half := strings.Index(simple, "B,")
	cases := map[string]struct {
		content []byte
		copied  bool
	}{
		"plain":             {[]byte(simple), false},
		"bom":               {append([]byte("\xef\xbb\xbf"), simple...), false},
		"crlf":              {[]byte(strings.ReplaceAll(simple, "\n", "\r\n")), false},
		"cr":                {[]byte(strings.ReplaceAll(simple, "\n", "\r")), true},
		"mixed line ends":   {[]byte(strings.Replace(simple, "\n", "\r\n", 1)), true},
		"utf16le":           {utf16(unicode.LittleEndian, unicode.UseBOM), true},
		"utf16be":           {utf16(unicode.BigEndian, unicode.UseBOM), true},
		"utf16le, no mark":  {utf16(unicode.LittleEndian, unicode.IgnoreBOM), true},
		"utf16be, no mark":  {utf16(unicode.BigEndian, unicode.IgnoreBOM), true},
		"latin1":            {latin1, true},
		"gzip":              {zipped(t, simple), true},
		"gzip, two members": {append(zipped(t, simple[:half]), zipped(t, simple[half:])...), true},
		"gzip of utf16":     {zipped(t, string(utf16(unicode.LittleEndian, unicode.UseBOM))), true},
		"zstd":              {z.EncodeAll([]byte(simple), nil), true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := put(t, "orders.csv", c.content)
			p, err := Inspect(context.Background(), []string{path}, Options{SpoolDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			f := p.Tables[0].Files[0]
			if f.Path != path || (f.Read != path) != c.copied || f.Size != int64(len(c.content)) {
				t.Errorf("file %+v", f)
			}
			if (name == "latin1") != hasNotice(p, "encoding") {
				t.Errorf("notices %v", p.Notices)
			}
			checkDuck(t, p.Tables[0])
			got := located(t, p.Tables[0], []source.Faults{{Column: 3, Reasons: map[string]string{"grün": "colour"}}})
			want := value.Rejection{File: path, Line: 2, Column: "note", Value: "grün", Reason: "colour"}
			if len(got) != 1 || got[0] != want {
				t.Errorf("located %+v", got)
			}
		})
	}
}

func TestDamaged(t *testing.T) {
	var b strings.Builder
	b.WriteString("customer_id,date,amount\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "%d,2026-01-%02d,%d.%02d\n", i*7919%104729, i%28+1, i%500, i*31%100)
	}
	whole := zipped(t, b.String())
	for name, content := range map[string][]byte{
		"cut late":    whole[:len(whole)-1000],
		"cut early":   whole[:5000],
		"cut trailer": whole[:len(whole)-4],
		"flipped":     append(append(append([]byte{}, whole[:len(whole)/2]...), whole[len(whole)/2]^0x55), whole[len(whole)/2+1:]...),
		"garbage":     append(append([]byte{}, whole...), "garbage"...),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := Inspect(context.Background(), []string{put(t, "o.csv.gz", content)}, Options{SpoolDir: dir})
			if value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), "byte") || !strings.Contains(err.Error(), "complete rows") {
				t.Fatalf("got %v", err)
			}
			t.Log(err)
			if name == "cut trailer" && !strings.Contains(err.Error(), "after 200000 complete rows") {
				t.Errorf("rows: %v", err)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	long := "customer_id,date,amount\nA,2026-01-01,1\n" + strings.Repeat("x", maxLine+10) + "\n"
	for name, c := range map[string]struct{ content, want string }{
		"empty":          {"", "is empty"},
		"blank":          {" \n\n\t\n", "no text"},
		"header only":    {"customer_id,date,amount\n", "a header (customer_id, date, amount) and no rows"},
		"excel":          {"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "Excel workbook"},
		"zip":            {"PK\x03\x04....orders.csv", "zip archive"},
		"old excel":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel"},
		"pdf":            {"%PDF-1.7 ...", "PDF"},
		"sqlite":         {"SQLite format 3\x00....", "SQLite"},
		"picture":        {"\x89PNG\r\n\x1a\n", "picture"},
		"web page":       {"<!doctype html><html>", "web page"},
		"junk":           {string(junk(5000)), "not a text file"},
		"long line":      {long, "line 3 of"},
		"long only line": {strings.Repeat("y", maxLine*2), "longer than 16 MB"},
		"packed pdf":     {string(zipped(t, "%PDF-1.7")), "PDF"},
		"packed nothing": {string(zipped(t, "")), "no text"},
		"packed long":    {string(zipped(t, long)), "line 3 of"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := inspect(t, c.content, Options{})
			if value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %.300v", err)
			}
		})
	}
}

// junk is bytes without order.
func junk(n int) []byte {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"a.csv", "b.csv"} {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(simple), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(patterns ...string) (source.Plan, error) {
		return Inspect(context.Background(), patterns, Options{SpoolDir: t.TempDir()})
	}
	p, err := run(filepath.Join(dir, "*.csv"), filepath.Join(dir, "a.csv"))
	if err != nil || len(p.Tables) != 1 || len(p.Tables[0].Files) != 2 || !hasNotice(p, "file_twice") || !strings.HasPrefix(p.Understood, "2 files of one layout: CSV") {
		t.Errorf("got %+v %v", p, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "c.csv"), []byte("klant;datum;bedrag\n1;31-12-2026;5,50\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err = run(filepath.Join(dir, "*.csv"))
	if err != nil || len(p.Tables) != 2 || !strings.Contains(p.Understood, "3 files in 2 layouts") {
		t.Errorf("got %v %v", p.Understood, err)
	}
	for pattern, code := range map[string]value.Code{dir: value.BadInput, dir + "/none.csv": value.NotFound, dir + "/*.none": value.NotFound, dir + "/[": value.Invalid} {
		if _, err := run(pattern); value.CodeOf(err) != code && !(pattern == dir+"/[" && value.CodeOf(err) == value.Invalid) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	if _, err := run(); value.CodeOf(err) != value.Invalid {
		t.Errorf("nothing named: %v", err)
	}
}

func TestManyColumns(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("customer_id,date,amount")
	for i := range 9997 {
		fmt.Fprintf(&b, ",extra_%d", i)
	}
	for row := range 60 {
		fmt.Fprintf(&b, "\n%d,2026-01-%02d,1.50%s", row%7, row%28+1, strings.Repeat(",7", 9997))
	}
	tb, _ := table(t, b.String(), Options{})
	if len(tb.Columns) != 10000 || role(tb, source.Amount) != "amount" {
		t.Errorf("%d columns, roles %v", len(tb.Columns), tb.Roles)
	}
}

func TestQuotes(t *testing.T) {
	for name, c := range map[string]struct{ text, quote, escape string }{
		"doubled":   {"customer,date,amount,note\n1,2026-01-01,5,\"say \"\"hi\"\", ok\"\n2,2026-01-02,6,\"two\nlines\"\n", `"`, `"`},
		"backslash": {"customer,date,amount,note\n1,2026-01-01,5,\"say \\\"hi\\\", ok\"\n2,2026-01-02,6,\"x\"\n", `"`, `\`},
		"single":    {"'customer','date','amount'\n'1','2026-01-01','5'\n'2','2026-01-02','6'\n", `'`, `'`},
		"none":      {"customer\tdate\tamount\tnote\n1\t2026-01-01\t5\t\"7 inch\n2\t2026-01-02\t6\t\"8 inch\n3\t2026-01-02\t6\tx\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tb, _ := table(t, c.text, Options{})
			if tb.Quote != c.quote || tb.Escape != c.escape {
				t.Errorf("quote %q escape %q", tb.Quote, tb.Escape)
			}
			checkDuck(t, tb)
		})
	}
}

// TestLateLineEnds finds line ends that change half way through a big file.
func TestLateLineEnds(t *testing.T) {
	row := "17,2026-01-01,1.50\n"
	text := "customer,date,amount\n" + strings.Repeat(row, sliceFrom/len(row)) + strings.Repeat(strings.Replace(row, "\n", "\r\n", 1), sliceFrom/len(row))
	tb, _ := table(t, text, Options{})
	if tb.Files[0].Read == tb.Files[0].Path {
		t.Error("not rewritten")
	}
	tb, _ = table(t, simple, Options{Copy: true})
	if tb.Files[0].Read == tb.Files[0].Path {
		t.Error("not copied though told to")
	}
}
