package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	unknown   = "–" // what is printed for a number that is not known
	minus     = "\u2212"
	thinSpace = "\u202f" // narrow and unbreakable
)

// finite reports whether v is a number that can be printed or drawn.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// known is the number behind p, if there is one fit to print.
func known(p *float64) (float64, bool) {
	if p == nil || !finite(*p) {
		return 0, false
	}
	return *p, true
}

// fixed prints v with thousands separators and so many decimals.
func fixed(v float64, decimals int) string {
	if !finite(v) {
		return unknown
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	negative := v < 0 && strings.Trim(s, "0.") != ""
	s = group(s)
	if negative {
		return minus + s
	}
	return s
}

// group puts commas between the thousands of plain digits.
func group(s string) string {
	whole, rest := s, ""
	if i := strings.IndexByte(s, '.'); i >= 0 {
		whole, rest = s[:i], s[i:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + rest
}

// count prints a number of things.
func count(n int64) string { return fixed(float64(n), 0) }

// expected prints a number of things that need not be whole.
func expected(v float64) string {
	switch a := math.Abs(v); {
	case a == 0 || a >= 100:
		return fixed(v, 0)
	case a >= 10:
		return fixed(v, 1)
	default:
		return fixed(v, 2)
	}
}

// significant prints v to so many significant digits.
func significant(v float64, digits int) string {
	if !finite(v) {
		return unknown
	}
	if v == 0 {
		return "0"
	}
	magnitude := int(math.Floor(math.Log10(math.Abs(v))))
	if magnitude < -4 || magnitude > 8 {
		return scientific(v, digits)
	}
	return fixed(v, max(0, digits-1-magnitude))
}

// trimZeros drops zeros that end a decimal fraction.
func trimZeros(s string) string {
	if !strings.Contains(s, ".") || strings.Contains(s, "×") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// scientific prints v as 1.23×10⁻⁷.
func scientific(v float64, digits int) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', digits-1, 64), "e")
	n, _ := strconv.Atoi(exponent)
	raised := strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(n))
	return strings.Replace(mantissa, "-", minus, 1) + "×10" + raised
}

// seconds prints a length of wall time.
func seconds(v float64) string {
	switch {
	case !finite(v):
		return unknown
	case v > 0 && v < 0.001:
		return "<" + thinSpace + "1" + thinSpace + "ms"
	case v < 1:
		return fixed(v*1000, 0) + thinSpace + "ms"
	case v < 100:
		return fixed(v, 1) + thinSpace + "s"
	}
	return fixed(v, 0) + thinSpace + "s"
}

// plural is "1 customer" or "2,357 customers".
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", count(n), many)
}
