package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// write writes a file of a script.
func write(ts *testscript.TestScript, name string, body []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(name), body, 0o644))
}

// gzipCommand: gzip FROM TO.
func gzipCommand(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(z.Close())
	write(ts, args[1], b.Bytes())
}

// encodeCommand: encode utf16le|utf16be|latin1|bom|nul FROM TO.
func encodeCommand(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[1])
	var order binary.ByteOrder = binary.LittleEndian
	switch args[0] {
	case "bom":
		write(ts, args[2], []byte("\ufeff"+text))
		return
	case "latin1":
		var b []byte
		for _, r := range text {
			b = append(b, byte(r))
		}
		write(ts, args[2], b)
		return
	case "nul":
		write(ts, args[2], []byte(strings.ReplaceAll(text, "~", "\x00")))
		return
	case "utf16be":
		order = binary.BigEndian
	}
	var b bytes.Buffer
	ts.Check(binary.Write(&b, order, utf16.Encode([]rune("\ufeff"+text))))
	write(ts, args[2], b.Bytes())
}

// shortenCommand: shorten BYTES FILE cuts a file off.
func shortenCommand(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[1]), n))
}

// logCommand: log KIND FILE makes a small log that would be tedious to write
// out.
func logCommand(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	line := func(i, customer int, amount string, more ...string) {
		fmt.Fprintf(&b, "%d,c%d,2024-%02d-%02d,%s%s\n", i, customer, i%12+1, i%28+1, amount, strings.Join(more, ""))
	}
	header := "order_id,customer,date,amount"
	switch args[0] {
	case "wide":
		for i := range 10_000 {
			header += fmt.Sprintf(",extra%d", i)
		}
		for i := range 60 {
			line(i, i%20, "10", strings.Repeat(",x", 10_000))
		}
	case "currencies":
		header += ",currency"
		for i := range 60 {
			line(i, i%20, "10", []string{",eur", ",EUR", ", USD"}[i%3])
		}
	default: // an amount, and among how many customers
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		for i := range 60 {
			line(i, i%n, args[0])
		}
	}
	write(ts, args[1], []byte(header+"\n"+b.String()))
}
