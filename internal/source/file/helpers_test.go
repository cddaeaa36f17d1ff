package file

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// put writes a file for a test.
func put(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inspect understands one text.
func inspect(t testing.TB, content string, opt Options) (source.Plan, error) {
	t.Helper()
	opt.SpoolDir = t.TempDir()
	return Inspect(context.Background(), []string{put(t, "orders.csv", []byte(content))}, opt)
}

// table understands one text and fails the test unless that works.
func table(t testing.TB, content string, opt Options) (source.Table, source.Plan) {
	t.Helper()
	p, err := inspect(t, content, opt)
	if err != nil {
		t.Fatalf("inspect: %v", err)
	}
	if len(p.Tables) != 1 {
		t.Fatalf("%d tables, want 1", len(p.Tables))
	}
	return p.Tables[0], p
}

// role is the column that plays a role, or nothing.
func role(tb source.Table, r source.Role) string {
	if c, ok := tb.Roles[r]; ok {
		return tb.Columns[c]
	}
	return ""
}

// hasNotice reports whether a plan has a notice of a code.
func hasNotice(p source.Plan, code string) bool {
	for _, n := range p.Notices {
		if n.Code == code {
			return true
		}
	}
	return false
}

// zipped packs text as gzip.
func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// located collects what Locate emits.
func located(t testing.TB, tb source.Table, faults []source.Faults) []value.Rejection {
	t.Helper()
	var out []value.Rejection
	for _, f := range tb.Files {
		err := Locate(context.Background(), tb, f, faults, func(r value.Rejection) error {
			out = append(out, r)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
