package archtest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the generated pages of docs")

// Some pages of docs are the code's own words. They are compared with it
// here, and written by make docs.
func TestGeneratedPages(t *testing.T) {
	pages := []struct {
		name string
		make func(*testing.T) []byte
	}{
		{"cli.md", commandPage},
		{"summary-json.md", summaryPage},
		{"images/data-model.svg", dataModelPicture},
		{"guides/first-import.md", consolePage("guides/first-import.md", amongFiles)},
		{"../README.md", consolePage("../README.md", withFiles)},
	}
	for _, p := range pages {
		file, err := filepath.Abs(filepath.Join(root, "docs", p.name))
		if err != nil {
			t.Fatal(err)
		}
		var want []byte
		if !t.Run(p.name, func(t *testing.T) { want = p.make(t) }) || want == nil { // failed, or not asked for
			continue
		}
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("docs/%s is out of date: run make docs", p.name)
		}
	}
}
