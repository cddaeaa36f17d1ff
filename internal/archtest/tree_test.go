package archtest

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	module = "github.com/perennial-clv/perennial"
	root   = "../.."
)

// source is one Go file of the repository.
type source struct {
	path    string // from the root, with slashes
	dir     string
	test    bool
	imports []string
	syntax  *ast.File
}

var positions = token.NewFileSet()

// tree parses every Go file of the repository, once.
var tree = sync.OnceValues(func() ([]source, error) {
	var all []source
	err := walk(func(name string) error {
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		syntax, err := parser.ParseFile(positions, filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), syntax: syntax}
		for _, i := range syntax.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	return all, err
})

// files is tree for a test.
func files(t *testing.T) []source {
	t.Helper()
	all, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// walk visits every file of the repository that people wrote.
func walk(visit func(name string) error) error {
	return filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, at)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"node_modules", "dist", "bin", "testdata", "shots", "out"}, d.Name())) {
				return filepath.SkipDir
			}
			return nil
		}
		if name == "web/src/lib/api/schema.d.ts" { // made from docs/openapi.yaml
			return nil
		}
		return visit(name)
	})
}

// requirements are the modules of go.mod, whichever way they are needed.
func requirements(t *testing.T) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	inBlock := false
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 2 && words[0] == "require" && words[1] == "(":
			inBlock = true
		case len(words) > 0 && words[0] == ")":
			inBlock = false
		case inBlock && len(words) >= 2:
			out = append(out, words[0])
		case len(words) >= 3 && words[0] == "require":
			out = append(out, words[1])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// moduleOf is the module that provides an import path, or empty for the
// standard library.
func moduleOf(modules []string, imported string) string {
	best := ""
	for _, m := range modules {
		if under(m, imported) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

// under reports whether a slash path is dir or below it.
func under(dir, name string) bool { return name == dir || strings.HasPrefix(name, dir+"/") }
