package file

import (
	"regexp"
	"strings"
)

// symbols are currency signs and what they mean. An empty code is a sign
// that several currencies share.
var symbols = map[string]string{
	"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "元": "CNY",
	"৳": "BDT", "₹": "INR", "Rs": "INR", "Rs.": "INR", "₽": "RUB", "₺": "TRY", "TL": "TRY", "₩": "KRW", "₪": "ILS",
	"₫": "VND", "฿": "THB", "₴": "UAH", "₦": "NGN", "₱": "PHP", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
	"R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "MX$": "MXN",
	"Fr.": "CHF", "Fr": "CHF", "SFr.": "CHF", "lei": "RON", "лв": "BGN", "лв.": "BGN", "R": "ZAR",
	"kr": "", "kr.": "", "Kr": "", "Kr.": "",
}

// isoCodes are the currencies trade is done in.
var isoCodes = words(`AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HRK HUF IDR ILS INR ISK
JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS
UAH UGX USD UYU VND ZAR`)

// words makes a set of a list.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// knownSymbol reports whether a text beside a number is a currency.
func knownSymbol(s string) bool {
	_, ok := symbols[s]
	return ok || isoCodes[strings.ToUpper(s)]
}

// currencyCode is the ISO code of a symbol or code, empty when several share
// it or none has it.
func currencyCode(s string) string {
	if code, ok := symbols[s]; ok {
		return code
	}
	if up := strings.ToUpper(s); isoCodes[up] {
		return up
	}
	return ""
}

var codeInHeader = regexp.MustCompile(`(?i)(?:^|[^a-z])([a-z]{3})[)\]]?$`)

// headerCurrency is the currency a header names, as in "Amount (EUR)",
// "price_usd" or "Total €".
func headerCurrency(name string) string {
	for s, code := range symbols {
		if code != "" && len(s) > 0 && s[0] >= 0x80 && strings.Contains(name, s) {
			return code
		}
	}
	if strings.Contains(name, "($)") {
		return "USD"
	}
	m := codeInHeader.FindStringSubmatch(strings.TrimSpace(name))
	if m == nil || len(m[1]) == len(strings.TrimSpace(name)) || !isoCodes[strings.ToUpper(m[1])] {
		return ""
	}
	return strings.ToUpper(m[1])
}
