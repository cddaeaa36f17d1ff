package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// room is one row of the table in ARCHITECTURE.md. A package belongs to the
// row with the longest path above it; every row is a room of its own, and so
// is every package that a * stands for.
type room struct {
	path  string
	may   []string // rooms it may import; /... is everything below
	libs  []string // modules it may import beyond the standard library
	never []string // parts of the standard library it must not know
}

const anything = "..."

var (
	noFiles    = []string{"os", "io/fs", "io/ioutil", "path/filepath", "embed"}
	noNetwork  = []string{"net"}
	noDatabase = []string{"database/sql"}
	noClock    = []string{"time"}
	noLog      = []string{"log"}
)

var rooms = []room{
	{path: "cmd/perennial", may: []string{"internal/cli"}, never: join(noNetwork, noDatabase, noLog)},
	{path: "btyd", libs: []string{"gonum.org/v1/gonum"}, never: join(noFiles, noNetwork, noDatabase, noClock, noLog)},
	{path: "btyd/btydtest", may: []string{"btyd/..."}, libs: []string{"pgregory.net/rapid", "gonum.org/v1/gonum"}},
	{path: "btyd/internal/sample", may: []string{"btyd/..."}},
	{path: "internal/value", libs: []string{"github.com/shopspring/decimal"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{path: "internal/identity", never: join(noFiles, noNetwork, noDatabase, noClock, noLog)},
	{path: "internal/record", never: join(noFiles, noNetwork, noDatabase, noLog)},
	{
		path: "internal/source/database", may: []string{"internal/value"}, never: noLog,
		libs: []string{"github.com/jackc/pgx/v5", "github.com/go-sql-driver/mysql"},
	},
	{path: "internal/source/object", may: []string{"internal/value"}, libs: []string{"github.com/minio/minio-go/v7"}, never: join(noDatabase, noLog)},
	{path: "internal/source", may: []string{"internal/value"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{
		path: "internal/source/*", may: []string{"internal/record", "internal/source", "internal/value"}, never: join(noNetwork, noDatabase, noLog),
		libs: []string{"github.com/klauspost/compress", "golang.org/x/text", "github.com/shopspring/decimal"},
	},
	{path: "internal/store", may: []string{"internal/record", "internal/source", "internal/value"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{
		path: "internal/store/duckdb", may: []string{"internal/identity", "internal/record", "internal/store", "internal/source", "internal/value"}, never: join(noNetwork, noLog),
		libs: []string{"github.com/duckdb/duckdb-go/v2", "github.com/shopspring/decimal"},
	},
	{
		path: "internal/store/storetest", may: []string{"btyd/btydtest", "internal/record", "internal/store", "internal/source", "internal/value"}, never: join(noNetwork, noDatabase, noLog),
		libs: []string{"pgregory.net/rapid", "github.com/google/go-cmp", "github.com/shopspring/decimal"},
	},
	{path: "internal/models", may: []string{"btyd/...", "internal/store", "internal/value"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{path: "internal/score", may: []string{"btyd/...", "internal/models", "internal/store", "internal/value"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{path: "internal/quality", may: []string{"internal/record", "internal/store", "internal/value"}, never: join(noFiles, noNetwork, noDatabase, noLog)},
	{path: "internal/report", may: []string{"internal/value"}, never: join([]string{"os"}, noNetwork, noDatabase, noLog)},
	{path: "internal/api", may: []string{"internal/value"}, libs: []string{"github.com/danielgtaylor/huma/v2"}, never: noDatabase},
	{path: "internal/config", never: join([]string{"os"}, noDatabase, noLog)},
	{
		path: "internal/app", libs: []string{"github.com/shopspring/decimal"}, never: noDatabase,
		may: []string{"btyd", "btyd/saved", "internal/api", "internal/config", "internal/models", "internal/quality", "internal/record", "internal/report", "internal/score", "internal/source/...", "internal/store/...", "internal/value", "web"},
	},
	{
		path: "internal/cli", libs: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/jedib0t/go-pretty/v6"}, never: noDatabase,
		may: []string{"internal/app", "internal/config", "internal/score", "internal/source/demo", "internal/value"},
	},
	{path: "internal/archtest"},
	{path: "web", never: join(noNetwork, noDatabase, noLog)},
	{path: "e2e"},
	{path: "bench", may: []string{anything}, libs: []string{anything}},
}

// borrowed are the names that the command line may take from rooms it needs
// for their options only.
var borrowed = map[string][]string{
	"internal/score":       {"Options", "DefaultDiscount"},
	"internal/source/demo": {"Business", "Generator", "New", "Shop", "Stats"},
}

func join(lists ...[]string) []string { return slices.Concat(lists...) }

// rowOf is the row a package belongs to, and the room as the row's path
// stands for it.
func rowOf(pkg string) (row *room, at string) {
	for i := range rooms {
		r := &rooms[i]
		dir := r.path
		if base, ok := strings.CutSuffix(dir, "/*"); ok {
			rest, below := strings.CutPrefix(pkg, base+"/")
			if !below {
				continue
			}
			first, _, _ := strings.Cut(rest, "/")
			dir = base + "/" + first
		}
		if under(dir, pkg) && len(dir) > len(at) {
			row, at = r, dir
		}
	}
	return row, at
}

// allows reports whether a list of rooms or modules names what is imported.
func allows(list []string, imported string) bool {
	return slices.ContainsFunc(list, func(one string) bool {
		if one == anything || one == imported {
			return true
		}
		dir, below := strings.CutSuffix(one, "/...")
		return below && under(dir, imported)
	})
}

func TestRoomsKnowOnlyWhatTheyNeed(t *testing.T) {
	modules := requirements(t)
	inhabited := map[string]bool{}
	for _, f := range files(t) {
		row, at := rowOf(f.dir)
		if row == nil {
			t.Errorf("%s: package %s is in no row of the table: give it one here and in ARCHITECTURE.md", f.path, f.dir)
			continue
		}
		inhabited[row.path] = true
		if f.test {
			continue // tests may bring rooms together
		}
		for _, imported := range f.imports {
			if why := row.objection(at, modules, imported); why != "" {
				t.Errorf("%s imports %q: row %s %s", f.path, imported, row.path, why)
			}
		}
	}
	for _, r := range rooms {
		if !inhabited[r.path] && r.path != "internal/store/storetest" {
			t.Errorf("row %s has no package any more", r.path)
		}
	}
}

// objection says what a row has against an import, or nothing.
func (r *room) objection(at string, modules []string, imported string) string {
	if own, ok := strings.CutPrefix(imported, module+"/"); ok {
		if _, there := rowOf(own); there == at || allows(r.may, own) {
			return ""
		}
		return "may import " + list(r.may)
	}
	if m := moduleOf(modules, imported); m != "" {
		if allows(r.libs, m) {
			return ""
		}
		return "may use " + list(r.libs) + " beyond the standard library"
	}
	for _, n := range r.never {
		if under(n, imported) {
			return "must not know " + n
		}
	}
	return ""
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// The command line needs some rooms for the types of their options, and must
// not come to call what is app's to call.
func TestCommandLineBorrowsOptionsOnly(t *testing.T) {
	for _, f := range files(t) {
		if f.dir != "internal/cli" || f.test {
			continue
		}
		for _, imported := range f.imports {
			own := strings.TrimPrefix(imported, module+"/")
			names, ok := borrowed[own]
			if !ok {
				continue
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				x, ok := s.X.(*ast.Ident)
				if ok && x.Name == path.Base(own) && !slices.Contains(names, s.Sel.Name) {
					t.Errorf("%s uses %s.%s: the command line may use %s of it", f.path, x.Name, s.Sel.Name, list(names))
				}
				return true
			})
		}
	}
}
