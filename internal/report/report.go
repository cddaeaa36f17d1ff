package report

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed styles/*.css
var styleFiles embed.FS

var (
	pageTemplate = template.Must(template.ParseFS(templateFiles, "templates/*.html"))
	pageStyle    = mustStyle("base", "blocks", "chart", "narrow", "print")
)

// Write renders the run as one self-contained HTML page. Nothing is written
// unless the whole page could be rendered.
func Write(ctx context.Context, w io.Writer, run value.Run) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, "page", newPage(run)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// mustStyle joins the named style sheets in order.
func mustStyle(names ...string) template.CSS {
	var all strings.Builder
	for _, name := range names {
		b, err := styleFiles.ReadFile("styles/" + name + ".css")
		if err != nil {
			panic(err) // the file is part of the program
		}
		all.Write(b)
	}
	return template.CSS(all.String())
}
