// Package web holds the dashboard: a single-page application built by Vite
// into dist, and embedded here into the binary.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the dashboard's files, and whether it was built into this binary.
// When it was not, there is only placeholder.html, which says how to.
func Dist() (files fs.FS, built bool) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the directory is named above
	}
	_, err = fs.Stat(files, "index.html")
	return files, err == nil
}
