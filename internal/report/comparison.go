package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/perennial-clv/perennial/internal/value"
)

//go:embed comparison.html
var comparisonPage string

// Comparison writes models compared as one page that needs nothing else.
func Comparison(w io.Writer, c value.ModelComparison) error {
	t, err := template.New("comparison").Funcs(template.FuncMap{
		"title":   value.ModelTitle,
		"whisker": whisker,
		"percent": func(v float64) string { return fmt.Sprintf("%+.1f %%", 100*v) },
	}).Parse(comparisonPage)
	if err != nil {
		return fmt.Errorf("read the comparison page: %w", err)
	}
	if err := t.Execute(w, map[string]any{"C": c}); err != nil {
		return fmt.Errorf("write the comparison page: %w", err)
	}
	return nil
}
