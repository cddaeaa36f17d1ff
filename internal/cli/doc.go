// Package cli is the command line: one file a subcommand. It turns flags into
// the questions of package app and answers into text.
//
// It must not know drivers or rules: what it prints, the API can say too.
package cli
