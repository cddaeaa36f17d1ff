package file

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var bom = []byte("\xef\xbb\xbf")

// encoding is how a file's characters are written as bytes.
type encoding string

const (
	utf8Plain encoding = "UTF-8"
	utf16LE   encoding = "UTF-16LE"
	utf16BE   encoding = "UTF-16BE"
	latin     encoding = "Windows-1252"
)

// encodingOf judges a file by a piece of it. whole says that the piece ends
// where the file does.
func encodingOf(head []byte, whole bool) encoding {
	switch {
	case bytes.HasPrefix(head, bom):
		return utf8Plain
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return utf16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return utf16BE
	}
	if e := wide(head); e != "" {
		return e
	}
	if validUTF8(head, whole) {
		return utf8Plain
	}
	return latin
}

// wide recognises UTF-16 without a mark: every second byte is zero.
func wide(head []byte) encoding {
	if len(head) > 4096 {
		head = head[:4096]
	}
	var zero [2]int
	for i, c := range head {
		if c == 0 {
			zero[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 2:
	case zero[1]*10 >= half*6 && zero[0]*20 <= half:
		return utf16LE
	case zero[0]*10 >= half*6 && zero[1]*20 <= half:
		return utf16BE
	}
	return ""
}

// validUTF8 reports whether a piece is UTF-8; a character cut off at its end
// is forgiven when the file goes on.
func validUTF8(piece []byte, whole bool) bool {
	if !whole {
		for i := 1; i <= 3 && i <= len(piece); i++ {
			if c := piece[len(piece)-i]; c >= 0xc0 {
				if !utf8.FullRune(piece[len(piece)-i:]) {
					piece = piece[:len(piece)-i]
				}
				break
			}
		}
	}
	return utf8.Valid(piece)
}

// decoded reads UTF-8, whatever the file is in, without a byte order mark.
func decoded(in io.Reader, e encoding) io.Reader {
	switch e {
	case utf16LE:
		return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case utf16BE:
		return transform.NewReader(in, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	}
	return transform.NewReader(in, &lenient{})
}

// lenient passes UTF-8 through and reads bytes that are not UTF-8 as
// Windows-1252, so that a file of mixed origin loses nothing.
type lenient struct{ begun bool }

// Reset begins a new text.
func (l *lenient) Reset() { l.begun = false }

// Transform implements transform.Transformer.
func (l *lenient) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if !l.begun {
		if len(src) < len(bom) && !atEOF && bytes.HasPrefix(bom, src) {
			return 0, 0, transform.ErrShortSrc
		}
		l.begun = true
		if bytes.HasPrefix(src, bom) {
			nSrc = len(bom)
		}
	}
	for nSrc < len(src) {
		if n := asciiRun(src[nSrc:]); n > 0 {
			m := copy(dst[nDst:], src[nSrc:nSrc+n])
			nDst, nSrc = nDst+m, nSrc+m
			if m < n {
				return nDst, nSrc, transform.ErrShortDst
			}
			continue
		}
		r, n := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && n <= 1 {
			if !atEOF && !utf8.FullRune(src[nSrc:]) {
				return nDst, nSrc, transform.ErrShortSrc
			}
			r, n = charmap.Windows1252.DecodeByte(src[nSrc]), 1
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += n
	}
	return nDst, nSrc, nil
}

// asciiRun is the number of ASCII bytes a piece begins with.
func asciiRun(p []byte) int {
	for i, c := range p {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(p)
}
