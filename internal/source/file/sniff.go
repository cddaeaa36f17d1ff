package file

import (
	"bytes"

	"github.com/perennial-clv/perennial/internal/value"
)

// packing is how a file is compressed.
type packing string

const (
	packedNot  packing = ""
	packedGzip packing = "gzip"
	packedZstd packing = "zstd"
)

// packingOf recognises compression by its first bytes.
func packingOf(head []byte) packing {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return packedGzip
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return packedZstd
	case len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18}):
		return packedZstd // a skippable frame comes first
	}
	return packedNot
}

// alien is a kind of file that holds no text.
type alien struct {
	magic, what, hint string
	at                int
}

const exportHint = "Export the orders as CSV."

// aliens are kinds of files people try, by the bytes they begin with.
var aliens = []alien{
	{magic: "%PDF", what: "a PDF document", hint: exportHint},
	{magic: "SQLite format 3\x00", what: "an SQLite database", hint: "Export the table of orders as CSV."},
	{magic: "\x89PNG", what: "a picture (PNG)", hint: exportHint},
	{magic: "\xff\xd8\xff", what: "a picture (JPEG)", hint: exportHint},
	{magic: "GIF8", what: "a picture (GIF)", hint: exportHint},
	{magic: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", what: "an old Excel workbook or Office document", hint: "Open it in Excel and save it as CSV."},
	{magic: "BZh", what: "a bzip2 archive", hint: "Unpack it first: bunzip2."},
	{magic: "\xfd7zXZ\x00", what: "an xz archive", hint: "Unpack it first: unxz."},
	{magic: "7z\xbc\xaf\x27\x1c", what: "a 7-Zip archive", hint: "Unpack it first."},
	{magic: "Rar!", what: "a RAR archive", hint: "Unpack it first."},
	{magic: "ustar", at: 257, what: "a tar archive", hint: "Unpack it first: tar xf."},
	{magic: "ORC", what: "an ORC file", hint: "Export the orders as CSV or Parquet."},
	{magic: "Obj\x01", what: "an Avro file", hint: "Export the orders as CSV or Parquet."},
	{magic: "ARROW1", what: "an Arrow file", hint: "Export the orders as CSV or Parquet."},
	{magic: "\x7fELF", what: "a program", hint: exportHint},
	{magic: "<?xml", what: "an XML document", hint: exportHint},
	{magic: "<!DOCTYPE html", what: "a web page", hint: "Download the file itself: a login page may have been saved instead."},
	{magic: "<html", what: "a web page", hint: "Download the file itself: a login page may have been saved instead."},
}

// refuseAlien is the error for a file that holds no text, or nil.
func refuseAlien(name string, head []byte) error {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return refuseZip(name, head)
	}
	for _, a := range aliens {
		if len(head) > a.at && len(head[a.at:]) >= len(a.magic) && bytes.EqualFold(head[a.at:a.at+len(a.magic)], []byte(a.magic)) {
			return value.Errorf(value.BadInput, "%q is %s", name, a.what).WithHint("%s", a.hint)
		}
	}
	return nil
}

// refuseZip tells workbooks from other zip archives.
func refuseZip(name string, head []byte) error {
	switch {
	case bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("[Content_Types].xml")):
		return value.Errorf(value.BadInput, "%q is an Excel workbook", name).WithHint("Open it in Excel and save the sheet of orders as CSV.")
	case bytes.Contains(head, []byte("opendocument.spreadsheet")):
		return value.Errorf(value.BadInput, "%q is an OpenDocument spreadsheet", name).WithHint("Open it and save the sheet of orders as CSV.")
	}
	return value.Errorf(value.BadInput, "%q is a zip archive", name).WithHint("Unpack it and name the files in it.")
}

// refuseBinary is the error for text with bytes that text does not have.
func refuseBinary(name string, text []byte) error {
	if len(text) > 65536 {
		text = text[:65536]
	}
	strange := 0
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1b {
			strange++
		}
	}
	if strange*100 <= len(text) {
		return nil
	}
	return value.Errorf(value.BadInput, "%q is not a text file", name).WithHint("Export the orders as CSV, JSON or Parquet.")
}
