// Package app is the only wiring: it joins sources, store, scoring, report and
// server into the things a person asks for: analyse files, import, score,
// look up, export, serve, show a demo.
//
// It must not contain business rules, SQL or numerics, nor know flags and
// terminals.
package app
