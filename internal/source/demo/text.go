package demo

import (
	"strconv"
	"strings"
)

// The log is written by hand: at a million rows a second, fmt and
// encoding/csv would take most of the time.

// appendCustomer appends a customer's id; numbers in ids start at 1.
func appendCustomer(b []byte, index uint32) []byte {
	return appendDigits(append(b, 'C'), index+1)
}

// appendDigits appends a number of at least seven digits.
func appendDigits(b []byte, n uint32) []byte {
	if n > 9_999_999 {
		return strconv.AppendUint(b, uint64(n), 10)
	}
	var d [7]byte
	for i := 6; i >= 0; i-- {
		d[i] = byte('0' + n%10)
		n /= 10
	}
	return append(b, d[:]...)
}

func appendTwo(b []byte, n uint32) []byte {
	return append(b, byte('0'+n/10), byte('0'+n%10))
}

// appendCents appends cents as a decimal with two places, exactly.
func appendCents(b []byte, cents int64) []byte {
	if cents < 0 {
		b, cents = append(b, '-'), -cents
	}
	b = strconv.AppendInt(b, cents/100, 10)
	return appendTwo(append(b, '.'), uint32(cents%100))
}

// appendRate appends a number with six significant digits.
func appendRate(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, v, 'g', 6, 64)
}

// quote makes a CSV field of a name (RFC 4180).
func quote(s string) string {
	if !strings.ContainsAny(s, `",`) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
