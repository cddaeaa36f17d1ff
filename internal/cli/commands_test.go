package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// runCommand: run STATUS ARGS... runs perennial and wants an exit status.
func runCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: run STATUS ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("perennial", args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run: %v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status is %d, want %d", got, want)
	}
}

// jsonCommand: json FILE PATH WANT looks up a.b.0.c in a JSON file (or
// stdout). WANT is text, a number, null, a count such as n=3, or >1.
func jsonCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	for _, key := range strings.Split(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(x) {
				ts.Fatalf("%s: no element %s of %d", args[1], key, len(x))
			}
			v = x[i]
		default:
			ts.Fatalf("%s: nothing at %s", args[1], key)
		}
	}
	if matches(v, args[2]) == neg {
		ts.Fatalf("%s is %v, want %s", args[1], v, args[2])
	}
}

// matches compares a JSON value with what a script says.
func matches(v any, want string) bool {
	switch x := v.(type) {
	case nil:
		return want == "null"
	case []any:
		return want == fmt.Sprintf("n=%d", len(x))
	case float64:
		if n, err := strconv.ParseFloat(strings.TrimPrefix(want, ">"), 64); err == nil {
			if strings.HasPrefix(want, ">") {
				return x > n
			}
			return math.Abs(x-n) <= 1e-9*math.Max(1, math.Abs(n))
		}
		return false
	}
	return fmt.Sprint(v) == want
}

// cellCommand: cell FILE ROW COLUMN WANT compares a cell of a CSV file, found
// by the row's first cell and the column's name.
func cellCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: cell FILE ROW COLUMN WANT")
	}
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	for _, r := range rows {
		for i, name := range rows[0] {
			if r[0] == args[1] && name == args[2] {
				n, err := strconv.ParseFloat(r[i], 64)
				same := r[i] == args[3] || err == nil && matches(n, args[3])
				if same == neg {
					ts.Fatalf("%s of %s is %q, want %q", args[2], args[1], r[i], args[3])
				}
				return
			}
		}
	}
	ts.Fatalf("no column %s of row %s in\n%s", args[2], args[1], ts.ReadFile(args[0]))
}

var notFinite = regexp.MustCompile(`(?i)(^|[,:\s])"?[-+]?(nan|inf|infinity)\b`)

// finiteCommand: finite FILE... wants no NaN and no infinity.
func finiteCommand(ts *testscript.TestScript, _ bool, args []string) {
	for _, a := range args {
		if found := notFinite.FindString(ts.ReadFile(a)); found != "" {
			ts.Fatalf("%s has %q", a, found)
		}
	}
}

// cleanCommand: clean wants no half-made file or directory anywhere.
func cleanCommand(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, d fs.DirEntry, err error) error {
		if err == nil && (strings.Contains(d.Name(), "partial") || strings.HasPrefix(d.Name(), "import-")) {
			err = fmt.Errorf("%s was left behind", path)
		}
		return err
	}))
}

// awaitCommand: await FILE waits until a file is there and has something in it.
func awaitCommand(ts *testscript.TestScript, _ bool, args []string) {
	for range 400 {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.Size() > 0 {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	ts.Fatalf("%s does not appear", args[0])
}
