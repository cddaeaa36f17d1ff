package file

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of real data beside the repository, or skips the test.
func shared(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("PERENNIAL_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		if _, err := os.Stat(filepath.Join(dir, "shared", "data")); err == nil {
			return filepath.Join(dir, "shared")
		}
	}
	t.Skip("the real data is not here: set PERENNIAL_SHARED to its folder")
	return ""
}

// TestRealFiles holds the sentences people read for real files.
func TestRealFiles(t *testing.T) {
	dir := filepath.Join(shared(t), "data")
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.*"))
	for _, f := range files {
		p, err := Inspect(t.Context(), []string{f}, Options{SpoolDir: t.TempDir()})
		if err != nil {
			t.Logf("%s\n    ERR %.300s", filepath.Base(f), err.Error())
			continue
		}
		t.Logf("%s\n    %s", filepath.Base(f), p.Understood)
		t.Logf("    time %+v amount %+v notices %v", p.Tables[0].Time, p.Tables[0].Amount, p.Notices)
	}
}
