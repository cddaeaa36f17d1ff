package api

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// describe serves the OpenAPI document, and a page that lists the operations
// without loading anything from elsewhere.
func describe(mux *http.ServeMux, doc *huma.OpenAPI) {
	asJSON, err := json.Marshal(doc)
	if err != nil {
		panic(err) // the document is made of this package's types only
	}
	asYAML, err := doc.YAML()
	if err != nil {
		panic(err)
	}
	serve := func(path, media string, body []byte) {
		mux.HandleFunc("GET "+root+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(body)
		})
	}
	serve("/openapi.json", "application/openapi+json", asJSON)
	serve("/openapi.yaml", "application/openapi+yaml", asYAML)
	serve("/docs", "text/html; charset=utf-8", docsPage(doc))
}

func docsPage(doc *huma.OpenAPI) []byte {
	var ops []*huma.Operation
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete} {
			if op != nil {
				ops = append(ops, op)
			}
		}
	}
	slices.SortFunc(ops, func(a, b *huma.Operation) int {
		return bytes.Compare([]byte(a.Path+a.Method), []byte(b.Path+b.Method))
	})
	var page bytes.Buffer
	if err := docsTemplate.Execute(&page, struct {
		Info *huma.Info
		Ops  []*huma.Operation
	}{doc.Info, ops}); err != nil {
		panic(err)
	}
	return page.Bytes()
}

var docsTemplate = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{.Info.Title}} API</title>
<h1>{{.Info.Title}} API</h1>
<p>{{.Info.Description}}</p>
<p>The full description: <a href="openapi.yaml">openapi.yaml</a>, <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).
Errors are problems as in RFC 9457.</p>
{{range .Ops}}
<h2><code>{{.Method}} {{.Path}}</code></h2>
<p>{{.Summary}}</p>
{{with .Parameters}}<dl>{{range .}}<dt><code>{{.Name}}</code> ({{.In}})</dt><dd>{{.Description}}
{{with .Schema}}{{with .Enum}}One of {{range .}}<code>{{.}}</code> {{end}}{{end}}{{with .Default}}Default <code>{{.}}</code>{{end}}{{end}}</dd>{{end}}</dl>{{end}}
{{end}}
</html>
`))
