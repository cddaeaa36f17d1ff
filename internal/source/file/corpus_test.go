package file

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
)

var update = flag.Bool("update", false, "write what the corpus is understood as")

// TestCorpus understands every small file of testdata and holds the answers
// to the ones written down in understood.txt.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range files {
		if strings.HasSuffix(f, "understood.txt") {
			continue
		}
		p, err := Inspect(context.Background(), []string{f}, Options{SpoolDir: t.TempDir()})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		checkCorpus(t, &got, f, p)
	}
	golden := "testdata/understood.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// TestStdin reads standard input from a file put in its place.
func TestStdin(t *testing.T) {
	in, err := os.Open("testdata/plain.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	old := os.Stdin
	os.Stdin = in
	defer func() { os.Stdin = old }()
	var stages []string
	p, err := Inspect(context.Background(), []string{"-"}, Options{SpoolDir: t.TempDir(), Progress: func(s string, done, total int64) {
		stages = append(stages, fmt.Sprint(s, done, total))
	}})
	if err != nil {
		t.Fatal(err)
	}
	f := p.Tables[0].Files[0]
	if f.Path != "-" || f.Read == "-" || f.Size == 0 || len(stages) == 0 {
		t.Errorf("file %+v, stages %v", f, stages)
	}
	checkDuck(t, p.Tables[0])
}

// checkCorpus writes down one answer and reads the file with DuckDB.
func checkCorpus(t *testing.T, out *strings.Builder, path string, p source.Plan) {
	tb := p.Tables[0]
	fmt.Fprintf(out, "%s\n  %s\n  time %s %s, amount %q %q, skip %d, header %v\n", filepath.Base(path), p.Understood,
		tb.Time.Kind, strings.Join(tb.Time.Patterns, " | "), tb.Amount.Decimal, tb.Amount.Group, tb.SkipLines, tb.Header)
	for _, n := range p.Notices {
		fmt.Fprintf(out, "  %s %s: %s\n", n.Level, n.Code, strings.ReplaceAll(n.Text, path, filepath.Base(path)))
	}
	for _, r := range tb.Files[0].Rejected {
		fmt.Fprintf(out, "  rejected line %d: %s\n", r.Line, r.Reason)
	}
	if !strings.HasPrefix(filepath.Base(path), "titled") { // it has a value that is none
		checkDuck(t, tb)
	}
}
