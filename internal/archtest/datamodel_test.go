package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
)

var (
	created = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n?\);`)
	added   = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) `)
	setBy   = regexp.MustCompile(`CREATE TABLE (\w+)_replaced AS`)
	column  = regexp.MustCompile(`(?m)(?:^|,)\s*"?(\w+)"? +[A-Z]`)
	coded   = regexp.MustCompile("`([a-z_]+)`")
)

// schema is what the migrations make: columns by table, and the tables whose
// replaced versions are kept.
func schema(t *testing.T) (tables map[string][]string, versioned []string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "internal/store/duckdb/migrations/*.sql"))
	if err != nil || len(names) == 0 {
		t.Fatal("no migrations", err)
	}
	tables = map[string][]string{}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`--.*|DECIMAL\(\d+, \d+\)`).ReplaceAllStringFunc(string(body), func(s string) string {
			if s[0] == '-' {
				return ""
			}
			return "DECIMAL"
		})
		for _, m := range created.FindAllStringSubmatch(text, -1) {
			for _, c := range column.FindAllStringSubmatch(m[2], -1) {
				tables[m[1]] = append(tables[m[1]], c[1])
			}
		}
		for _, m := range added.FindAllStringSubmatch(text, -1) {
			tables[m[1]] = append(tables[m[1]], m[2])
		}
		for _, m := range setBy.FindAllStringSubmatch(text, -1) {
			versioned = append(versioned, m[1])
		}
	}
	return tables, versioned
}

// rowsOf are the rows of the table under a heading of a page, cell by cell,
// header and rule left out.
func rowsOf(t *testing.T, text, heading string) (rows [][]string) {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n"+heading+"\n")
	if !ok {
		t.Fatalf("no heading %q", heading)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	for line := range strings.Lines(rest) {
		if strings.HasPrefix(line, "|") {
			rows = append(rows, strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"))
		} else if len(rows) > 0 {
			break
		}
	}
	if len(rows) < 3 {
		t.Fatalf("no table under %q", heading)
	}
	return rows[2:]
}

// names are the names in code type of a cell.
func namesIn(cell string) (out []string) {
	for _, m := range coded.FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1])
	}
	return out
}

// docs/data-model.md names the kinds of package record, the tables of the
// migrations and columns that these have; and a kind's table keeps versions.
func TestDataModelIsTheStores(t *testing.T) {
	text := page(t, "docs/data-model.md")
	tables, versioned := schema(t)
	var named []string
	for _, row := range rowsOf(t, text, "## The kinds") {
		kind := strings.Trim(strings.TrimSpace(row[0]), "`")
		named = append(named, kind)
		for _, c := range append(namesIn(row[2]), namesIn(row[3])...) {
			if !slices.Contains(tables[kind], c) {
				t.Errorf("the table %s has no column %s", kind, c)
			}
		}
		if !slices.Contains(versioned, kind) || !slices.Contains(tables[kind], "batch_id") {
			t.Errorf("nothing keeps the replaced versions of %s", kind)
		}
	}
	var kinds []string
	for _, k := range record.Kinds {
		kinds = append(kinds, string(k))
	}
	if !slices.Equal(named, kinds) {
		t.Errorf("the page names the kinds %q, package record %q", named, kinds)
	}
	for _, row := range rowsOf(t, text, "## Beside the records") {
		named = append(named, namesIn(row[0])...)
	}
	for table := range tables {
		if !slices.Contains(named, table) {
			t.Errorf("the page does not name the table %s", table)
		}
	}
	for _, n := range named {
		if tables[n] == nil {
			t.Errorf("the page names %s, which is no table", n)
		}
	}
	if len(versioned) != len(record.Kinds) {
		t.Errorf("versions are kept of %q", versioned)
	}
}
