package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for _, f := range files(t) {
		if d := f.syntax.Doc; !f.test && d != nil && len(strings.Fields(d.Text())) > 3 {
			said[f.dir] = true
		} else if _, seen := said[f.dir]; !seen {
			said[f.dir] = false
		}
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("package %s has no package comment", dir)
		}
	}
}

// The public library is documented name by name.
func TestEveryPublicNameIsDocumented(t *testing.T) {
	for _, f := range files(t) {
		if f.test || !under("btyd", f.dir) || under("btyd/internal", f.dir) {
			continue
		}
		for _, d := range f.syntax.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no doc comment", f.path, name)
			}
		}
	}
}

// undocumented lists the exported names that a declaration leaves without a
// comment.
func undocumented(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || exportedReceiver(d.Recv)) {
			return []string{d.Name.Name}
		}
	case *ast.GenDecl:
		var out []string
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if d.Doc == nil && s.Doc == nil && s.Name.IsExported() {
					out = append(out, s.Name.Name)
				}
			case *ast.ValueSpec:
				grouped := d.Tok == token.CONST || d.Tok == token.VAR
				if d.Doc == nil && s.Doc == nil && s.Comment == nil && grouped && slices.ContainsFunc(s.Names, (*ast.Ident).IsExported) {
					out = append(out, s.Names[0].Name)
				}
			}
		}
		return out
	}
	return nil
}

func exportedReceiver(r *ast.FieldList) bool {
	t := r.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	name, ok := t.(*ast.Ident)
	return ok && name.IsExported()
}
