package archtest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/cli"
)

// firstImport is the folder of small files that pages show commands with.
const firstImport = "docs/guides/first-import"

var (
	console = regexp.MustCompile("(?s)```console\n(.*?)```")
	quoted  = regexp.MustCompile(`'[^']*'|[^\s']+`)
	headed  = regexp.MustCompile(`^(.*?) \| head -(\d+)$`)
)

// consolePage is a page as it is, with what its commands really print. In a
// block of the language console each line that begins with $ is a command of
// perennial, and what follows is its output; "| head -9" cuts it.
func consolePage(name string, dir func(*testing.T) string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		text, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(dir(t))
		ran := 0
		out := console.ReplaceAllFunc(text, func(block []byte) []byte {
			var b bytes.Buffer
			b.WriteString("```console\n")
			for line := range strings.Lines(string(console.FindSubmatch(block)[1])) {
				if strings.HasPrefix(line, "$ ") {
					b.WriteString(line + printed(t, strings.TrimSpace(line[2:])))
					ran++
				}
			}
			b.WriteString("```")
			return b.Bytes()
		})
		if ran == 0 {
			t.Errorf("%s shows no command", name)
		}
		return out
	}
}

// printed is what a command prints, its complaint included.
func printed(t *testing.T, command string) string {
	t.Helper()
	most := 0
	if m := headed.FindStringSubmatch(command); m != nil {
		command = m[1]
		most, _ = strconv.Atoi(m[2])
	}
	var args []string
	for _, word := range quoted.FindAllString(command, -1) {
		args = append(args, strings.Trim(word, "'"))
	}
	if len(args) == 0 || args[0] != "perennial" && args[0] != "bin/perennial" {
		t.Fatalf("%q is no command of perennial", command)
	}
	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), cli.Process{
		Args: args[1:], In: strings.NewReader(""), Out: &out, Err: &errs, Env: func(string) (string, bool) { return "", false },
	})
	if code != 0 {
		out.Write(errs.Bytes())
	}
	var b strings.Builder
	n := 0
	for line := range strings.Lines(strings.TrimRight(out.String(), "\n") + "\n") {
		if n++; most > 0 && n > most {
			break
		}
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

// withFiles is a folder with the files of the first import, at their place in
// the repository.
func withFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, firstImport), os.DirFS(filepath.Join(root, firstImport))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// amongFiles is that folder's copy itself.
func amongFiles(t *testing.T) string { return filepath.Join(withFiles(t), firstImport) }
