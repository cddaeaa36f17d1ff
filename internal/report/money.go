package report

import (
	"math"
	"strings"
)

// currency writes amounts of one currency.
type currency struct {
	code     string
	symbol   string
	decimals int
}

var currencySymbols = map[string]string{
	"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪",
	"UAH": "₴", "VND": "₫", "NGN": "₦", "PHP": "₱", "TRY": "₺", "AUD": "A$", "CAD": "C$",
	"NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "BRL": "R$", "MXN": "MX$",
}

var currencyDecimals = map[string]int{
	"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "HUF": 0,
	"BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3,
}

// currencyOf knows how the currency with an ISO 4217 code is written. An
// empty code gives bare numbers.
func currencyOf(code string) currency {
	code = strings.ToUpper(strings.TrimSpace(code))
	c := currency{code: code, symbol: currencySymbols[code], decimals: 2}
	if d, ok := currencyDecimals[code]; ok {
		c.decimals = d
	}
	if c.symbol == "" && code != "" {
		c.symbol = code + thinSpace
	}
	return c
}

// unit names the currency in axis titles and table heads.
func (c currency) unit() string {
	if c.code == "" {
		return "currency not stated"
	}
	return c.code
}

// wear puts the symbol on printed digits.
func (c currency) wear(digits string) string {
	if digits == unknown {
		return digits
	}
	if rest, negative := strings.CutPrefix(digits, minus); negative {
		return minus + c.symbol + rest
	}
	return c.symbol + digits
}

// amount prints money, with decimals only where they matter.
func (c currency) amount(v float64) string { return c.wear(fixed(v, c.places(v))) }

// places is the number of decimals worth printing when amounts reach v.
func (c currency) places(v float64) int {
	if math.Abs(v) >= 1000 {
		return 0
	}
	return c.decimals
}

// span prints an interval of money with equal decimals on both ends.
func (c currency) span(low, high float64) string {
	d := c.places(math.Max(math.Abs(low), math.Abs(high)))
	return c.wear(fixed(low, d)) + "\u00a0–\u00a0" + c.wear(fixed(high, d))
}
