package score

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// signedPercent prints a relative error, also when nothing happened.
func signedPercent(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "nothing happened"
	}
	return strings.Replace(fmt.Sprintf("%+.1f %%", 100*v), "-", "−", 1)
}

// thousands prints a count with separated thousands.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// money prints an amount for a sentence; the currency is in the definition.
func money(v float64) string {
	whole, cents := math.Modf(math.Round(v*100) / 100)
	if math.Abs(v) >= 10_000 {
		return thousands(int64(math.Round(v)))
	}
	sign := ""
	if v < 0 && whole == 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%s.%02d", sign, thousands(int64(whole)), int64(math.Round(math.Abs(cents)*100)))
}

// sentence makes a clause a sentence.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return upper(s) + "."
}

// upper begins with a capital.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
