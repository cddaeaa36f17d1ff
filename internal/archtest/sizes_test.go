package archtest

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
)

// longest is the most lines a file of code may have.
const longest = 800

func TestFilesStayShort(t *testing.T) {
	err := walk(func(name string) error {
		if !slices.Contains([]string{".go", ".ts", ".svelte", ".css", ".sql"}, path.Ext(name)) {
			return nil
		}
		body, err := os.ReadFile(filepath.Join(root, name))
		if n := bytes.Count(body, []byte("\n")); n > longest {
			t.Errorf("%s has %d lines, more than %d: it holds more than one thing", name, n, longest)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
