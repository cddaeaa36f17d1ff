package file

import (
	"strings"
	"unicode/utf8"
)

// money is one number, by how it is written.
type money struct {
	plain    bool   // sign, digits and a point only
	symbol   string // currency symbol or code beside the digits
	decimal  byte   // '.' or ',' when evident
	group    byte   // thousands separator when evident
	unclear  byte   // a separator that may be either: "1,234"
	fraction bool   // has digits behind a decimal separator
	negative bool
}

// readMoney reads an amount, whatever it is dressed in.
func readMoney(v string) (money, bool) {
	v = strings.TrimSpace(v)
	if v == "" || len(v) > 48 {
		return money{}, false
	}
	if m, ok := plainNumber(v); ok {
		return m, true
	}
	m := money{}
	if strings.HasPrefix(v, "(") && strings.HasSuffix(v, ")") {
		m.negative, v = true, strings.TrimSpace(v[1:len(v)-1])
	}
	v = m.sign(v)
	v = m.prefix(v)
	v = m.sign(v)
	v = m.suffix(v)
	if v == "" || !isDigit(v[0]) && v[0] != '.' && v[0] != ',' {
		return money{}, false
	}
	return m, m.core(v)
}

// plainNumber reads sign, digits, point, digits, and an exponent.
func plainNumber(v string) (money, bool) {
	m := money{plain: true}
	i, digits := 0, 0
	if v[0] == '-' || v[0] == '+' {
		m.negative = v[0] == '-'
		i++
	}
	point := -1
	for ; i < len(v); i++ {
		switch c := v[i]; {
		case isDigit(c):
			digits++
		case c == '.' && point < 0:
			point = i
		case (c == 'e' || c == 'E') && digits > 0:
			return m, exponent(v[i+1:])
		default:
			return m, false
		}
	}
	if point >= 0 {
		m.fraction = true
		m.decimal = '.'
		before := strings.TrimLeft(v[:point], "+-")
		if len(v)-point == 4 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
			m.decimal, m.unclear = 0, '.'
		}
	}
	return m, digits > 0
}

// exponent reports whether an exponent follows.
func exponent(v string) bool {
	v = strings.TrimPrefix(strings.TrimPrefix(v, "+"), "-")
	return len(v) > 0 && len(v) <= 3 && allDigits(v)
}

// isDigit reports whether c is a decimal digit.
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// sign takes a sign off the front.
func (m *money) sign(v string) string {
	for _, s := range []string{"-", "\u2212", "+"} {
		if rest, ok := strings.CutPrefix(v, s); ok {
			m.negative = m.negative || s != "+"
			return strings.TrimLeft(rest, spaces)
		}
	}
	return v
}

// spaces are the blanks found in numbers.
const spaces = " \u00a0\u202f\u2009"

// prefix takes a currency off the front.
func (m *money) prefix(v string) string {
	n := strings.IndexFunc(v, func(r rune) bool {
		return r < utf8.RuneSelf && (isDigit(byte(r)) || r == '-' || r == ',' || r == '+') || r == '\u2212'
	})
	if n <= 0 {
		return v
	}
	s := strings.TrimSpace(v[:n])
	if strings.HasSuffix(s, ".") && !knownSymbol(s) {
		s, n = strings.TrimSpace(s[:len(s)-1]), n-1
	}
	if !knownSymbol(s) {
		return v
	}
	m.symbol = s
	return strings.TrimLeft(v[n:], spaces)
}

// suffix takes a currency, a trailing sign or a percent-less unit off the end.
func (m *money) suffix(v string) string {
	if rest, ok := strings.CutSuffix(v, "-"); ok {
		m.negative = true
		v = strings.TrimRight(rest, spaces)
	}
	n := strings.LastIndexFunc(v, func(r rune) bool { return r >= '0' && r <= '9' })
	if n < 0 || n+1 == len(v) {
		return v
	}
	s := strings.TrimSpace(v[n+1:])
	for _, lead := range []string{"", ".", ",", ",-", ",--", ".-"} {
		if rest, ok := strings.CutPrefix(s, lead); ok && m.symbol == "" && knownSymbol(strings.TrimSpace(rest)) {
			m.symbol = strings.TrimSpace(rest)
			return v[:n+1]
		}
	}
	return v
}
