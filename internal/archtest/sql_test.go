package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"testing"
)

var statement = regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE( OR REPLACE)?( TEMP)? TABLE|DROP TABLE|ALTER TABLE)\s`)

// SQL is written in the .sql files of a driver; a few words of it build
// expressions in the driver's own Go, and the conformance suite tries to
// smuggle some in. A source that asks other people's databases makes their
// questions from the names it was given. Nobody else speaks it.
func TestSQLStaysInTheDriver(t *testing.T) {
	for _, f := range files(t) {
		if f.test || under("internal/source/database", f.dir) || under("internal/store/duckdb", f.dir) || under("internal/store/storetest", f.dir) || under("bench", f.dir) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && statement.MatchString(l.Value) {
				t.Errorf("%s: SQL outside the drivers: %s", positions.Position(l.Pos()), l.Value)
			}
			return true
		})
	}
}
