// Package export understands the files that shops, payment providers, ad
// platforms, help desks and survey tools export: it recognises each by its
// header alone and reads its rows into records, exactly and with all its
// oddities. One file a platform; docs/formats.md is the table of them.
//
// It must not know how a file is packed or cut into rows (package file does),
// the store, or what an order is worth. Plain order logs, in which a row is an
// order or a line and nothing more, are not its business: the store reads
// those by itself, much faster.
package export
