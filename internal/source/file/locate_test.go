package file

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// crafted is a CSV table over a text, as a store would be given it.
func crafted(t testing.TB, text string, skip int) source.Table {
	path := put(t, "o.csv", []byte(text))
	return source.Table{
		Files: []source.File{{Path: "orders.csv", Read: path}}, Format: source.CSV, Delimiter: ",", Quote: `"`, Escape: `"`,
		SkipLines: skip, Header: true, Columns: []string{"customer", "date", "amount"},
	}
}

func TestLocate(t *testing.T) {
	text := "\xef\xbb\xbfTitle, \"x\nother line\ncustomer,date,amount\r\n" + // lines 1 to 3
		"A,2026-01-01,1\r\n" + // 4
		"B,\"bad\ndate\",2\n" + // 5 and 6
		"\n" + // 7
		"C,2026-01-01\n" + // 8: too few fields
		"\"D \"\"q\"\"\",2026-01-01,x\n" + // 9
		",2026-01-01,4\n" + // 10
		"\"\",nope,x\n" + // 11: two faults
		"F, \"2026, or so\" ,4\n" + // 12: blanks around quotes
		"E,2026-01-01,x" // 13, without an end
	faults := []source.Faults{
		{Column: 0, Reasons: map[string]string{"": "no customer"}},
		{Column: 1, Reasons: map[string]string{"bad\ndate": "not a date", "nope": "not a date", "2026, or so": "not a date"}},
		{Column: 2, Reasons: map[string]string{"x": "not an amount"}},
	}
	var got []string
	for _, r := range located(t, crafted(t, text, 2), faults) {
		got = append(got, fmt.Sprintf("%s:%d %s=%q %s", r.File, r.Line, r.Column, r.Value, r.Reason))
	}
	want := []string{
		`orders.csv:5 date="bad\ndate" not a date`,
		`orders.csv:9 amount="x" not an amount`,
		`orders.csv:10 customer="" no customer`,
		`orders.csv:11 customer="" no customer`,
		`orders.csv:12 date="2026, or so" not a date`,
		`orders.csv:13 amount="x" not an amount`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	cr := strings.ReplaceAll("customer,date,amount\nA,d,1\nB,d,x\n", "\n", "\r")
	if got := located(t, crafted(t, cr, 0), faults); len(got) != 1 || got[0].Line != 3 {
		t.Errorf("carriage returns: %+v", got)
	}
}

// TestLocateBounds goes over a quote that is never closed, and long values.
func TestLocateBounds(t *testing.T) {
	long := strings.Repeat("é", 500)
	faults := []source.Faults{{Column: 2, Reasons: map[string]string{"x": "bad", long: "bad"}}}
	text := "customer,date,amount\nA,d,x\nB,\"open,1\n" + strings.Repeat("C,d,1\n", maxLine/5) + "D,d," + long + "\nE,d,x\n"
	got := located(t, crafted(t, text, 0), faults)
	if len(got) != 3 || got[1].Line != int64(4+maxLine/5) || len([]rune(got[1].Value)) != 201 {
		t.Errorf("got %d: %+v", len(got), got)
	}
}

func TestLocateStops(t *testing.T) {
	tb := crafted(t, "customer,date,amount\nA,d,x\nB,d,x\n", 0)
	faults := []source.Faults{{Column: 2, Reasons: map[string]string{"x": "bad"}}}
	err := Locate(context.Background(), tb, tb.Files[0], faults, func(value.Rejection) error { return io.ErrShortWrite })
	if err == nil || !strings.Contains(err.Error(), "short write") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Locate(ctx, tb, tb.Files[0], faults, nil); err == nil {
		t.Error("a cancelled context was not heard")
	}
}

func TestFingerprint(t *testing.T) {
	sum, size, err := Fingerprint(put(t, "x", []byte("abc")))
	if err != nil || size != 3 || sum != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%s %d %v", sum, size, err)
	}
	if _, _, err := Fingerprint(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file has no fingerprint")
	}
}

// bulk is about 64 MB of orders, plain or with every field quoted.
func bulk(quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("customer_id,ordered_at,amount,order_id\n")
	for i := 0; b.Len() < 64<<20; i++ {
		if quoted {
			fmt.Fprintf(&b, "\"C%d\",\"2026-01-%02d 10:%02d:00\",\"%d.%02d\",\"O%d\"\n", i*7919%104729, i%28+1, i%60, i%500, i%100, i)
		} else {
			fmt.Fprintf(&b, "C%d,2026-01-%02d 10:%02d:00,%d.%02d,O%d\n", i*7919%104729, i%28+1, i%60, i%500, i%100, i)
		}
	}
	return b.Bytes()
}

func BenchmarkLocate(b *testing.B) {
	for _, quoted := range []bool{false, true} {
		b.Run(fmt.Sprintf("quoted=%v", quoted), func(b *testing.B) {
			text := bulk(quoted)
			path := put(b, "o.csv", text)
			tb := source.Table{Files: []source.File{{Path: path, Read: path}}, Format: source.CSV, Delimiter: ",", Quote: `"`, Escape: `"`,
				Header: true, Columns: []string{"customer_id", "ordered_at", "amount", "order_id"}}
			faults := []source.Faults{{Column: 0, Reasons: map[string]string{"": "none"}}, {Column: 1, Reasons: map[string]string{"x": "bad"}}, {Column: 2, Reasons: map[string]string{"y": "bad"}}}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if err := Locate(context.Background(), tb, tb.Files[0], faults, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRewrite(b *testing.B) {
	text := bulk(false)
	var lines bytes.Buffer
	for line := range bytes.Lines(text[bytes.IndexByte(text, '\n')+1:]) {
		f := bytes.Split(bytes.TrimSpace(line), []byte(","))
		fmt.Fprintf(&lines, "{\"customer\":{\"id\":%q},\"created_at\":%q,\"total\":%s,\"id\":%q}\n", f[0], f[1], f[2], f[3])
	}
	wide := make([]byte, 0, 2*len(text)+2)
	wide = append(wide, 0xff, 0xfe)
	for _, c := range text {
		wide = append(wide, c, 0)
	}
	for name, content := range map[string][]byte{"gzip": zipped(b, string(text)), "json": lines.Bytes(), "utf16": wide, "latin1": append([]byte("\xe9"), text...)} {
		b.Run(name, func(b *testing.B) {
			path := put(b, "o.csv", content)
			size := len(text)
			if name == "json" || name == "utf16" {
				size = len(content)
			}
			b.SetBytes(int64(size))
			for b.Loop() {
				dir := b.TempDir()
				if _, err := Inspect(context.Background(), []string{path}, Options{SpoolDir: dir, Customer: "1"}); err != nil {
					b.Fatal(err)
				}
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkInspectPlain(b *testing.B) {
	path := put(b, "o.csv", bulk(false))
	for b.Loop() {
		if _, err := Inspect(context.Background(), []string{path}, Options{SpoolDir: b.TempDir()}); err != nil {
			b.Fatal(err)
		}
	}
}
