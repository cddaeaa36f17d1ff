package archtest

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/cli"
)

const commandIntro = `# Commands

What ` + "`perennial COMMAND --help`" + ` says, command by command. ` + "`make docs`" + ` writes this
page from the program. Exit statuses are at the end, and with their causes in
[failure.md](failure.md).

Settings come from flags, then from the environment (` + "`PERENNIAL_DATA`, `PERENNIAL_ADDR`,\n`PERENNIAL_MEMORY_MB`" + `), then from defaults.
`

// commandPage is the help of every command.
func commandPage(t *testing.T) []byte {
	var page bytes.Buffer
	page.WriteString(commandIntro)
	var describe func(path []string)
	describe = func(path []string) {
		text := help(t, path)
		fmt.Fprintf(&page, "\n## `%s`\n\n```text\n%s\n```\n", strings.Join(append([]string{"perennial"}, path...), " "), text)
		for _, sub := range subcommands(text) {
			if sub != "completion" && sub != "help" {
				describe(append(path[:len(path):len(path)], sub))
			}
		}
	}
	describe(nil)
	return page.Bytes()
}

// help is what a command says of itself where no setting is in the
// environment.
func help(t *testing.T, path []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(context.Background(), cli.Process{
		Args: append(path[:len(path):len(path)], "--help"), In: strings.NewReader(""), Out: &out, Err: &errs,
		Env: func(string) (string, bool) { return "", false },
	})
	if code != 0 || errs.Len() > 0 {
		t.Fatalf("perennial %s --help: status %d, %s", strings.Join(path, " "), code, errs.String())
	}
	return strings.TrimSpace(out.String())
}

var listed = regexp.MustCompile(`(?m)^  (?:perennial )?([a-z][a-z-]*) +\S`)

// subcommands are those that a help text lists.
func subcommands(text string) (names []string) {
	for _, heading := range []string{"Available Commands:\n", "Additional help topics:\n"} {
		_, rest, ok := strings.Cut(text, heading)
		if !ok {
			continue
		}
		block, _, _ := strings.Cut(rest, "\n\n")
		for _, m := range listed.FindAllStringSubmatch(block, -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// Every flag of analyze is in the README, which is where people look first.
func TestReadmeNamesEveryFlagOfAnalyze(t *testing.T) {
	readme := page(t, "README.md")
	for _, m := range regexp.MustCompile(`(?m)^ +(?:-\w, |    )(--[a-z-]+)`).FindAllStringSubmatch(help(t, []string{"analyze"}), -1) {
		if m[1] != "--help" && !strings.Contains(readme, "`"+m[1]) {
			t.Errorf("README.md does not mention %s", m[1])
		}
	}
}
