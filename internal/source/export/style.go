package export

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/perennial-clv/perennial/internal/record"
)

// style is how a file writes numbers.
type style struct{ comma bool } // a decimal comma

// styleOf judges a file's numbers by its sample: decimal commas are taken for
// such only when no cell of digits has a decimal point.
func styleOf(h *header) style {
	commas, points := 0, 0
	for _, row := range h.sample {
		for _, cell := range row {
			digits := strings.Trim(clean(cell), "€$£¥৳₹ \u00a0+-()")
			if digits == "" || strings.Trim(digits, "0123456789., '\u00a0\u202f") != "" {
				continue
			}
			if strings.Count(digits, ".") > 1 && !strings.Contains(digits, ",") {
				continue // a date, as 31.01.2026
			}
			c, p := strings.LastIndexByte(digits, ','), strings.LastIndexByte(digits, '.')
			switch {
			case c > p && len(digits)-c-1 != 3:
				commas++
			case c > p && p >= 0: // 1.234,567
				commas++
			case p > c && len(digits)-p-1 != 3:
				points++
			case p > c && c >= 0:
				points++
			}
		}
	}
	return style{comma: commas > 0 && points == 0}
}

// money reads "$1,234.50", "1.234,50 €", "(12.50)", "12.50-" or "-৳2,999": a
// sign or brackets, a symbol or code of up to three letters on either side,
// grouped digits. The symbol or code comes back as it stands.
func (s style) money(text string) (m record.Money, symbol string, ok bool) {
	if m, ok = s.quick(text); ok {
		return m, "", true
	}
	negative := false
	if inner, is := strings.CutPrefix(text, "("); is {
		if inner, is = strings.CutSuffix(inner, ")"); !is {
			return record.None, "", false
		}
		negative, text = true, inner
	}
	var digits, mark strings.Builder
	signs := 0
	var last rune   // of the mark, while nothing follows it
	behind := false // the mark stands behind digits
	for _, r := range text {
		switch {
		case r == '.' && unicode.IsLetter(last): // Rs.500
			last = 0
		case r >= '0' && r <= '9', r == '.', r == ',':
			if behind { // 1E+05
				return record.None, "", false
			}
			last = 0
			digits.WriteRune(r)
		case r == '-' || r == '\u2212':
			signs++
			negative = !negative
		case r == '+':
			signs++
		case r == ' ', r == '\'', r == '\u00a0', r == '\u202f':
		case unicode.IsLetter(r), unicode.Is(unicode.Sc, r):
			last, behind = r, digits.Len() > 0
			mark.WriteRune(r)
		default:
			return record.None, "", false
		}
	}
	plain, ok := s.plain(digits.String())
	if !ok || signs > 1 || len([]rune(mark.String())) > 3 {
		return record.None, "", false
	}
	m, err := record.ParseMoney(plain)
	if err != nil {
		return record.None, "", false
	}
	if negative {
		m = m.Negated()
	}
	return m, mark.String(), true
}

// quick is money for what nearly all cells are: digits with a decimal point
// and up to six decimals, and a minus sign before them.
func (s style) quick(text string) (record.Money, bool) {
	digits := strings.TrimPrefix(text, "-")
	if s.comma || digits == "" || len(digits) > 12 {
		return 0, false
	}
	var n int64
	decimals := -1
	for i := range len(digits) {
		switch c := digits[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			if decimals >= 0 {
				decimals++
			}
		case c == '.' && decimals < 0 && i > 0:
			decimals = 0
		default:
			return 0, false
		}
	}
	if decimals > 6 {
		return 0, false
	}
	for i := max(decimals, 0); i < 6; i++ {
		n *= 10
	}
	if len(digits) < len(text) {
		n = -n
	}
	return record.Money(n), true
}

// plain takes the separators out of digits and makes the decimal mark a point.
func (s style) plain(digits string) (string, bool) {
	decimal, group := ".", ","
	if s.comma {
		decimal, group = ",", "."
	}
	if strings.Count(digits, decimal) > 1 {
		return "", false
	}
	whole, fraction, _ := strings.Cut(digits, decimal)
	if strings.Contains(fraction, group) {
		return "", false
	}
	parts := strings.Split(whole, group)
	for i, p := range parts {
		// Groups of two are India's: 12,34,567.
		if len(parts) > 1 && (i > 0 && len(p) != 3 && !(len(p) == 2 && i < len(parts)-1) || i == 0 && (len(p) == 0 || len(p) > 3)) {
			return "", false
		}
	}
	whole = strings.Join(parts, "")
	if whole == "" && fraction == "" {
		return "", false
	}
	if fraction = strings.TrimRight(fraction, "0"); len(fraction) > 6 {
		return rounded(whole, fraction)
	}
	if fraction == "" {
		return whole, true
	}
	return "0" + whole + "." + fraction, true
}

// rounded keeps six decimals of a longer fraction, for what others have
// divided: 27.499999999999996 is 27.50.
func rounded(whole, fraction string) (string, bool) {
	n, err := strconv.ParseUint(whole+fraction[:6], 10, 62)
	if err != nil {
		return "", false
	}
	if fraction[6] >= '5' {
		n++
	}
	digits := fmt.Sprintf("%07d", n)
	return digits[:len(digits)-6] + "." + digits[len(digits)-6:], true
}

// cents is an amount in a currency's minor unit as major units. UGX and ISK
// have no minor unit, but payment providers count them in hundredths all the
// same.
func cents(m record.Money, currency string) record.Money {
	if !m.Known() {
		return m
	}
	switch strings.ToUpper(currency) {
	case "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF":
		return m // no minor unit
	case "BHD", "JOD", "KWD", "OMR", "TND":
		return m / 1000
	}
	return m / 100
}

// currencyOf is the code a symbol stands for, or the code itself; empty when
// it could be several.
func currencyOf(symbol string) string {
	switch symbol {
	case "€":
		return "EUR"
	case "£":
		return "GBP"
	case "$", "US$":
		return "USD"
	case "৳":
		return "BDT"
	case "₹":
		return "INR"
	case "zł":
		return "PLN"
	case "₺":
		return "TRY"
	case "₽":
		return "RUB"
	case "₩":
		return "KRW"
	}
	if len(symbol) == 3 && strings.Trim(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return symbol
	}
	return ""
}
