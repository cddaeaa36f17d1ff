package export

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

var update = flag.Bool("update", false, "write what the corpus is read as")

// opened is a file as package file hands it out.
type opened struct {
	rows *file.Rows
	json bool
}

func (o opened) Narrow() bool      { return o.json }
func (o opened) Columns() []string { return o.rows.Columns() }

func (o opened) Next() ([]string, int64, error) {
	r, err := o.rows.Next()
	return r.Fields, r.Line, err
}

// listed is a source of rows in memory, the second line the first row's.
type listed struct {
	columns []string
	rows    [][]string
	next    int
}

func (l *listed) Narrow() bool      { return false }
func (l *listed) Columns() []string { return l.columns }

func (l *listed) Next() ([]string, int64, error) {
	if l.next++; l.next > len(l.rows) {
		return nil, 0, io.EOF
	}
	return l.rows[l.next-1], int64(l.next + 1), nil
}

// kept keeps everything that a reader says, records as text.
type kept struct {
	records  []record.Record
	lines    []string
	rejected []value.Rejection
}

func (k *kept) Put(r record.Record) error {
	text, err := json.Marshal(map[string]any{string(r.Kind()): r})
	if err != nil {
		return err
	}
	k.lines = append(k.lines, string(text))
	k.records = append(k.records, copied(r))
	return nil
}

func (k *kept) Reject(r value.Rejection) error {
	k.rejected = append(k.rejected, r)
	return nil
}

// copied is what of a record is looked at later: it is valid during the call
// only.
func copied(r record.Record) record.Record {
	switch r := r.(type) {
	case *record.Order:
		c := *r
		return &c
	case *record.Line:
		c := *r
		return &c
	case *record.Refund:
		c := *r
		return &c
	}
	return r
}

// look opens a file of the corpus.
func look(t testing.TB, path string) *file.Found {
	t.Helper()
	l, err := file.Look(context.Background(), []string{path}, file.Options{SpoolDir: t.TempDir()})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return l.Files[0]
}

// readFile reads a file of the corpus as its format.
func readFile(t testing.TB, path string, f *Format, o Options) (*kept, Tally) {
	t.Helper()
	found := look(t, path)
	rows, err := found.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var k kept
	tally, err := f.Read(context.Background(), filepath.Base(path), opened{rows, found.JSON()}, found.Sample(), o, &k)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return &k, tally
}

// corpus are the files of testdata with the names of their formats.
func corpus(t testing.TB) map[string]string {
	t.Helper()
	all, err := filepath.Glob("testdata/*/*")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, path := range all {
		format := filepath.Base(filepath.Dir(path))
		if !strings.HasSuffix(path, ".expected.json") && format != "fuzz" && !strings.HasPrefix(format, "Fuzz") {
			out[path] = format
		}
	}
	if len(out) == 0 {
		t.Fatal("no corpus")
	}
	return out
}

// TestCorpus reads every file of testdata and holds it to the records beside
// it, which were checked by hand against the file.
func TestCorpus(t *testing.T) {
	for path, name := range corpus(t) {
		t.Run(filepath.ToSlash(path), func(t *testing.T) {
			f := ByName(name)
			if f == nil {
				t.Fatalf("no format %q", name)
			}
			k, tally := readFile(t, path, f, Options{})
			if tally.Rows != tally.Accepted+tally.Rejected || int(tally.Rejected) != len(k.rejected) {
				t.Errorf("%d rows, %d accepted, %d rejected, %d rejections", tally.Rows, tally.Accepted, tally.Rejected, len(k.rejected))
			}
			checkMoney(t, k)
			checkOnce(t, k)
			got := transcript(t, k, tally)
			golden := path + ".expected.json"
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, strings.Split(string(got), "\n"), strings.Split(strings.ReplaceAll(string(want), "\r\n", "\n"), "\n"))
		})
	}
}

// compare says where two texts part.
func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("line %d: got\n%s\nwant\n%s", i+1, g, w)
			return
		}
	}
}

// transcript is everything that reading a file said: valid JSON, a record a
// line.
func transcript(t testing.TB, k *kept, tally Tally) []byte {
	t.Helper()
	var b bytes.Buffer
	line := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var rejected, notices []string
	for _, r := range k.rejected {
		r.File = ""
		rejected = append(rejected, line(r))
	}
	for _, n := range tally.Notices {
		notices = append(notices, line(n))
	}
	b.WriteString(`{"rows": ` + line([]int64{tally.Rows, tally.Accepted, tally.Rejected}) + ",\n")
	for _, part := range []struct {
		name  string
		lines []string
	}{{"notices", notices}, {"rejected", rejected}, {"records", k.lines}} {
		b.WriteString(`"` + part.name + `": [`)
		for i, l := range part.lines {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString("\n" + l)
		}
		b.WriteString("\n]")
		if part.name != "records" {
			b.WriteString(",\n")
		}
	}
	b.WriteString("}\n")
	if !json.Valid(b.Bytes()) {
		t.Fatalf("the transcript is no JSON: %s", b.Bytes())
	}
	return b.Bytes()
}

// checkMoney holds what was read to what is true of all orders: the parts add
// up, refunds are positive, and lines belong to an order.
func checkMoney(t testing.TB, k *kept) {
	t.Helper()
	for _, r := range k.records {
		switch r := r.(type) {
		case *record.Order:
			checkOrder(t, r)
		case *record.Line:
			if r.OrderID == "" || r.No < 1 || r.Source == "" {
				t.Errorf("line of no order: %+v", r)
			}
		case *record.Refund:
			if !r.Amount.Known() || r.Amount <= 0 || r.ID == "" || r.Source == "" {
				t.Errorf("refund %+v", r)
			}
		}
	}
}

// checkOnce makes sure that no order and no refund was made twice.
func checkOnce(t testing.TB, k *kept) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range k.records {
		id := ""
		switch r := r.(type) {
		case *record.Order:
			id = "order " + r.ID
		case *record.Refund:
			id = "refund " + r.ID
		default:
			continue
		}
		if seen[id] {
			t.Errorf("%s comes twice", id)
		}
		seen[id] = true
	}
}

func checkOrder(t testing.TB, o *record.Order) {
	t.Helper()
	if o.Source == "" || o.ID == "" || o.At.IsZero() || o.Status == "" {
		t.Errorf("order without id, time or status: %+v", o)
	}
	if !o.Total.Known() || o.Total < 0 || !o.Gross.Known() || o.Gross < 0 || o.Discount.Or(0) < 0 || o.Shipping.Or(0) < 0 || o.Tax.Or(0) < 0 {
		t.Errorf("order with unknown or negative money: %+v", o)
	}
	if sum := o.Gross - o.Discount.Or(0) + o.Shipping.Or(0) + o.Tax.Or(0); sum != o.Total {
		t.Errorf("order %s: %s - %s + %s + %s is %s, not %s", o.ID, o.Gross, o.Discount, o.Shipping, o.Tax, sum, o.Total)
	}
}
